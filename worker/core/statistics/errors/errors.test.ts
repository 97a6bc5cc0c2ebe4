import { describe, expect, test } from 'vitest';
import { mean } from '../moments.ts';
import { bcaCorrections, bcaInterval } from './bca-bootstrap.ts';
import { clusteredMean } from './clustered-mean.ts';
import { itemsForPaired, itemsForShares } from './sample-size.ts';

describe('a clustered mean', () => {
  const values = Array.from({ length: 20 }, (_, i) => ({ value: i, cluster: String(i % 4) }));

  test('has the standard error that Inspect gives, corrected for few clusters', () => {
    const { value, standardError, low, high } = clusteredMean(values);
    expect(value).toBe(9.5);
    expect(standardError).toBeCloseTo(0.559017 * Math.sqrt(4 / 3), 6);
    // Student with 3 degrees of freedom: 3.1824.
    expect(high - low).toBeCloseTo(2 * 3.182446 * standardError, 5);
  });

  test('of clusters of one is the usual one', () => {
    const alone = values.map(({ value }) => ({ value, cluster: String(value) }));
    expect(clusteredMean(alone).standardError).toBeCloseTo(1.3228757, 7);
  });

  test('needs two clusters', () => {
    expect(() => clusteredMean([{ value: 1, cluster: 'a' }])).toThrow('at least 2 clusters');
  });
});

describe('the size of a comparison', () => {
  test("is that of Miller's examples", () => {
    expect(itemsForPaired(0.03, { between: 1 / 9 })).toBe(969);
    const side = { variance: 1 / 6, repeats: 1 };
    expect(itemsForPaired(0.03, { between: 1 / 9, within: [side, side] })).toBe(3876);
  });

  test('of unpaired shares is 1,091 an arm for .75 against .80', () => {
    expect(itemsForShares(0.75, 0.8)).toBe(1091);
    expect(itemsForShares(0.8, 0.75)).toBe(1091);
    expect(() => itemsForShares(0.8, 0.8)).toThrow('must not be 0');
  });
});

describe('the BCa bootstrap', () => {
  const values = [1, 2, 4, 7, 11];
  /** The mean of every one of the 5⁵ resamples. */
  const replicates = Array.from({ length: 5 ** 5 }, (_, number) =>
    mean(values.map((__, place) => values[Math.floor(number / 5 ** place) % 5] ?? 0)),
  );

  test('over all resamples has the exact corrections and limits', () => {
    const { bias, acceleration } = bcaCorrections(values, mean, replicates);
    expect(bias).toBeCloseTo(0.0445324, 6);
    expect(acceleration).toBeCloseTo(0.0410305, 6);
    const { value, low, high } = bcaInterval(values, mean, replicates);
    expect([value, low, high]).toEqual([5, expect.closeTo(2.4, 9), expect.closeTo(8.8, 9)]);
  });

  test('of equal values has no width', () => {
    expect(bcaInterval([3, 3, 3], mean, [3, 3, 3])).toEqual({ value: 3, low: 3, high: 3 });
  });
});
