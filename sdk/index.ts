export type * from '@assay/schema/types.ts';
export { Assay, type AssayOptions, type Filter, type RequestOptions } from './client.ts';
export { AssayError } from './error.ts';
