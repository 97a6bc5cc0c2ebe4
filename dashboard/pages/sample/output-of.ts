import type { BatchItem } from '@assay/sdk';

/** The output as a text. */
export function outputOf({ sample }: BatchItem): string {
  const output = sample?.output ?? '';
  return typeof output === 'string' ? output : JSON.stringify(output, null, 2);
}
