import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createBootstrap, MOST_RESAMPLED } from './bootstrap.ts';
import { studentCritical } from './distributions/student.ts';
import { wilsonInterval, Z } from './intervals.ts';
import { mcnemar } from './mcnemar.ts';
import { Differences, meanDifference } from './mean-difference.ts';
import { meanInterval } from './mean-interval.ts';
import { quantileInterval } from './quantiles.ts';
import { independentShares, shareDifference } from './share-difference.ts';

describe("Wilson's interval", () => {
  // Newcombe 1998, table I, method 3.
  test.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
    // statsmodels 0.14, proportion_confint(method='wilson').
    [8, 10, 0.4902, 0.9433],
    [18, 20, 0.699, 0.9721],
  ])('of %i in %i is as published', (successes, trials, low, high) => {
    const interval = wilsonInterval(successes, trials);
    expect(interval.value).toBe(successes / trials);
    expect(interval.low).toBeCloseTo(low, 4);
    expect(interval.high).toBeCloseTo(high, 4);
  });

  test('lies between 0 and 1 and holds the share', () => {
    fc.assert(
      fc.property(fc.nat(1_000), fc.integer({ min: 1, max: 1_000 }), (a, b) => {
        const { value, low, high } = wilsonInterval(Math.min(a, b), b);
        expect(0 <= low && low <= value && value <= high && high <= 1).toBe(true);
      }),
    );
  });
});

describe("Student's t", () => {
  // The usual table of two-sided 5% points.
  test.each([
    [1, 12.7062],
    [2, 4.3027],
    [3, 3.1824],
    [5, 2.5706],
    [10, 2.2281],
    [30, 2.0423],
    [120, 1.9799],
    [200, 1.9719],
    [1_000, 1.9623],
  ])('with %i degrees of freedom has its published critical value', (degrees, critical) => {
    expect(studentCritical(0.95, degrees)).toBeCloseTo(critical, 4);
  });

  test('goes on smoothly where the expansion takes over', () => {
    expect(studentCritical(0.95, 201)).toBeCloseTo(studentCritical(0.95, 200), 3);
    expect(studentCritical(0.95, 201)).toBeLessThan(studentCritical(0.95, 200));
  });
});

describe('the interval of a mean', () => {
  test('is that of the heat flow meter data, less 9', () => {
    // NIST/SEMATECH e-Handbook, 1.3.5.2: n 195, mean 9.261460, standard deviation 0.022789.
    const [count, mean, deviation] = [195, 0.26146, 0.022789];
    const sumOfSquares = (count - 1) * deviation ** 2 + count * mean ** 2;
    const interval = meanInterval(count, count * mean, sumOfSquares);
    expect(interval.low).toBeCloseTo(0.258242, 5);
    expect(interval.high).toBeCloseTo(0.264679, 5);
  });

  test('of one value is everything', () => {
    expect(meanInterval(1, 0.5, 0.25)).toEqual({ value: 0.5, low: 0, high: 1 });
  });

  test('of equal values is as wide as so few of them leave open', () => {
    // Of 10 passes, Wilson's interval begins at 10 / (10 + 1.96²) = 0.722467.
    const { low, high } = meanInterval(10, 3, 0.9);
    expect(low).toBeCloseTo(0.3 * 0.722467, 6);
    expect(high).toBeCloseTo(0.3 + 0.7 * (1 - 0.722467), 6);
    expect(meanInterval(36, 36, 36)).toMatchObject({ value: 1, high: 1 });
    expect(meanInterval(36, 36, 36).low).toBeCloseTo(wilsonInterval(36, 36).low, 9);
  });
});

describe("McNemar's test", () => {
  test('of 1 against 7 is as published, exact and mid-p', () => {
    // Fagerland, Lydersen & Laake 2013, on the airway data of Bentur et al.
    const { exactP, midP } = mcnemar(1, 7);
    expect(exactP).toBeCloseTo(0.0703, 4);
    expect(midP).toBeCloseTo(0.0391, 4);
  });

  test('is the binomial tail, whichever way round', () => {
    fc.assert(
      fc.property(fc.nat(25), fc.nat(25), (a, b) => {
        const n = a + b;
        const choose = (k: number) =>
          Array.from({ length: k }, (_, i) => (n - i) / (i + 1)).reduce((x, y) => x * y, 1);
        let tail = 0;
        for (let k = 0; k <= Math.min(a, b); k += 1) tail += choose(k) / 2 ** n;
        expect(mcnemar(a, b).exactP).toBeCloseTo(n === 0 ? 1 : Math.min(1, 2 * tail), 9);
        expect(mcnemar(b, a)).toEqual(mcnemar(a, b));
        expect(mcnemar(a, b).midP).toBeLessThanOrEqual(mcnemar(a, b).exactP);
      }),
    );
  });

  test('of many pairs is quick and finite', () => {
    expect(mcnemar(50_000, 50_500).exactP).toBeCloseTo(0.1153, 3);
    expect(mcnemar(0, 100_000).exactP).toBe(0);
  });
});

