import type { ItemStatus } from '@assay/schema/types.ts';

export type FinalStatus = Exclude<ItemStatus, 'pending'>;

/** A result on its way to the database; `verdict` and `digest` are JSON already. */
export interface NewResult {
  at: number;
  status: FinalStatus | 'retry';
  attempts: number;
  verdict: string | null;
  /** SHA-256 over the canonical JSON of the verdict, as hex digits; null where there is none. */
  verdictHash: string | null;
  digest: string;
  /** Names of the scores in the digest, as JSON; null where the digest holds them. */
  names: string | null;
  errorCode: string | null;
  errorMessage: string | null;
  /** The sample as it is kept from now on, as JSON; undefined where it stays as it is. */
  sample?: string;
  /** SHA-256 over the canonical JSON of it, as hex digits. */
  sampleHash?: string;
  /** What judges were asked and answered in this attempt, each as JSON. */
  exchanges?: string[];
}
