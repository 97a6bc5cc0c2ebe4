/** The most anchors of a monitor that does not say: as many as tell who moved in the measurements. */
export const DEFAULT_ANCHORS = 600;
/** After how many values of the stream an anchor is judged, where the monitor does not say. */
export const DEFAULT_EVERY = 20;

/** A sample that is judged again and again. */
export interface Anchor {
  /** Id of the item of the data set, or of the frozen verdict. */
  id: string;
  /**
   * What it is worth, from 0 to 1: by people's labels, or what the judge said when the verdict was
   * frozen. Null where the judge's own first scores count.
   */
  label: number | null;
}

/** Anchors of a version of a data set, or frozen verdicts, in the order they are judged in. */
export interface AnchorSet {
  /** Name and version; null for frozen verdicts. */
  dataset: string | null;
  /** Id of the batch whose verdicts were frozen; null for others. */
  batch: string | null;
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
  /** Whether there is no such sample any more: it is no anchor from then on. */
  isGone?: boolean;
  costUsd: number;
  /** What decided it, such as `judge model of faithfulness`. */
  versions: Record<string, string>;
}
