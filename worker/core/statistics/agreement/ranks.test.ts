import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../random.ts';
import { kendallTau } from './kendall-tau.ts';
import { krippendorffAlpha, type Scale } from './krippendorff-alpha.ts';
import { spearman } from './spearman.ts';

const alpha = (items: readonly (readonly number[])[], scale: Scale) =>
  krippendorffAlpha(items, scale, { random: seededRandom(1) });
const zip = (first: readonly number[], second: readonly number[]) =>
  first.map((value, i) => [value, second[i] ?? Number.NaN] as const);
const aPair = fc.tuple(fc.nat(6), fc.nat(6));
const somePairs = fc.array(aPair, { minLength: 5, maxLength: 40 });

describe("Krippendorff's alpha", () => {
  test.each([
    [
      'nominal',
      [
        [1, 1, 1],
        [0, 0, 0],
        [1, 1, 1],
        [0, 0, 1],
      ],
      0.6857143,
    ],
    [
      'interval',
      [
        [1, 2],
        [3, 4],
        [1, 1],
      ],
      19 / 24,
    ],
    [
      'ordinal',
      [
        [1, 1],
        [3, 4],
        [5, 5],
      ],
      94 / 99,
    ],
  ] as const)('of a worked example, %s, is as computed by hand', (scale, items, value) => {
    expect(alpha(items, scale)?.value).toBeCloseTo(value, 7);
  });

  // Krippendorff 2011, section C: four observers, twelve units, some missing.
  const OBSERVERS = [
    ...[
      [1, 1, 1],
      [2, 2, 3, 2],
      [3, 3, 3, 3],
      [3, 3, 3, 3],
      [2, 2, 2, 2],
      [1, 2, 3, 4],
    ],
    ...[[4, 4, 4, 4], [1, 1, 2, 1], [2, 2, 2, 2], [5, 5, 5], [1, 1], [3]],
  ];

  test.each([
    ['nominal', 0.743],
    ['ordinal', 0.815],
    ['interval', 0.849],
  ] as const)('of the published example is right, %s', (scale, value) => {
    expect(alpha(OBSERVERS, scale)?.value).toBeCloseTo(value, 3);
  });

  test('has an interval that the seed decides, and that holds it', () => {
    const first = alpha(OBSERVERS, 'nominal');
    expect(alpha(OBSERVERS, 'nominal')).toEqual(first);
    expect(first?.low).toBeGreaterThan(0.3);
    expect(first?.low).toBeLessThan(0.6);
    expect(first?.high).toBeLessThanOrEqual(1);
    fc.assert(
      fc.property(fc.array(fc.array(fc.nat(3), { maxLength: 4 })), fc.nat(), (items, seed) => {
        const found = krippendorffAlpha(items, 'ordinal', {
          random: seededRandom(seed),
          resamples: 50,
        });
        if (found === null) return;
        expect(found.low <= found.value && found.value <= found.high).toBe(true);
      }),
    );
  });

  test('does not depend on the order of items or raters', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.nat(3), { maxLength: 4 })), (items) => {
        const turned = items.toReversed().map((ratings) => ratings.toReversed());
        const [one, other] = [alpha(items, 'interval'), alpha(turned, 'interval')];
        expect(other?.value ?? 2).toBeCloseTo(one?.value ?? 2, 9);
      }),
      { numRuns: 30 },
    );
  });

  test('is null without variation or without a second rating', () => {
    expect(
      alpha(
        [
          [1, 1],
          [1, 1, 1],
        ],
        'nominal',
      ),
    ).toBeNull();
    expect(alpha([[1], [2]], 'nominal')).toBeNull();
    expect(alpha([], 'nominal')).toBeNull();
  });

  test('of complete agreement on few items is uncertain', () => {
    const few = alpha(
      [
        [1, 1],
        [2, 2],
        [3, 3],
      ],
      'nominal',
    );
    expect(few?.value).toBe(1);
    expect(few?.low).toBeLessThan(0.4);
    const many = alpha(
      Array.from({ length: 300 }, (_, i) => [i % 3, i % 3]),
      'nominal',
    );
    expect(many?.low).toBeGreaterThan(0.97);
  });
});

