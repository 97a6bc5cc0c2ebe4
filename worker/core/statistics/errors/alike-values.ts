import type { Estimate } from '../estimate.ts';
import { wilsonInterval } from '../intervals.ts';

/** The range of values, from `least` to `most`. */
export interface ValueRange {
  least: number;
  most: number;
}

/**
 * The mean of values that are all alike. Their variance is 0, which would say that the mean is certain;
 * but as many others may be there, unseen, as so many passes may hide fails, and be anywhere in the range.
 *
 * Source: Hanley & Lippman-Hand 1983, "If nothing goes wrong, is everything all right?", with Wilson's
 * interval for the share of others.
 * @param count independent values, one or more
 * @param coverage between 0 and 1
 */
export function alikeEstimate(
  value: number,
  count: number,
  { least, most }: ValueRange,
  coverage = 0.95,
): Estimate {
  const hidden = 1 - wilsonInterval(count, count, coverage).low;
  return { value, low: value - hidden * (value - least), high: value + hidden * (most - value) };
}
