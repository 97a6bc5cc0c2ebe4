/** A sample that is judged again and again. */
export interface Anchor {
  /** Id of the item of the data set. */
  id: string;
  /** What people say it is worth, from 0 to 1; null where the judge's own first scores count. */
  label: number | null;
}

/** Anchors of a version of a data set, in the order they are judged in. */
export interface AnchorSet {
  /** Name and version. */
  dataset: string;
  anchors: readonly Anchor[];
}

/** An anchor that is to be judged. */
export interface AnchorTurn {
  /** Counts all turns from 0: each is taken once. */
  number: number;
  id: string;
}

/** What judging an anchor came to. */
export interface AnchorDraw {
  number: number;
  atMs: number;
  /** Null if it could not be judged, or the judge abstained. */
  value: number | null;
  costUsd: number;
  /** What decided it, such as `judge model of faithfulness`. */
  versions: Record<string, string>;
}
