import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { betaCdf, betaQuantile, logGamma } from './beta.ts';
import { binomialCdf } from './binomial.ts';
import { normalCdf, normalCritical, normalQuantile } from './normal.ts';

/** Equal to a share of 10⁻¹⁰, or of `share`. */
function expectNear(found: number, expected: number, share = 1e-10): void {
  expect(Math.abs(found - expected)).toBeLessThanOrEqual(share * Math.abs(expected) + 1e-14);
}

// All numbers are those of SciPy 1.17.
describe('the normal distribution', () => {
  test.each([
    [0, 0.5],
    [0.5, 0.6914624612740131],
    [-1.2, 0.11506967022170822],
    [1.96, 0.9750021048517795],
    [-5, 2.866515718791933e-7],
    [-8, 6.22096057427174e-16],
    [-20, 2.7536241186061556e-89],
  ])('is at most %d with its probability', (z, probability) => {
    expectNear(normalCdf(z), probability, 1e-8);
  });

  test.each([
    [0.5, 0],
    [0.975, 1.959963984540054],
    [0.3, -0.5244005127080409],
    [0.001, -3.090232306167813],
    [1e-10, -6.361340902404056],
    [1e-100, -21.273453560965322],
    [0.999999999, 5.997807019601637],
  ])('has its quantile at %d', (probability, z) => {
    expectNear(normalQuantile(probability), z);
  });

  test('stays within 1.96 on both sides with 95%', () => {
    expectNear(normalCritical(0.95), 1.959963984540054);
  });

  test('has no quantile at 0 or 1', () => {
    expect(() => normalQuantile(0)).toThrow(RangeError);
    expect(() => normalQuantile(1)).toThrow(RangeError);
    expect(() => normalQuantile(Number.NaN)).toThrow(RangeError);
  });
});

describe('the beta distribution', () => {
  test.each([
    [0.3, 2, 3, 0.3483],
    [0.5, 0.5, 0.5, 0.5],
    [0.9, 40, 3, 0.19510765482693676],
    [0.01, 1, 200, 0.8660203251420381],
    [0.4, 4_000, 6_100, 0.7922594291468836],
    [1e-6, 0.5, 10, 0.003523930468241314],
    [0.2, 1, 1, 0.2],
    [0.7, 70_000, 30_000, 0.49963293766337596],
    [0, 2, 3, 0],
    [1, 2, 3, 1],
  ])('is at most %d, with %d and %d, with its probability', (x, a, b, probability) => {
    expectNear(betaCdf(x, a, b), probability, 1e-8);
  });

  test.each([
    [0.025, 2, 3, 0.06758598648854294],
    [0.975, 1, 20, 0.1684334709830853],
    [0.9, 6, 115, 0.07591644792541367],
    [0.1, 40_000, 60_000, 0.3980150607883657],
    [0.95, 0.5, 0.5, 0.9938441702975689],
    [0.001, 3, 100_000, 1.9053129074923977e-6],
  ])('has its quantile at %d, with %d and %d', (probability, a, b, x) => {
    expectNear(betaQuantile(probability, a, b), x, 1e-9);
  });

  test('grows with x, and reverses with its sides', () => {
    const aShape = fc.double({ min: 0.1, max: 500, noNaN: true });
    const aShare = fc.double({ min: 1e-6, max: 1, noNaN: true });
    fc.assert(
      fc.property(aShare, aShare, aShape, aShape, (x, y, a, b) => {
        const [lower, upper] = [Math.min(x, y), Math.max(x, y)];
        expect(betaCdf(lower, a, b)).toBeLessThanOrEqual(betaCdf(upper, a, b) + 1e-12);
        expect(betaCdf(x, a, b)).toBeCloseTo(1 - betaCdf(1 - x, b, a), 9);
      }),
    );
  });

  test('lies at the end where hardly any of a shape is left', () => {
    fc.assert(
      fc.property(fc.double({ min: 5e-324, max: 1e-18, noNaN: true }), (shape) => {
        expect(betaCdf(0.2, shape, 3)).toBeCloseTo(1, 12);
        expect(betaCdf(0.2, 3, shape)).toBeCloseTo(0, 12);
        expect(betaQuantile(0.1, shape, 3)).toBeLessThan(1e-300);
        expect(betaQuantile(0.9, 3, shape)).toBeCloseTo(1, 12);
      }),
    );
  });

  test('has the logarithm of the gamma function', () => {
    expectNear(logGamma(5e-324), 744.4400719213812);
    expectNear(logGamma(0.1), 2.252712651734206);
    expectNear(logGamma(0.5), 0.5723649429247);
    expectNear(logGamma(10.5), 13.940625219403763);
    expectNear(logGamma(100_000), 1051287.7089736569);
  });
});

describe('the binomial distribution', () => {
  test.each([
    [5, 100, 0.1, 0.05757688648703396],
    [0, 30, 0.05, 0.21463876394293757],
    [3, 10, 0.5, 0.171875],
    [5_000, 100_000, 0.05, 0.5037624048046629],
    [10, 10, 0.3, 1],
    [4, 10, 0, 1],
    [9, 10, 1, 0],
    [-1, 10, 0.5, 0],
  ])('has at most %i in %i, of %d, with its probability', (successes, trials, p, probability) => {
    expectNear(binomialCdf(successes, trials, p), probability, 1e-8);
  });
});
