/** A judge's score and whether a person passed the item. */
export interface LabelledProbability {
  /** From 0 to 1. */
  score: number;
  isPass: boolean;
  /** 1 by the probability with which the item was drawn to be labelled; 1 if omitted. */
  weight?: number;
}
