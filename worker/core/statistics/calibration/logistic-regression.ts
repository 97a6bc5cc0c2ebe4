/** One row of a regression: its features, the share of passes that is aimed at, and its weight. */
export interface RegressionRow {
  features: readonly number[];
  target: number;
  weight: number;
}

const MOST_STEPS = 100;
// Keeps separable data finite; far too small to be seen otherwise.
const RIDGE = 1e-8;

/**
 * The weights of the features, and last the constant, that make the targets likeliest, by Newton's
 * method with halved steps.
 *
 * Source: Lin, Lin & Weng 2007, "A note on Platt's probabilistic outputs for support vector machines".
 */
export function fitLogistic(rows: readonly RegressionRow[]): number[] {
  const size = (rows[0]?.features.length ?? 0) + 1;
  let weights = new Array<number>(size).fill(0);
  let loss = lossOf(rows, weights);
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const direction = newtonStep(rows, weights);
    let scale = 1;
    let next = weights;
    let nextLoss = Number.POSITIVE_INFINITY;
    while (scale > 1e-10) {
      next = weights.map((weight, i) => weight - scale * (direction[i] ?? 0));
      nextLoss = lossOf(rows, next);
      if (nextLoss <= loss) break;
      scale /= 2;
    }
    const gain = loss - nextLoss;
    if (!(gain >= 0)) break;
    weights = next;
    loss = nextLoss;
    if (gain < 1e-14 * (1 + Math.abs(loss))) break;
  }
  return weights;
}

export function sigmoid(logit: number): number {
  return logit >= 0 ? 1 / (1 + Math.exp(-logit)) : Math.exp(logit) / (1 + Math.exp(logit));
}

function logitOf({ features }: RegressionRow, weights: readonly number[]): number {
  return features.reduce(
    (sum, feature, i) => sum + feature * (weights[i] ?? 0),
    weights[features.length] ?? 0,
  );
}

function lossOf(rows: readonly RegressionRow[], weights: readonly number[]): number {
  let loss = (RIDGE / 2) * weights.reduce((sum, weight) => sum + weight * weight, 0);
  for (const row of rows) {
    const logit = logitOf(row, weights);
    const softplus = Math.max(0, logit) + Math.log1p(Math.exp(-Math.abs(logit)));
    loss += row.weight * (softplus - row.target * logit);
  }
  return loss;
}

function newtonStep(rows: readonly RegressionRow[], weights: readonly number[]): number[] {
  const gradient = weights.map<number>((weight) => RIDGE * weight);
  const hessian = weights.map((_, i) => weights.map<number>((__, j) => (i === j ? RIDGE : 0)));
  for (const row of rows) {
    const share = sigmoid(logitOf(row, weights));
    const inputs = [...row.features, 1];
    const curvature = row.weight * share * (1 - share);
    for (const [i, input] of inputs.entries()) {
      gradient[i] = (gradient[i] ?? 0) + row.weight * (share - row.target) * input;
      const line = hessian[i] ?? [];
      for (const [j, other] of inputs.entries())
        line[j] = (line[j] ?? 0) + curvature * input * other;
    }
  }
  return solve(hessian, gradient);
}

/** Gaussian elimination of a symmetric, positive definite system. */
function solve(matrix: number[][], right: number[]): number[] {
  const rows = matrix.map((line, i) => [...line, right[i] ?? 0]);
  const size = rows.length;
  for (const [at, pivot] of rows.entries()) {
    const scale = pivot[at] ?? 1;
    for (const [i, row] of rows.entries()) {
      if (i === at) continue;
      const factor = (row[at] ?? 0) / scale;
      for (let j = at; j <= size; j += 1) row[j] = (row[j] ?? 0) - factor * (pivot[j] ?? 0);
    }
  }
  return rows.map((row, i) => (row[size] ?? 0) / (row[i] ?? 1));
}
