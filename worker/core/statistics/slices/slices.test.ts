import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { studentTail } from '../distributions/student.ts';
import { seededRandom } from '../random.ts';
import { holm } from './holm.ts';
import { sliceBiases } from './slice-bias.ts';

describe("Holm's correction", () => {
  test('is that of p.adjust in R', () => {
    const corrected = holm([0.01, 0.04, 0.03, 0.005]);
    for (const [i, expected] of [0.03, 0.06, 0.06, 0.02].entries()) {
      expect(corrected[i]).toBeCloseTo(expected, 12);
    }
  });

  test('keeps the order, is never smaller, and not above the number of tests times as large', () => {
    const some = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1 });
    fc.assert(
      fc.property(some, (probabilities) => {
        const corrected = holm(probabilities);
        for (const [i, p] of probabilities.entries()) {
          const own = corrected[i] ?? Number.NaN;
          expect(own).toBeGreaterThanOrEqual(p);
          expect(own).toBeLessThanOrEqual(1);
          for (const [j, other] of probabilities.entries()) {
            if (p < other) expect(own).toBeLessThanOrEqual(corrected[j] ?? 0);
          }
        }
      }),
    );
  });
});

describe('the tail of Student', () => {
  test.each([
    [2.1, 7.3, 0.0722467134248534],
    [0.4, 120, 0.6898676535264605],
    [-3, 2, 0.09546596626670911],
  ])('of %d with %d degrees of freedom is that of SciPy', (t, degrees, probability) => {
    expect(studentTail(t, degrees)).toBeCloseTo(probability, 10);
  });
});

describe('bias by slice', () => {
  const inside = [0.1, 0.2, -0.1, 0.3, 0.25, 0.05, 0.15, 0.4, 0.1, 0.2];
  const outside = [0, -0.1, 0.1, 0.05, -0.05, 0.1, 0, 0.02, -0.1, 0.03, 0.07];

  test("of one slice is Student's interval, and Welch's probability", () => {
    const [found] = sliceBiases([{ name: 'long', inside, outside }]);
    expect(found?.bias.value).toBeCloseTo(0.165, 12);
    // SciPy: t.interval(0.95, 9, mean, sem), ttest_ind(equal_var=False).
    expect(found?.bias.low).toBeCloseTo(0.0651770195, 9);
    expect(found?.probability).toBeCloseTo(0.00771991494, 9);
  });

  test('is less certain the more slices are looked at', () => {
    const slices = ['a', 'b', 'c', 'd'].map((name) => ({ name, inside, outside }));
    const [one] = sliceBiases(slices.slice(0, 1));
    const [ofFour] = sliceBiases(slices);
    expect(ofFour?.bias.low).toBeLessThan(one?.bias.low ?? 0);
    expect(ofFour?.probability).toBeCloseTo(4 * 0.00771991494, 8);
  });

  test('omits small slices, and does not count them', () => {
    const small = { name: 'small', inside: inside.slice(0, 9), outside };
    const [found, ...others] = sliceBiases([small, { name: 'long', inside, outside }]);
    expect([found?.name, others]).toEqual(['long', []]);
    expect(found?.probability).toBeCloseTo(0.00771991494, 9);
  });

  test('of gaps that are all the same is not certain', () => {
    const [found] = sliceBiases([{ name: 'same', inside: new Array(20).fill(0), outside: [] }]);
    expect(found?.bias.value).toBe(0);
    expect(found?.bias.high).toBeCloseTo(0.161125, 6);
    expect(found?.probability).toBeNull();
  });

  test('finds a bias by chance in hardly more than 5 of 100 looks at ten slices', () => {
    const random = seededRandom(11);
    const gaps = (count: number) => Array.from({ length: count }, () => random() - 0.5);
    const looks = Array.from({ length: 300 }, () =>
      sliceBiases(
        Array.from({ length: 10 }, (_, i) => ({
          name: String(i),
          inside: gaps(30),
          outside: gaps(60),
        })),
      ),
    );
    const byInterval = looks.filter((slices) =>
      slices.some(({ bias }) => bias.low > 0 || bias.high < 0),
    );
    const byProbability = looks.filter((slices) =>
      slices.some(({ probability }) => (probability ?? 1) < 0.05),
    );
    // 5% of 300 are 15; 26 are more than 3 standard deviations above.
    expect(byInterval.length).toBeLessThan(26);
    expect(byProbability.length).toBeLessThan(26);
  });
});
