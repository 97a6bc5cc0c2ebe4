/**
 * The score that a new item's does not exceed with a probability of at least `1 - alpha`, whatever
 * the distribution, as long as the new item is drawn like the others.
 *
 * Source: Vovk, Gammerman & Shafer 2005; Angelopoulos & Bates 2023, "Conformal prediction: a gentle
 * introduction", section 1.
 * @param scores how badly each labelled item fits, of items that nothing was fitted to
 * @param alpha between 0 and 1
 * @returns Infinity if there are too few scores for any finite limit
 */
export function conformalQuantile(scores: readonly number[], alpha: number): number {
  const rank = Math.ceil((scores.length + 1) * (1 - alpha) - 1e-9);
  return scores.toSorted((a, b) => a - b)[rank - 1] ?? Number.POSITIVE_INFINITY;
}
