import type { ItemError, ItemStatus } from './batch.ts';
import type { Score } from './score.ts';

/** How a sample came out relative to the same sample in another batch. */
export type Change = 'regressed' | 'fixed' | 'errored' | 'unchanged' | 'unpaired';

export interface RowScore {
  name: string;
  status: Score['status'];
  value: number | null;
  passed: boolean | null;
}

/** A sample of a batch in brief: its scores, and the beginnings of its texts. */
export interface BatchRow {
  index: number;
  sampleId: string | null;
  status: ItemStatus;
  value: number | null;
  passed: boolean | null;
  scores: RowScore[];
  error: ItemError | null;
  latencyMs: number | null;
  costUsd: number;
  input: string | null;
  output: string | null;
  /** Only if a base was requested: the same sample in the base; null if the base does not have it. */
  base?: BaseRow | null;
}

export interface BaseRow {
  index: number;
  status: ItemStatus;
  value: number | null;
  passed: boolean | null;
  scores: RowScore[];
  output: string | null;
  /** Batch minus base, of the score that the request names, or of the verdict. */
  difference: number | null;
  change: Change | null;
}

export interface BatchRowPage {
  items: BatchRow[];
  nextCursor: string | null;
  /** How many samples were examined for this page. */
  scanned: number;
}

/** Samples of a batch that have something in common. */
export interface BatchGroup {
  key: string | null;
  count: number;
  examples: { index: number; sampleId: string | null }[];
}

export interface BatchGroups {
  by: string;
  /** How many samples match the filters. */
  matching: number;
  items: BatchGroup[];
}
