/** How well a judge agrees with people. */

export interface Interval {
  value: number;
  low: number;
  high: number;
}

const RESAMPLES = 1_000;

/**
 * A statistic of pairs, with its 95% interval by the percentile bootstrap.
 *
 * Source: B. Efron and R. Tibshirani, "An Introduction to the Bootstrap", 1993, chapter 13.
 * @param random a number from 0 to 1
 */
export function bootstrap<Pair>(
  pairs: readonly Pair[],
  statistic: (pairs: readonly Pair[]) => number,
  random: () => number,
): Interval {
  const resampled = Array.from({ length: RESAMPLES }, () =>
    statistic(pairs.map(() => pairs[Math.floor(random() * pairs.length)] as Pair)),
  )
    .filter((value) => !Number.isNaN(value))
    .sort((a, b) => a - b);
  const at = (share: number) => resampled[Math.round(share * (resampled.length - 1))] ?? Number.NaN;
  return { value: statistic(pairs), low: at(0.025), high: at(0.975) };
}

export type Labels = readonly [human: string, judge: string];

/** Share of pairs with the same label. */
export function accuracy(pairs: readonly Labels[]): number {
  return pairs.filter(([human, judge]) => human === judge).length / pairs.length;
}

/**
 * Agreement beyond chance; NaN where chance alone would agree always.
 *
 * Source: J. Cohen, "A coefficient of agreement for nominal scales", 1960.
 */
export function kappa(pairs: readonly Labels[]): number {
  const share = (place: 0 | 1, label: string) =>
    pairs.filter((pair) => pair[place] === label).length / pairs.length;
  const labels = [...new Set(pairs.flat())];
  const byChance = labels.reduce((sum, label) => sum + share(0, label) * share(1, label), 0);
  return byChance === 1 ? Number.NaN : (accuracy(pairs) - byChance) / (1 - byChance);
}

export type Grades = readonly [human: number, judge: number];

/** Correlation of ranks, ties sharing their mean rank; NaN where one side does not vary. */
export function spearman(pairs: readonly Grades[]): number {
  return pearson(ranks(pairs.map(([human]) => human)), ranks(pairs.map(([, judge]) => judge)));
}

function ranks(values: readonly number[]): number[] {
  const order = values.map((value, i) => ({ value, i })).sort((a, b) => a.value - b.value);
  const ranked = new Array<number>(values.length).fill(0);
  for (let from = 0; from < order.length; ) {
    let to = from;
    while (order[to + 1]?.value === order[from]?.value) to += 1;
    for (const { i } of order.slice(from, to + 1)) ranked[i] = (from + to) / 2;
    from = to + 1;
  }
  return ranked;
}

function pearson(a: readonly number[], b: readonly number[]): number {
  const mean = (values: readonly number[]) =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  let [together, squaresA, squaresB] = [0, 0, 0];
  for (const [i, value] of a.entries()) {
    const [fromA, fromB] = [value - meanA, (b[i] ?? meanB) - meanB];
    together += fromA * fromB;
    squaresA += fromA ** 2;
    squaresB += fromB ** 2;
  }
  return squaresA === 0 || squaresB === 0 ? Number.NaN : together / Math.sqrt(squaresA * squaresB);
}

/** Numbers from 0 to 1 that are the same for the same seed. Source: Mulberry32, T. Ettinger. */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
