/** A number estimated from data, with an interval that covers the true one at the level asked for. */
export interface Estimate {
  value: number;
  low: number;
  high: number;
}

/** The value plus and minus a margin, within a range. */
export function estimateWithin(
  value: number,
  margin: number,
  least: number,
  most: number,
): Estimate {
  return { value, low: Math.max(least, value - margin), high: Math.min(most, value + margin) };
}
