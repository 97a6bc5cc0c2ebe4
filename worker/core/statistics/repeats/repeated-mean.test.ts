import { describe, expect, test } from 'vitest';
import { wilsonInterval } from '../intervals.ts';
import { seededRandom } from '../random.ts';
import { pairAgreement, wordingDistance } from './consistency.ts';
import { positionCurve } from './position-curve.ts';
import { repeatedMean } from './repeated-mean.ts';

describe('a mean over repeated items', () => {
  test('of single passes is nearly that of Wilson, a little wider by Student’s quantile', () => {
    const items = [...new Array(18).fill([1]), ...new Array(2).fill([0])];
    const [found, wilson] = [repeatedMean(items), wilsonInterval(18, 20)];
    expect(found.value).toBeCloseTo(0.9, 12);
    expect(found.low).toBeLessThan(wilson.low);
    expect(found.low).toBeGreaterThan(wilson.low - 0.02);
    expect(found.high).toBeCloseTo(wilson.high, 2);
  });

  test('does not count repeats that say the same as more items', () => {
    const once = Array.from({ length: 20 }, (_, i) => [i % 2]);
    const thrice = once.map(([value = 0]) => [value, value, value]);
    expect(repeatedMean(thrice)).toEqual(repeatedMean(once));
  });

  test('is narrower where repeats differ than where items do', () => {
    const byItem = Array.from({ length: 20 }, (_, i) => (i % 2 ? [1, 1] : [0, 0]));
    const byRepeat = Array.from({ length: 20 }, (_, i) => (i % 4 === 0 ? [1, 1] : [0, 1]));
    const width = ({ low, high }: { low: number; high: number }) => high - low;
    expect(width(repeatedMean(byRepeat))).toBeLessThan(0.7 * width(repeatedMean(byItem)));
  });

  test('of one item says nothing of others, and of equal ones what they can hide', () => {
    expect(repeatedMean([[1, 1, 1]])).toEqual({ value: 1, low: 0, high: 1 });
    const { low, high } = repeatedMean(new Array(20).fill([1, 1]));
    expect([low, high]).toEqual([wilsonInterval(20, 20).low, 1]);
  });
});

describe('agreement and distance', () => {
  test('of answers is the share of equal pairs', () => {
    expect(
      pairAgreement([
        ['a', 'a', 'a'],
        ['a', 'a', 'b'],
        ['a', 'b', 'c'],
      ]),
    ).toEqual([1, 1 / 3, 0]);
    expect(() => pairAgreement([['a']])).toThrow('two answers');
  });

  test('of wordings is the mean over their pairs', () => {
    expect(wordingDistance([0.5, 1, 0.75])).toBeCloseTo(1 / 3, 12);
  });
});

describe('a curve over depths', () => {
  const depths = [0, 0.25, 0.5, 0.75, 1];
  const draw = (right: readonly number[], random: () => number) =>
    Array.from({ length: 40 }, (_, item) =>
      depths.map((depth, i) => ({
        ...{ item: String(item), depth },
        values: [random() < (right[i] ?? 0) ? 1 : 0],
      })),
    ).flat();

  test('covers the true curve as a whole, and the loss of the middle', () => {
    const right = [0.9, 0.75, 0.6, 0.75, 0.9];
    const random = seededRandom(4);
    let [whole, middle] = [0, 0];
    for (let world = 0; world < 300; world += 1) {
      const curve = positionCurve(draw(right, random));
      const isIn = curve.points.every(
        ({ mean: { low, high } }, i) => low <= (right[i] ?? 0) && (right[i] ?? 0) <= high,
      );
      whole += isIn ? 1 : 0;
      const { low = 1, high = -1 } = curve.middle?.difference ?? {};
      middle += low <= -0.2 && -0.2 <= high ? 1 : 0;
    }
    // 95% of 300 are 285; 273 are three standard errors below.
    expect(whole).toBeGreaterThan(273);
    expect(middle).toBeGreaterThan(273);
  });

  test('that is flat is hardly ever taken for one that is not', () => {
    const random = seededRandom(5);
    const flat = Array.from({ length: 200 }, () =>
      positionCurve(draw([0.8, 0.8, 0.8, 0.8, 0.8], random)),
    );
    const found = flat.filter(({ middle }) => (middle?.probability ?? 1) < 0.05);
    expect(found.length).toBeLessThan(20);
  });

  test('without both ends has no middle', () => {
    const values = draw([1, 1, 1, 1, 1], seededRandom(1)).filter(({ depth }) => depth < 1);
    expect(positionCurve(values).middle).toBeNull();
  });
});
