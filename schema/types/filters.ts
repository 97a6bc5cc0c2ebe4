import type { BatchStatus, ItemStatus } from './batch.ts';
import type { PageQuery } from './page.ts';

/** Filters for verdicts; all of them must match. */
export interface VerdictFilter extends PageQuery {
  /** Created at or after this time; ISO 8601. */ from?: string /** Created before this time; ISO 8601. */;
  to?: string /** null for undecided verdicts. */;
  passed?: boolean | null;
  /** With a score of this name. */
  scorer?: string;
  /** In which the score of this name did not pass. */
  failed?: string;
  /** In which the score of this name is an error. */
  errored?: string;
  /** With each of these tags. */
  tag?: string[];
  /** With each of these: `key`, or `key:value`. */
  metadata?: string[];
}

/** Filters for batches; all of them must match. */
export interface BatchFilter extends PageQuery {
  status?: BatchStatus;
  /** Of this suite, in any version. */
  suite?: string;
  tag?: string;
  /** Made at this time or later; ISO 8601. */
  from?: string;
  /** Made before this time; ISO 8601. */
  to?: string;
}

/** Filters for the samples of a batch. */
export interface ItemFilter extends PageQuery {
  status?: ItemStatus;
  /** `sample` adds the sample to each result. */
  include?: 'sample';
}

/** The bounds of a comparison's gate. */
export interface GateLimits {
  /** Fails if the mean or the pass rate of a scorer is more than this below the base; 0 to 1. */
  maxRegression?: number;
  /** Fails if the pass rate of a scorer is below this; 0 to 1. */
  minPassRate?: number;
  /** Restricts the gate to this scorer; `verdict` means the verdict itself. */
  scorer?: string;
  /** Maximum number of regressions to list, up to 1,000. Defaults to 50. */
  regressions?: number;
}
