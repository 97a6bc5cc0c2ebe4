import type { Estimate } from '../estimate.ts';

interface IntervalOf {
  /** The correlation next to 1 that so many items can have. */
  nearest: number;
  /** Half the width of the interval on Fisher's scale. */
  margin: (correlation: number) => number;
  /** Whether there are enough items for the margin. */
  isDefined: boolean;
}

/**
 * The interval of a rank correlation on Fisher's scale, where 1 would be infinitely far and its
 * interval without width: a complete correlation has the outer limit of itself, and the inner one of
 * the nearest to it.
 *
 * Source: Fisher 1921, the inverse hyperbolic tangent.
 */
export function correlationInterval(
  value: number,
  { nearest, margin, isDefined }: IntervalOf,
): Estimate {
  if (!isDefined) return { value, low: -1, high: 1 };
  const finite = Math.max(-nearest, Math.min(nearest, value));
  const centre = Math.atanh(finite);
  const spread = margin(finite);
  return {
    value,
    low: value === -1 ? -1 : Math.tanh(centre - spread),
    high: value === 1 ? 1 : Math.tanh(centre + spread),
  };
}
