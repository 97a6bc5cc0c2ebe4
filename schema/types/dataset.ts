import type { DatasetIdentity } from './dataset-selection.ts';
import type { VerdictFilter } from './filters.ts';
import type { LabelValue } from './label.ts';
import type { PageQuery } from './page.ts';
import type { Sample } from './sample.ts';

/** What a person said of the sample of an item. */
export interface DatasetLabel {
  /** `name`, or `name@version`. */
  question: string;
  value: LabelValue;
  by?: string;
  comment?: string;
}

/** A sample of a data set with what is known of it. */
export interface DatasetItem {
  /** Unique in the data set; comparisons pair by it. */
  id: string;
  sample: Sample;
  labels?: DatasetLabel[];
  split?: string;
  /** What it counts for in an estimate. Defaults to 1. */
  weight?: number;
  tags?: string[];
}

/** Removes an item of the base. */
export interface DatasetRemoval {
  id: string;
  remove: true;
}

/** Verdicts whose samples become items; all filters must match. */
export type VerdictSelection = Omit<VerdictFilter, 'cursor' | 'limit'>;

/** Results of a batch whose samples become items. */
export interface BatchSelection {
  id: string;
  status?: 'passed' | 'failed' | 'abstained' | 'error';
  /** Only samples for which the score of this name did not pass. */
  failed?: string;
}

/** Stored samples that become items. */
export type DatasetFrom = { verdicts: VerdictSelection } | { batch: BatchSelection };

export interface DatasetInput {
  name: string;
  description?: string;
  items?: DatasetItem[];
  from?: DatasetFrom;
}

export interface DatasetVersionInput {
  description?: string;
  /** The version that is changed: items are added, replaced and removed. Without it, `items` are all. */
  base?: number;
  items?: (DatasetItem | DatasetRemoval)[];
  from?: DatasetFrom;
}

/** A version of a data set. */
export interface Dataset {
  name: string;
  version: number;
  description: string;
  /** SHA-256 over the hashes of its items; see docs/datasets.md. */
  hash: string;
  counts: DatasetCounts;
  /** Items of each split. */
  splits: { [split: string]: number };
  origin: DatasetOrigin;
  createdAt: string;
}

export interface DatasetCounts {
  items: number;
  /** Items with at least one label. */
  labelled: number;
  /** Bytes of their canonical JSON. */
  bytes: number;
  /** Items that were erased since; the other counts, and the hash, are of what was made. */
  erased: number;
}

/** What a version was made from: its items were sent, unless `from` says otherwise. */
export interface DatasetOrigin {
  /** The version that was changed. */
  base: number | null;
  from: DatasetFrom | null;
}

export interface DatasetUploadInput {
  description?: string;
  base?: number;
}

/** A version in the making. */
export interface DatasetUpload {
  id: string;
  name: string;
  status: 'open' | 'sealing' | 'sealed';
  base: number | null;
  /** Lines taken so far. */
  lines: number;
  /** The version that it became; null until it is sealed. */
  version: number | null;
  createdAt: string;
  /** When it is removed unless more is added. */
  expiresAt: string;
}

export interface DatasetAppend {
  items: (DatasetItem | DatasetRemoval)[];
}

export interface DatasetItemFilter extends PageQuery {
  split?: string;
  /** With each of these tags. */
  tag?: string[];
}

/** A content that an item has or had. */
export interface DatasetItemState {
  hash: string;
  /** The first version with it. */
  since: number;
  /** The first version without it; null if the newest has it. */
  until: number | null;
}

/** An item with its history. */
export interface DatasetItemRecord {
  item: DatasetItem;
  /** SHA-256 of its canonical JSON. */
  hash: string;
  /** Newest first. */
  history: DatasetItemState[];
}

export interface DatasetChange {
  id: string;
  change: 'added' | 'removed' | 'changed';
  /** JSON pointers of the fields that differ. */
  fields: string[];
  /** The item in the base, if requested with `include`. */
  before?: DatasetItem;
  /** The item in the version, if requested with `include`. */
  after?: DatasetItem;
}

export interface DatasetDiffCounts {
  added: number;
  removed: number;
  changed: number;
  unchanged: number;
}

/** A page of what differs between two versions. */
export interface DatasetDiff {
  dataset: DatasetIdentity;
  base: DatasetIdentity;
  /** null on later pages. */
  counts: DatasetDiffCounts | null;
  items: DatasetChange[];
  nextCursor: string | null;
}

export interface DatasetDiffQuery extends PageQuery {
  /** `items` adds both states of each item. */
  include?: 'items';
}
