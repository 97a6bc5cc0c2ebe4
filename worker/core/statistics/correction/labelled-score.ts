import { mean, sum } from '../moments.ts';

/** One item that both a person and the judge have looked at. */
export interface LabelledScore {
  /** What the person said, from 0 to 1; 0 or 1 for fail or pass. */
  label: number;
  /** What the judge said, from 0 to 1. */
  score: number;
  /** 1 by the probability with which the item was drawn to be labelled; the same for all if omitted. */
  weight?: number;
}

/** Weights that add up to the number of items. */
export function weightsOf(items: readonly LabelledScore[]): number[] {
  const weights = items.map(({ weight = 1 }) => weight);
  const average = mean(weights);
  if (!(average > 0) || weights.some((weight) => !(weight > 0))) {
    throw new RangeError('Every weight must be above 0: 1 by the probability of being drawn.');
  }
  return weights.map((weight) => weight / average);
}

/**
 * How many items without weights would be as certain.
 *
 * Source: Kish 1965, section 11.7.
 */
export function kishCount(weights: readonly number[]): number {
  return sum(weights) ** 2 / sum(weights.map((weight) => weight ** 2));
}

/**
 * By how many items the spread is decided: all if they are equally far from the mean, few if it hangs
 * on a few that are far out. The participation ratio of the squared deviations.
 */
export function countThatDecides(
  values: readonly number[],
  weights: readonly number[] = values.map(() => 1),
): number {
  const centre = sum(values.map((value, i) => value * (weights[i] ?? 0))) / sum(weights);
  const squares = values.map((value, i) => ((weights[i] ?? 0) * (value - centre)) ** 2);
  const fourth = sum(squares.map((square) => square ** 2));
  return fourth === 0 ? 0 : sum(squares) ** 2 / fourth;
}