describe('a quantile', () => {
  test('of a hundred values has the ranks of Campbell & Gardner', () => {
    const values = Array.from({ length: 100 }, (_, i) => ({ value: i + 1, count: 1 }));
    expect(quantileInterval(values, 0.5)).toEqual({ value: 50, low: 40, high: 61 });
  });

  test('of repeated values counts each', () => {
    const values = [
      { value: 0, count: 3 },
      { value: 1, count: 97 },
    ];
    expect(quantileInterval(values, 0.5)).toEqual({ value: 1, low: 1, high: 1 });
    expect(quantileInterval(values, 0.05).low).toBe(0);
  });
});

describe('the bootstrap', () => {
  test('spreads as the mouse data of Efron & Tibshirani do', () => {
    // 1993, table 2.1: mean 86.86, and a standard error of 23.36 with endless resamples.
    const mice = Float64Array.of(94, 197, 16, 38, 99, 141, 23);
    const { value, low, high } = createBootstrap()(mice);
    expect(value).toBeCloseTo(86.86, 2);
    expect(Math.abs((high - low) / (2 * Z) / 23.36 - 1)).toBeLessThan(0.05);
  });

  test('gives the same interval each time, whatever was resampled before', () => {
    const values = Float64Array.from({ length: 500 }, (_, i) => Math.sin(i));
    const bootstrap = createBootstrap();
    const first = bootstrap(values);
    bootstrap(values.subarray(0, 7));
    expect(bootstrap(values)).toEqual(first);
    expect(createBootstrap()(values)).toEqual(first);
  });

  test('of equal differences has no width', () => {
    const { low, high } = createBootstrap()(new Float64Array(20).fill(0.25));
    expect([low, high]).toEqual([0.25, 0.25]);
  });
});

