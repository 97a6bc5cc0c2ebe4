/** The sums of a tabular CUSUM, both from 0. */
export interface Cusum {
  upper: number;
  lower: number;
}

/**
 * The tabular CUSUM: how far values have run above and below a target, beyond an allowance for each. It
 * has no guarantee of false alarms without knowing the distribution.
 *
 * Source: Page 1954; Montgomery, "Introduction to Statistical Quality Control", section 9.1.
 */
export function cusumStep(
  { upper, lower }: Cusum,
  value: number,
  { target, allowance }: { target: number; allowance: number },
): Cusum {
  return {
    upper: Math.max(0, upper + value - target - allowance),
    lower: Math.max(0, lower + target - value - allowance),
  };
}

/** The state of a Page-Hinkley test for an increase; for a decrease, give it the negated values. */
export interface PageHinkley {
  count: number;
  mean: number;
  sum: number;
  least: number;
}

export const PAGE_HINKLEY_START: PageHinkley = { count: 0, mean: 0, sum: 0, least: 0 };

/**
 * The Page-Hinkley test: how far values have run above their own mean so far. Alarm when `sum - least`
 * exceeds a limit.
 *
 * Source: Page 1954; Mouss, Mouss, Mouss & Sefouhi 2004.
 */
export function pageHinkleyStep(
  { count, mean, sum, least }: PageHinkley,
  value: number,
  allowance: number,
): PageHinkley {
  const next = mean + (value - mean) / (count + 1);
  const ran = sum + value - next - allowance;
  return { count: count + 1, mean: next, sum: ran, least: Math.min(least, ran) };
}
