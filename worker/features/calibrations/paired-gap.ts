import type { Estimate } from '@assay/schema/types.ts';
import { studentCritical } from '../../core/statistics/distributions/student.ts';
import { estimateWithin } from '../../core/statistics/estimate.ts';
import { momentsOf } from '../../core/statistics/moments.ts';

/**
 * The mean of paired differences, each −1, 0 or 1, with Student's interval.
 *
 * @param gaps at least one
 */
export function gapInterval(gaps: readonly number[], coverage: number): Estimate {
  const { count, mean, variance } = momentsOf(gaps);
  if (count < 2) return { value: mean, low: -1, high: 1 };
  // That few items do not differ is no proof that none does: one more is counted that differs.
  const least = (1 / (count + 1)) * (1 - 1 / (count + 1));
  const error = Math.sqrt(Math.max(variance, least) / (count - 1));
  return estimateWithin(mean, studentCritical(coverage, count - 1) * error, -1, 1);
}
