/**
 * How many labels alone would be as certain as `labelled` labels and the judge's scores of `others`
 * more items.
 *
 * Source: Angelopoulos, Duchi & Zrnic 2023 (PPI++), section 6.
 * @param correlation of labels and scores, from -1 to 1
 */
export function effectiveSampleSize(labelled: number, others: number, correlation: number): number {
  return (labelled * (labelled + others)) / (labelled + (1 - correlation ** 2) * others);
}

/** The correlation from which on a tuned judge is worth more than its tuning costs. */
export function leastUsefulCorrelation(labelled: number): number {
  return labelled > 2 ? Math.min(1, 1 / Math.sqrt(labelled - 2)) : 1;
}
