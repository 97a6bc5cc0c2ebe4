/**
 * Logistic regression over sparse rows, by AdaGrad with an L2 penalty. The order of the rows comes from a
 * seed, so that the same rows give the same weights; the weights are the mean of those after each epoch
 * of the second half, so that the order matters less.
 *
 * Sources: Duchi, Hazan and Singer 2011, Adaptive Subgradient Methods; Polyak and Juditsky 1992,
 * Acceleration of Stochastic Approximation by Averaging.
 */
import { seededRandom } from '../worker/core/statistics/random.ts';
import { shuffled } from './shuffled.ts';

export interface SparseRow {
  features: Int32Array;
  values: Float32Array;
  label: number;
  /** How much the row counts; 1 for one that counts in full. */
  weight: number;
}

export interface LogisticOptions {
  features: number;
  epochs?: number;
  rate?: number;
  /** Penalty on the square of each weight. */
  l2?: number;
  seed?: number;
  /** What the weights start from, and what the penalty draws them to; nought when left out. */
  prior?: Float64Array;
}

export interface Logistic {
  bias: number;
  weights: Float64Array;
}

export function trainLogistic(
  rows: readonly SparseRow[],
  { features, epochs = 12, rate = 0.2, l2 = 1e-5, seed = 1, prior }: LogisticOptions,
): Logistic {
  const weights = prior ? prior.slice() : new Float64Array(features);
  const squares = new Float64Array(features).fill(1e-6);
  const random = seededRandom(seed);
  let bias = 0;
  let biasSquares = 1e-6;
  const mean: Logistic = { bias: 0, weights: new Float64Array(features) };
  const averaged = Math.ceil(epochs / 2);
  for (let epoch = 0; epoch < epochs; epoch++) {
    for (const { features: at, values, label, weight } of shuffled(rows, random)) {
      let logit = bias;
      for (let k = 0; k < at.length; k++) logit += (weights[at[k] ?? 0] ?? 0) * (values[k] ?? 0);
      const slope = weight * (1 / (1 + Math.exp(-logit)) - label);
      biasSquares += slope * slope;
      bias -= (rate * slope) / Math.sqrt(biasSquares);
      for (let k = 0; k < at.length; k++) {
        const feature = at[k] ?? 0;
        const value = weights[feature] ?? 0;
        const gradient = slope * (values[k] ?? 0) + l2 * (value - (prior?.[feature] ?? 0));
        const square = (squares[feature] ?? 0) + gradient * gradient;
        squares[feature] = square;
        weights[feature] = value - (rate * gradient) / Math.sqrt(square);
      }
    }
    if (epoch < epochs - averaged) continue;
    mean.bias += bias / averaged;
    for (let i = 0; i < features; i++) {
      mean.weights[i] = (mean.weights[i] ?? 0) + (weights[i] ?? 0) / averaged;
    }
  }
  return mean;
}

export function logitOf({ bias, weights }: Logistic, { features, values }: SparseRow): number {
  let logit = bias;
  for (let k = 0; k < features.length; k++) {
    logit += (weights[features[k] ?? 0] ?? 0) * (values[k] ?? 0);
  }
  return logit;
}