describe('the mean of differences', () => {
  const differencesOf = (values: readonly number[]) => {
    const differences = new Differences();
    for (const value of values) differences.add(value);
    return differences;
  };
  const compare = (values: readonly number[]) =>
    meanDifference(differencesOf(values), createBootstrap());
  const length = 5_000;

  // SciPy 1.x: stats.bootstrap((d,), np.mean, method='percentile', n_resamples=100_000, random_state=1).
  test.each([
    ['5 that differ among 5,000', (i: number) => (i % 1_000 === 0 ? 1 : 0), 0.001, 0.0002, 0.002],
    [
      'skewed ones',
      (i: number) => (((i * 7_919) % length) / length) ** 8,
      0.1110111,
      0.1050479,
      0.1170155,
    ],
    [
      'ones of both signs',
      (i: number) => (((i * 7_919) % length) / length) ** 4 - ((i * 104_729) % length) / length,
      -0.3,
      -0.3109166,
      -0.2890696,
    ],
  ])('of many has the limits that SciPy resamples, for %s', (_, at, value, low, high) => {
    const found = compare(Array.from({ length }, (_, i) => at(i)));
    expect(found.resamples).toBe(0);
    expect(found.value).toBeCloseTo(value, 6);
    const tolerance = (high - low) / 50;
    expect(Math.abs(found.low - low)).toBeLessThan(tolerance);
    expect(Math.abs(found.high - high)).toBeLessThan(tolerance);
  });

  test('goes on smoothly where resampling ends', () => {
    const values = Array.from({ length: MOST_RESAMPLED + 1 }, (_, i) => Math.sin(i * i) ** 3);
    const [resampled, expanded] = [compare(values.slice(0, -1)), compare(values)];
    expect([resampled.resamples, expanded.resamples]).toEqual([2_000, 0]);
    const width = expanded.high - expanded.low;
    expect(Math.abs(expanded.low - resampled.low)).toBeLessThan(0.06 * width);
    expect(Math.abs(expanded.high - resampled.high)).toBeLessThan(0.06 * width);
  });

  test('of equal differences is as wide as so few of them leave open, however many they are', () => {
    const equal = (count: number, difference: number) =>
      compare(new Array<number>(count).fill(difference));
    // Of 10 passes, Wilson's interval begins at 10 / (10 + 1.96²) = 0.722467.
    const none = equal(10, 0);
    expect(none.value).toBe(0);
    expect(none.low).toBeCloseTo(-0.277533, 6);
    expect(none.high).toBeCloseTo(0.277533, 6);
    const rounded = compare([0.3 - 0.2, 0.2 - 0.1, 0.4 - 0.3]);
    expect(rounded.low).toBeLessThan(-0.5);
    const many = equal(2_000, 0.25);
    expect(many.value).toBe(0.25);
    expect(many.low).toBeCloseTo(0.25 - 1.25 * (1 - 2_000 / (2_000 + Z * Z)), 9);
    expect(many.high).toBeCloseTo(0.25 + 0.75 * (1 - 2_000 / (2_000 + Z * Z)), 9);
    expect(equal(1, 0.25)).toEqual({ value: 0.25, low: -1, high: 1, resamples: 0 });
  });

  test('lies within its interval, and that among the differences where they differ', () => {
    const shape = fc.record({
      common: fc.double({ min: -1, max: 1, noNaN: true }),
      rare: fc.double({ min: -1, max: 1, noNaN: true }),
      every: fc.integer({ min: 2, max: 5_000 }),
    });
    fc.assert(
      fc.property(shape, ({ common, rare, every }) => {
        const values = Array.from({ length: 1_200 }, (_, i) => (i % every === 0 ? rare : common));
        const { value, low, high } = compare(values);
        if (Math.abs(common - rare) < 1e-9) return;
        const slack = 1e-12;
        expect(Math.min(common, rare) - slack).toBeLessThanOrEqual(low);
        expect(low).toBeLessThanOrEqual(value + slack);
        expect(value).toBeLessThanOrEqual(high + slack);
        expect(high).toBeLessThanOrEqual(Math.max(common, rare) + slack);
      }),
      { numRuns: 50 },
    );
  });
});

describe('the difference of paired shares', () => {
  // Newcombe 1998, method 10; the 2nd and 3rd also as ocbe-uio/contingencytables has them for
  // Bentur et al. 2009 and Cavo et al. 2012.
  test.each([
    [36, 12, 2, 0, 0.2, 0.0569, 0.3404],
    [1, 1, 7, 12, -0.2857, -0.5069, -0.0256],
    [59, 6, 16, 80, -0.0621, -0.1186, -0.0046],
    [20, 0, 0, 0, 0, -0.1611, 0.1611],
  ])('of %i, %i, %i and %i is as published', (both, onlyFirst, onlySecond, neither, ...limits) => {
    const { value, low, high } = shareDifference({ both, onlyFirst, onlySecond, neither });
    for (const [i, found] of [value, low, high].entries()) {
      expect(found).toBeCloseTo(limits[i] ?? Number.NaN, 4);
    }
  });

  test('lies within its interval, and turns its sign with the sides', () => {
    const count = fc.nat(200);
    fc.assert(
      fc.property(count, count, count, count, (both, onlyFirst, onlySecond, neither) => {
        fc.pre(both + onlyFirst + onlySecond + neither > 0);
        const { value, low, high } = shareDifference({ both, onlyFirst, onlySecond, neither });
        expect(-1 <= low && low <= value && value <= high && high <= 1).toBe(true);
        const turned = shareDifference({
          ...{ both, neither },
          ...{ onlyFirst: onlySecond, onlySecond: onlyFirst },
        });
        expect(turned.low).toBeCloseTo(-high, 12);
        expect(turned.high).toBeCloseTo(-low, 12);
      }),
    );
  });
});

describe('the difference of shares that are not paired', () => {
  // Newcombe 1998, "Interval estimation for the difference between independent proportions", table II.
  test.each([
    [56, 70, 48, 80, 0.0524, 0.3339],
    [9, 10, 3, 10, 0.1705, 0.809],
    [10, 10, 0, 10, 0.6075, 1],
  ])('of %i in %i and %i in %i is as published', (a, ofA, b, ofB, low, high) => {
    const found = independentShares({ passed: a, of: ofA }, { passed: b, of: ofB });
    expect(found.low).toBeCloseTo(low, 4);
    expect(found.high).toBeCloseTo(high, 4);
  });
});
