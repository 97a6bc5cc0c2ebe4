/**
 * Probabilities corrected for how many there are: declaring those below 0.05 is wrong about any with
 * a probability of at most 0.05.
 *
 * Source: Holm 1979, "A simple sequentially rejective multiple test procedure".
 * @param probabilities from 0 to 1
 */
export function holm(probabilities: readonly number[]): number[] {
  const order = probabilities.map((_, i) => i);
  order.sort((a, b) => (probabilities[a] ?? 0) - (probabilities[b] ?? 0));
  const corrected = probabilities.map(() => 0);
  let most = 0;
  for (const [rank, i] of order.entries()) {
    most = Math.max(most, Math.min(1, (order.length - rank) * (probabilities[i] ?? 0)));
    corrected[i] = most;
  }
  return corrected;
}
