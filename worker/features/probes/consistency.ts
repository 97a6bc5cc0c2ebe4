import type { Sample } from '@assay/schema/types.ts';
import type { MadeVariants } from './variant.ts';

/** Each sample as it is; it is the repeats that show what differs. */
export function makeConsistency(samples: readonly Sample[]): MadeVariants {
  return {
    variants: samples.map((sample, of) => ({ of, variant: 'original', sample, edits: [] })),
    skipped: [],
  };
}
