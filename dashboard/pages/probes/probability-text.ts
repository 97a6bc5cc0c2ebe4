/** A probability as "p = 0.012", or "p < 0.001". */
export function probabilityText(probability: number): string {
  return probability < 0.001 ? 'p < 0.001' : `p = ${probability.toFixed(3)}`;
}
