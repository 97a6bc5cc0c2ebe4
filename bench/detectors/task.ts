import type { JsonObject, Sample } from '@assay/schema/types.ts';

/** A sample, and whether a person says that what the detector looks for is in it. */
export interface Labelled {
  sample: Sample;
  isPositive: boolean;
}

/** What people use in JavaScript for the same, on the same samples. */
export interface Beside {
  library: string;
  /** How sure it is that the sample is positive, from 0 to 1; only 0 and 1 where it just says yes or no. */
  certainty(sample: Sample): number | Promise<number>;
}

/** Labelled samples that one detector is measured on. */
export interface Task {
  detector: string;
  params?: JsonObject;
  /** The samples by where they are from. */
  sources: Readonly<Record<string, readonly Labelled[]>>;
  beside?: readonly Beside[];
}

/** Makes the tasks of one detector out of the rows of labelled data; none where its files are absent. */
export type MakeTasks = (data: DataFolder) => Task[];

/** The folder of labelled data. */
export interface DataFolder {
  path: string;
  /** The rows of a file; none where it is absent. */
  rows<Row>(file: string): Row[];
}