describe("Spearman's correlation", () => {
  test('of the published example has its interval', () => {
    const first = [21, 4, 9, 12, 35, 18, 10, 22, 24, 1, 6, 8, 13, 16, 19];
    const second = [67, 28, 30, 28, 52, 40, 25, 37, 44, 10, 14, 20, 28, 40, 51];
    const rho = spearman(zip(first, second));
    expect(rho?.value).toBeCloseTo(0.8699639, 7);
    expect(rho?.low).toBeCloseTo(0.5840951, 6);
    expect(rho?.high).toBeCloseTo(0.9638297, 6);
  });

  test('is null if one side does not vary', () => {
    expect(
      spearman([
        [1, 2],
        [1, 3],
      ]),
    ).toBeNull();
    expect(spearman([])).toBeNull();
  });
});

describe("Kendall's tau-b", () => {
  test('of the example in SciPy is the same', () => {
    const tau = kendallTau(zip([12, 2, 1, 12, 2], [1, 4, 7, 1, 0]));
    expect(tau?.value).toBeCloseTo(-0.4714045, 7);
    const margin = 1.959964 * Math.sqrt(0.437);
    expect(tau?.low).toBeCloseTo(Math.tanh(Math.atanh(-0.4714045) - margin), 6);
    expect(tau?.high).toBeCloseTo(Math.tanh(Math.atanh(-0.4714045) + margin), 6);
  });

  test('is what counting every pair gives', () => {
    fc.assert(
      fc.property(somePairs, (pairs) => {
        let [together, untiedFirst, untiedSecond] = [0, 0, 0];
        for (const [a, b] of pairs) {
          for (const [c, d] of pairs) {
            together += Math.sign(a - c) * Math.sign(b - d);
            untiedFirst += Math.abs(Math.sign(a - c));
            untiedSecond += Math.abs(Math.sign(b - d));
          }
        }
        const expected = together / Math.sqrt(untiedFirst * untiedSecond);
        expect(kendallTau(pairs)?.value ?? Number.NaN).toBeCloseTo(expected, 9);
      }),
    );
  });

  test('is null if one side does not vary', () => {
    expect(
      kendallTau([
        [1, 2],
        [1, 3],
      ]),
    ).toBeNull();
    expect(kendallTau([])).toBeNull();
  });
});

describe.each([
  ['Spearman', spearman],
  ['Kendall', kendallTau],
])('the correlation of %s', (_, correlate) => {
  test('lies within its interval, turns its sign with one side, and takes either side first', () => {
    fc.assert(
      fc.property(somePairs, (pairs) => {
        const found = correlate(pairs);
        fc.pre(found !== null);
        expect(-1 <= found.low && found.low <= found.value).toBe(true);
        expect(found.value <= found.high && found.high <= 1).toBe(true);
        expect(correlate(pairs.map(([a, b]) => [b, a]))?.value).toBeCloseTo(found.value, 9);
        const turned = correlate(pairs.map(([a, b]) => [a, -b]));
        expect(turned?.value).toBeCloseTo(-found.value, 9);
        expect(turned?.low).toBeCloseTo(-found.high, 9);
      }),
    );
  });

  test('of the same order throughout is more certain the more items there are', () => {
    const upTo = (count: number) => Array.from({ length: count }, (__, i) => [i, i * i] as const);
    const [few, many] = [correlate(upTo(8)), correlate(upTo(200))];
    expect([few?.value, few?.high, many?.high]).toEqual([1, 1, 1]);
    expect(few?.low).toBeLessThan(0.9);
    expect(many?.low).toBeGreaterThan(0.99);
    expect(correlate(upTo(3))).toEqual({ value: 1, low: -1, high: 1 });
  });
});
