import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { meanInterval } from './mean-interval.ts';
import { seededRandom } from './random.ts';
import {
  addWeighted,
  effectiveCount,
  NO_WEIGHTS,
  unweighted,
  weightedMean,
  weightedShareOf,
  weighValue,
} from './weighted-mean.ts';

const sumsOf = (items: readonly { value: number; weight: number }[]) =>
  items.map(({ value, weight }) => weighValue(value, weight)).reduce(addWeighted, NO_WEIGHTS);

const anItem = fc.record({
  value: fc.double({ min: 0, max: 1, noNaN: true }),
  weight: fc.double({ min: 0.1, max: 10, noNaN: true }),
});

describe('a weighted mean', () => {
  test('of values that weigh the same is the plain one, in any unit', () => {
    const values = [0.5, 0.6, 0.7, 0.9];
    const plain = meanInterval(4, 2.7, 1.91);
    const weighted = weightedMean(sumsOf(values.map((value) => ({ value, weight: 3 }))));
    expect(weighted?.value).toBeCloseTo(plain.value, 12);
    expect(weighted?.low).toBeCloseTo(plain.low, 9);
    expect(weightedMean(unweighted(4, 2.7, 1.91))?.high).toBeCloseTo(plain.high, 9);
  });

  test('counts what weighs more for more, and is less certain for it', () => {
    const sums = sumsOf([
      ...Array.from({ length: 10 }, () => ({ value: 1, weight: 1 })),
      ...Array.from({ length: 10 }, () => ({ value: 0, weight: 9 })),
    ]);
    expect(weightedMean(sums)?.value).toBeCloseTo(0.1, 12);
    expect(effectiveCount(sums)).toBeCloseTo(100 ** 2 / 820, 9);
    expect(weightedShareOf(sums)?.value).toBeCloseTo(0.1, 12);
  });

  test('is not certain although no value differs, and is none where nothing weighs', () => {
    const same = weightedMean(sumsOf(Array.from({ length: 9 }, () => ({ value: 1, weight: 2 }))));
    expect(same?.low).toBeLessThan(0.9);
    expect(weightedMean(sumsOf([{ value: 0.5, weight: 1 }]))).toEqual({
      ...{ value: 0.5, low: 0, high: 1 },
    });
    expect(weightedMean(sumsOf([{ value: 0.5, weight: 0 }]))).toBeNull();
    expect(weightedShareOf(NO_WEIGHTS)).toBeNull();
  });

  test('does not depend on the unit of the weights, and lies within the range', () => {
    fc.assert(
      fc.property(fc.array(anItem, { minLength: 1, maxLength: 50 }), (items) => {
        const found = weightedMean(sumsOf(items));
        const doubled = weightedMean(
          sumsOf(items.map(({ value, weight }) => ({ value, weight: 2 * weight }))),
        );
        if (found === null || doubled === null) throw new Error('no mean');
        expect(doubled.low).toBeCloseTo(found.low, 6);
        expect(0 <= found.low && found.low <= found.value + 1e-9).toBe(true);
        expect(found.value <= found.high + 1e-9 && found.high <= 1).toBe(true);
      }),
    );
  });

  test('covers the mean of all of which a part was drawn with unequal probabilities', () => {
    const random = seededRandom(1);
    const worlds = 600;
    let covered = 0;
    for (let world = 0; world < worlds; world += 1) {
      // Bad items, a third of all, are drawn four times as often.
      const items = Array.from({ length: 200 }, () => {
        const isBad = random() < 4 / 3 / (4 / 3 + 2 / 3);
        const value = isBad ? 0.5 * random() : 0.5 + 0.5 * random();
        return { value, weight: isBad ? 1 : 4 };
      });
      const found = weightedMean(sumsOf(items));
      covered += found !== null && found.low <= 7 / 12 && found.high >= 7 / 12 ? 1 : 0;
    }
    expect(covered / worlds).toBeGreaterThan(0.92);
    expect(covered / worlds).toBeLessThan(0.98);
  });
});
