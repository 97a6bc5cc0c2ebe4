import { studentCritical } from './distributions/student.ts';
import { alikeEstimate } from './errors/alike-values.ts';
import { type Estimate, estimateWithin } from './estimate.ts';

const RANGE = { least: 0, most: 1 };
/** What sums of values that are all alike may leave of a variance, because they are rounded. */
const ROUNDING = 1e-12;

/**
 * A mean with Student's interval; of one value the interval is the whole range from 0 to 1, since
 * one value says nothing of the spread. Values that are all alike have the interval of what so few of
 * them leave open.
 *
 * @param count of values, each from 0 to 1
 */
export function meanInterval(count: number, sum: number, sumOfSquares: number): Estimate {
  const value = sum / count;
  if (count === 1) return { value, low: 0, high: 1 };
  const variance = Math.max(0, (sumOfSquares - (sum * sum) / count) / (count - 1));
  if (variance < ROUNDING) return alikeEstimate(value, count, RANGE);
  const spread = studentCritical(0.95, count - 1) * Math.sqrt(variance / count);
  return estimateWithin(value, spread, 0, 1);
}
