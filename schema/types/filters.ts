import type { BatchStatus, ItemStatus } from './batch.ts';
import type { Change } from './batch-row.ts';
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

/** Filters for the samples of a batch, by their scores and texts; all of them must match. */
export interface RowCriteria {
  status?: ItemStatus[];
  /** The score that `outcome`, `min`, `max`, `change`, `minDifference` and `sort` refer to. Defaults to `verdict`. */
  scorer?: string;
  outcome?: 'passed' | 'failed' | 'abstained' | 'error' | 'skipped';
  /** Lowest value; 0 to 1. */
  min?: number;
  /** Highest value; 0 to 1. */
  max?: number;
  errorCode?: string;
  /** Metadata of the sample: `key`, or `key:value`. */
  metadata?: string[];
  /** A text that a value of the sample contains. */
  text?: string;
  /** Batch to compare with: an id, `latest:TAG` or `previous`. */
  base?: string;
  /** Relative to `base`. */
  change?: Change[];
  /** The least difference from `base`, up or down; 0 to 1. */
  minDifference?: number;
}

export type RowSort =
  | 'index'
  | 'value'
  | '-value'
  | 'difference'
  | '-difference'
  | 'latency'
  | '-latency';

export interface RowFilter extends RowCriteria {
  sort?: RowSort;
  cursor?: string;
  /** Rows per page, 1 to 200. Defaults to 50. */
  limit?: number;
}

/** `status`, `scorer`, `error`, `change` or `metadata:KEY`. */
export interface GroupQuery extends RowCriteria {
  by: string;
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

/** Filters for labels; all of them must match. */
export interface LabelFilter extends PageQuery {
  /** Of this question, in all versions, or in one: `name@2`. */
  question?: string;
  by?: string;
  queue?: string;
}

/** Selects what people said of one question. */
export interface FinalLabelFilter extends PageQuery {
  /** `name` for the newest version, or `name@2`. */
  question: string;
  queue?: string;
}
