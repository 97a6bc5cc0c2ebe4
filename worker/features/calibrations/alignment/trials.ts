import type { CandidateKind, JsonObject, ScorerSettings } from '@assay/schema/types.ts';

/** What an alignment is held to, as it is kept. */
export interface AlignTerms {
  folds: number;
  examples: number;
  rewrite: boolean;
}

/** A definition that is tried. */
export interface TrialScorer {
  kind: CandidateKind;
  params: JsonObject;
}

/** A part of the labels, and what is tried on it that was made from the others. */
export interface TrialFold {
  /** What the id of its batch is made from. */
  seed: string;
  /** Places of its samples in the batch of the calibration. */
  places: number[];
  scorers: TrialScorer[];
}

/** What is tried: settled once, before anything of it is scored. */
export interface Trials {
  folds: TrialFold[];
  /** Made from all labels: what is offered. */
  offered: TrialScorer[];
  /** Why a model could not rewrite the criterion. */
  unwritten: string | null;
}

/** The scorer of a trial as a batch runs it. */
export function toReference(
  { kind, params }: TrialScorer,
  threshold: number | null,
): ScorerSettings {
  return { scorer: 'rubric', params, threshold, as: kind };
}

/** The labels dealt out into folds, good and bad ones in turn. */
export function dealOut<Item extends { isGood: boolean }>(
  items: readonly Item[],
  folds: number,
): Item[][] {
  const dealt = { good: 0, bad: 0 };
  const hands: Item[][] = Array.from({ length: folds }, () => []);
  for (const item of items) {
    const kind = item.isGood ? 'good' : 'bad';
    hands[dealt[kind] % folds]?.push(item);
    dealt[kind] += 1;
  }
  return hands.filter((hand) => hand.length > 0);
}
