export { counted } from '@assay/schema/counted.ts';
