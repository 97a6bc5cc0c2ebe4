/** A version of a data set. */
export interface DatasetIdentity {
  name: string;
  version: number;
  hash: string;
}

/** Items of a version: all, or those of a split and with all of some tags. */
export type DatasetSelection = string | DatasetPart;

export interface DatasetPart {
  /** `name` for the newest version, or `name@3`. */
  name: string;
  split?: string;
  tags?: string[];
}

/** The items that a batch scores. */
export interface SelectedDataset extends DatasetIdentity {
  split: string | null;
  tags: string[];
}
