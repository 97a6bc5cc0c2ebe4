import { describe, expect, test } from 'vitest';
import { mcnemar } from '../mcnemar.ts';
import { seededRandom } from '../random.ts';
import { shareDifference } from '../share-difference.ts';
import { differenceOf, pairedDifferences } from './paired-differences.ts';
import { signFlipTest } from './sign-flips.ts';

// Heights of crossed less self-fertilized plants, in eighths of an inch: Darwin 1876, in Fisher 1935.
const DARWIN = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48];

describe('flipped signs', () => {
  test("have Fisher's probability of Darwin's plants: 863 of 32,768 ways on either side", () => {
    expect(signFlipTest(DARWIN)).toBeCloseTo((2 * 863) / 32_768, 12);
  });

  test("of passes and fails are McNemar's exact test", () => {
    const differences = [
      ...new Array(9).fill(1),
      ...new Array(2).fill(-1),
      ...new Array(30).fill(0),
    ];
    expect(signFlipTest(differences)).toBeCloseTo(mcnemar(9, 2).exactP, 12);
  });

  test('that are drawn, and of very many pairs, come near the exact probability', () => {
    const some = [...new Array(25).fill(1), ...new Array(12).fill(-1)];
    expect(signFlipTest(some)).toBeCloseTo(mcnemar(25, 12).exactP, 2);
    const many = [...new Array(700).fill(1), ...new Array(620).fill(-1)];
    expect(signFlipTest(many)).toBeCloseTo(mcnemar(700, 620).midP, 2);
    expect(signFlipTest([0, 0])).toBe(1);
  });
});

describe('differences looked at together', () => {
  test('of single passes have the interval of shares', () => {
    const pair = (first: number, second: number) => ({ first: [first], second: [second] });
    const pairs = [
      ...new Array(20).fill(pair(1, 1)),
      ...new Array(8).fill(pair(1, 0)),
      ...new Array(2).fill(pair(0, 1)),
    ];
    const shares = shareDifference({ both: 20, onlyFirst: 8, onlySecond: 2, neither: 0 });
    expect(differenceOf(pairs)).toEqual(shares);
    const [one, two] = [
      pairedDifferences([{ name: 'a', pairs }]),
      pairedDifferences([
        { name: 'a', pairs },
        { name: 'b', pairs },
      ]),
    ];
    expect(one[0]?.difference).toEqual(shares);
    expect(two[0]?.difference.high).toBeGreaterThan(shares.high);
    expect(two[0]?.probability).toBeCloseTo(2 * (one[0]?.probability ?? 0), 12);
  });

  test('of grades have Student’s interval, and equal ones what they can hide', () => {
    const pairs = [0.1, 0.3, 0.2, 0.4].map((gap) => ({ first: [0.5 + gap], second: [0.5] }));
    const { value, low, high } = differenceOf(pairs);
    // Mean .25, standard error .0645497, t of 3 degrees 3.182446.
    expect([value, low, high]).toEqual([
      expect.closeTo(0.25, 9),
      expect.closeTo(0.0445739, 6),
      expect.closeTo(0.4554261, 6),
    ]);
    const equal = new Array(20).fill({ first: [0.5], second: [0.5] });
    expect(differenceOf(equal)).toMatchObject({ value: 0, low: expect.closeTo(-0.161, 3) });
    expect(differenceOf(equal.slice(0, 1))).toEqual({ value: 0, low: -1, high: 1 });
    expect(pairedDifferences([{ name: 'none', pairs: [] }])).toEqual([]);
  });

  test('find something by chance in hardly more than 5 of 100 looks at ten of them', () => {
    const random = seededRandom(12);
    let found = 0;
    for (let look = 0; look < 80; look += 1) {
      const comparisons = Array.from({ length: 10 }, (_, i) => ({
        name: String(i),
        pairs: Array.from({ length: 30 }, () => ({
          first: [random() < 0.7 ? 1 : 0, random() < 0.7 ? 1 : 0],
          second: [random() < 0.7 ? 1 : 0, random() < 0.7 ? 1 : 0],
        })),
      }));
      const results = pairedDifferences(comparisons);
      found += results.some(({ probability }) => probability < 0.05) ? 1 : 0;
    }
    // 5% of 80 are 4; 11 are more than three standard deviations above.
    expect(found).toBeLessThan(11);
  });
});
