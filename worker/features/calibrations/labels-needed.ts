import type { CalibrationCounts, CalibrationWidth, Estimate } from '@assay/schema/types.ts';
import { wilsonInterval } from '../../core/statistics/intervals.ts';

/** More than this nobody labels. */
const MOST = 1_000_000;

/**
 * How many more labels would bring the interval of the agreement to a width, if it stays what it is.
 * Labels that count unequally are worth fewer; so are those that are added like them.
 */
export function labelsNeeded(
  agreement: Estimate,
  { used, effective }: Pick<CalibrationCounts, 'used' | 'effective'>,
  asked: number,
): CalibrationWidth {
  const widthAt = (n: number) => {
    const { low, high } = wilsonInterval(agreement.value * n, n);
    return high - low;
  };
  const now = agreement.high - agreement.low;
  let [low, high] = [effective, MOST];
  if (widthAt(effective) <= asked) return { now, asked, more: 0 };
  while (high - low > 0.5) {
    const middle = (low + high) / 2;
    if (widthAt(middle) <= asked) high = middle;
    else low = middle;
  }
  return { now, asked, more: Math.ceil((high - effective) * (used / effective)) };
}
