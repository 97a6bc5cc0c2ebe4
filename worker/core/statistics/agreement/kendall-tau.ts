import { normalCritical } from '../distributions/normal.ts';
import type { Estimate } from '../estimate.ts';
import { correlationInterval } from './correlation.ts';

/**
 * Kendall's tau-b: of the pairs of items that neither rater ties, how many more are in the same order
 * than in the opposite one, corrected for ties.
 *
 * Source: Kendall 1945; Knight 1966 for counting in n log n; Fieller, Hartley & Pearson 1957 and
 * Bonett & Wright 2000 for the interval.
 * @param pairs what both raters said of each item
 * @param coverage of the interval, between 0 and 1
 * @returns null if one side does not vary
 */
export function kendallTau(
  pairs: readonly (readonly [number, number])[],
  coverage = 0.95,
): Estimate | null {
  const n = pairs.length;
  const sorted = pairs.toSorted(([a, b], [c, d]) => a - c || b - d);
  const seconds = sorted.map(([, second]) => second);
  const all = (n * (n - 1)) / 2;
  const tiedFirst = tiedPairs(sorted, (one, other) => one[0] === other[0]);
  const tiedBoth = tiedPairs(sorted, (one, other) => one[0] === other[0] && one[1] === other[1]);
  const discordant = sortAndCountSwaps(seconds);
  const tiedSecond = tiedPairs(seconds, (one, other) => one === other);
  const scale = Math.sqrt((all - tiedFirst) * (all - tiedSecond));
  if (!(scale > 0)) return null;
  const concordantLessDiscordant = all - tiedFirst - tiedSecond + tiedBoth - 2 * discordant;
  const value = Math.max(-1, Math.min(1, concordantLessDiscordant / scale));
  return correlationInterval(value, {
    nearest: 1 - 4 / (n * (n - 1)),
    margin: () => normalCritical(coverage) * Math.sqrt(0.437 / (n - 4)),
    isDefined: n > 4,
  });
}

/** How many pairs of a sorted list are the same. */
function tiedPairs<T>(sorted: readonly T[], isSame: (one: T, other: T) => boolean): number {
  let tied = 0;
  let run = 0;
  let before: T | undefined;
  for (const value of sorted) {
    run = before !== undefined && isSame(before, value) ? run + 1 : 0;
    tied += run;
    before = value;
  }
  return tied;
}

/** Sorts a list in place, by merging, and counts the pairs that were in the wrong order. */
function sortAndCountSwaps(values: number[]): number {
  let from = Float64Array.from(values);
  let to = new Float64Array(values.length);
  let swaps = 0;
  for (let width = 1; width < values.length; width *= 2) {
    for (let start = 0; start < values.length; start += 2 * width) {
      const middle = Math.min(start + width, values.length);
      const end = Math.min(start + 2 * width, values.length);
      let [left, right] = [start, middle];
      for (let at = start; at < end; at += 1) {
        const takeLeft = right >= end || (left < middle && (from[left] ?? 0) <= (from[right] ?? 0));
        if (!takeLeft) swaps += middle - left;
        to[at] = from[takeLeft ? left++ : right++] ?? 0;
      }
    }
    [from, to] = [to, from];
  }
  for (const [i, value] of from.entries()) values[i] = value;
  return swaps;
}
