import type { Sample } from '@assay/schema/types.ts';
import type { MetadataTarget } from './deletion-needs.ts';

/** Whether metadata has a value under a key; numbers and booleans count as the texts that write them. */
export function holds(
  metadata: Readonly<Record<string, unknown>> | undefined,
  { key, value }: MetadataTarget,
): boolean {
  if (metadata === undefined || !Object.hasOwn(metadata, key)) return false;
  const found = metadata[key];
  return typeof found !== 'object' && String(found) === value;
}

/** Whether the metadata of a sample has a value under a key. */
export function hasMetadata(
  { metadata }: Pick<Sample, 'metadata'>,
  target: MetadataTarget,
): boolean {
  return holds(metadata, target);
}
