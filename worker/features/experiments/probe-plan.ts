import type { ProbeKind, ProbeSkipped } from '@assay/schema/types.ts';

/** What an experiment knows of the probe that it runs. Texts are in its samples only, which may be dropped. */
export interface ProbePlan {
  kind: ProbeKind;
  seed: number;
  margin: number;
  /** The probe that a drift is measured against. */
  since: string | null;
  /** How many samples it was given. */
  samples: number;
  /** Ids of those with variants. */
  originals: string[];
  /** Variants, told apart also by what belongs to them. */
  variants: { variant: string; at?: Readonly<Record<string, string | number>> }[];
  /** Of each sample of the experiment: places in the two lists above. */
  rows: [original: number, variant: number][];
  skipped: ProbeSkipped[];
}
