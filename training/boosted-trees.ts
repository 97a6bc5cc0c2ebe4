/**
 * Gradient-boosted trees for a yes or no: small trees over binned features, each fitted to what the
 * ones before left wrong.
 *
 * Source: Friedman 2001, Greedy Function Approximation; Chen and Guestrin 2016, XGBoost.
 */
import { type Forest, leafOf, type Tree } from '@assay/scorers/detectors/ungrounded/forest.ts';
import { seededRandom } from '../worker/core/statistics/random.ts';

export interface ForestOptions {
  trees?: number;
  depth?: number;
  rate?: number;
  /** Share of the rows that a tree sees. */
  sample?: number;
  /** Penalty on the square of a leaf. */
  l2?: number;
  /** The least sum of second derivatives on either side of a split. */
  leastWeight?: number;
  seed?: number;
}

interface Training {
  rows: readonly (readonly number[])[];
  labels: readonly number[];
  weights: readonly number[];
  cuts: readonly (readonly number[])[];
  bins: readonly Uint8Array[];
  first: Float64Array;
  second: Float64Array;
}

const BINS = 32;

export function trainForest(
  rows: readonly (readonly number[])[],
  labels: readonly number[],
  weights: readonly number[],
  options: ForestOptions = {},
): Forest {
  const { trees = 80, depth = 3, rate = 0.1, sample = 0.7, l2 = 5, leastWeight = 8 } = options;
  const random = seededRandom(options.seed ?? 1);
  const cuts = (rows[0] ?? []).map((_, feature) => cutsOf(rows.map((row) => row[feature] ?? 0)));
  const bins = cuts.map((some, feature) =>
    Uint8Array.from(rows, (row) => some.filter((cut) => (row[feature] ?? 0) >= cut).length),
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const positive = labels.reduce((sum, label, i) => sum + label * (weights[i] ?? 0), 0);
  const bias = Math.log(positive / (total - positive));
  const logits = new Float64Array(rows.length).fill(bias);
  const first = new Float64Array(rows.length);
  const second = new Float64Array(rows.length);
  const training = { rows, labels, weights, cuts, bins, first, second };
  const grown: Tree[] = [];
  for (let t = 0; t < trees; t++) {
    for (let i = 0; i < rows.length; i++) {
      const chance = 1 / (1 + Math.exp(-(logits[i] ?? 0)));
      first[i] = (weights[i] ?? 0) * (chance - (labels[i] ?? 0));
      second[i] = (weights[i] ?? 0) * chance * (1 - chance);
    }
    const seen = rows.flatMap((_, i) => (random() < sample ? [i] : []));
    const tree = grow(training, seen, depth, { l2, leastWeight, rate });
    grown.push(tree);
    for (const [i, row] of rows.entries()) logits[i] = (logits[i] ?? 0) + leafOf(tree, row);
  }
  return { bias, trees: grown };
}

function cutsOf(values: readonly number[]): number[] {
  const sorted = [...values].sort((a, b) => a - b);
  const cuts = Array.from(
    { length: BINS - 1 },
    (_, i) => sorted[Math.floor(((i + 1) * sorted.length) / BINS)] ?? 0,
  );
  return [...new Set(cuts)].filter((cut) => cut > (sorted[0] ?? 0));
}

function grow(
  training: Training,
  seen: readonly number[],
  depth: number,
  how: { l2: number; leastWeight: number; rate: number },
): Tree {
  const { bins, cuts, first, second } = training;
  const sum = (values: Float64Array) => seen.reduce((all, i) => all + (values[i] ?? 0), 0);
  const [slope, weight] = [sum(first), sum(second)];
  const leaf = { leaf: (-how.rate * slope) / (weight + how.l2) };
  if (depth === 0) return leaf;
  let best = { gain: 1e-3, feature: -1, bin: 0 };
  for (const [feature, of] of bins.entries()) {
    const slopes = new Float64Array(BINS + 1);
    const seconds = new Float64Array(BINS + 1);
    for (const i of seen) {
      const bin = of[i] ?? 0;
      slopes[bin] = (slopes[bin] ?? 0) + (first[i] ?? 0);
      seconds[bin] = (seconds[bin] ?? 0) + (second[i] ?? 0);
    }
    let [left, leftWeight] = [0, 0];
    for (let bin = 0; bin < (cuts[feature]?.length ?? 0); bin++) {
      left += slopes[bin] ?? 0;
      leftWeight += seconds[bin] ?? 0;
      const rightWeight = weight - leftWeight;
      if (leftWeight < how.leastWeight || rightWeight < how.leastWeight) continue;
      const right = slope - left;
      const gain =
        left ** 2 / (leftWeight + how.l2) +
        right ** 2 / (rightWeight + how.l2) -
        slope ** 2 / (weight + how.l2);
      if (gain > best.gain) best = { gain, feature, bin };
    }
  }
  if (best.feature < 0) return leaf;
  const isBelow = (i: number) => (bins[best.feature]?.[i] ?? 0) <= best.bin;
  return {
    feature: best.feature,
    below: cuts[best.feature]?.[best.bin] ?? 0,
    yes: grow(training, seen.filter(isBelow), depth - 1, how),
    no: grow(
      training,
      seen.filter((i) => !isBelow(i)),
      depth - 1,
      how,
    ),
  };
}
