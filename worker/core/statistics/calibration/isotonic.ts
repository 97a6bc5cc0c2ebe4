import type { LabelledProbability } from './labelled-probability.ts';

export interface IsotonicCalibrator {
  method: 'isotonic';
  /** Scores in ascending order, and the probability at each; in between it is interpolated. */
  points: readonly (readonly [score: number, probability: number])[];
}

/**
 * The values, each as near as possible to its own, that never fall: pools neighbours that do.
 *
 * Source: Barlow et al. 1972, "pool adjacent violators", as in scikit-learn's `isotonic_regression`.
 * @param values in order
 * @param weights above 0, one a value; 1 if omitted
 */
export function poolAdjacentViolators(
  values: readonly number[],
  weights: readonly number[] = values.map(() => 1),
): number[] {
  const blocks: { value: number; weight: number; count: number }[] = [];
  for (const [i, value] of values.entries()) {
    let block = { value, weight: weights[i] ?? 1, count: 1 };
    for (let last = blocks.at(-1); last && last.value >= block.value; last = blocks.at(-1)) {
      blocks.pop();
      const weight = last.weight + block.weight;
      block = {
        value: (last.value * last.weight + block.value * block.weight) / weight,
        weight,
        count: last.count + block.count,
      };
    }
    blocks.push(block);
  }
  return blocks.flatMap(({ value, count }) => new Array<number>(count).fill(value));
}

/**
 * Isotonic calibration: the probability may take any course that does not fall with the score. It
 * needs about 1,000 labels before it follows the judge more than chance.
 *
 * Source: Zadrozny & Elkan 2002, "Transforming classifier scores into accurate multiclass probability
 * estimates".
 * @param labelled at least one
 */
export function fitIsotonic(labelled: readonly LabelledProbability[]): IsotonicCalibrator {
  const byScore = new Map<number, { passes: number; weight: number }>();
  for (const { score, isPass, weight = 1 } of labelled) {
    const at = byScore.get(score) ?? { passes: 0, weight: 0 };
    byScore.set(score, {
      passes: at.passes + (isPass ? weight : 0),
      weight: at.weight + weight,
    });
  }
  const sorted = [...byScore].sort(([a], [b]) => a - b);
  const probabilities = poolAdjacentViolators(
    sorted.map(([, { passes, weight }]) => passes / weight),
    sorted.map(([, { weight }]) => weight),
  );
  const points = sorted.map(([score], i) => [score, probabilities[i] ?? 0] as const);
  // Of each level only its ends are needed.
  const isEnd = (i: number) =>
    points[i - 1]?.[1] !== points[i]?.[1] || points[i + 1]?.[1] !== points[i]?.[1];
  return { method: 'isotonic', points: points.filter((_, i) => isEnd(i)) };
}

export function applyIsotonic({ points }: IsotonicCalibrator, score: number): number {
  const above = points.findIndex(([at]) => at >= score);
  const upper = points.at(above);
  if (upper === undefined) return 0.5;
  const lower = points[above - 1];
  if (above <= 0 || lower === undefined) return upper[1];
  const share = (score - lower[0]) / (upper[0] - lower[0]);
  return lower[1] + share * (upper[1] - lower[1]);
}
