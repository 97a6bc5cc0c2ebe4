import type { ProbeEdit, Sample } from '@assay/schema/types.ts';

/** A sample as a probe changed it. */
export interface ProbeVariant {
  /** Position of the original among the samples, from 0. */
  of: number;
  /** What was changed, such as `typos`; variants of one name are compared over all samples. */
  variant: string;
  sample: Sample;
  /** In the order of the fields and of their offsets. A control has none. */
  edits: ProbeEdit[];
  /** Numbers and names that the analysis of this probe reads. */
  at?: Readonly<Record<string, string | number>>;
}

/** A variant that could not be made of a sample, and why. */
export interface SkippedVariant {
  of: number;
  variant: string;
  reason: string;
}

export interface MadeVariants {
  variants: ProbeVariant[];
  skipped: SkippedVariant[];
}
