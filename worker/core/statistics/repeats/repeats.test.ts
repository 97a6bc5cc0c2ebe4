import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { promptSensitivity, totalAgreementRate } from './consistency.ts';
import { passAtK, passHatK } from './pass-at-k.ts';
import { spreadOverRepeats } from './spread.ts';

describe('repeated attempts', () => {
  test('have the published pass^4, not the power of the share', () => {
    expect(passHatK(8, 6, 4)).toBeCloseTo(0.2142857, 7);
  });

  test("are reduced as Inspect's example", () => {
    const values = [6, 0, 0, 0, 8, 4];
    const passes = values.filter((value) => value >= 1).length;
    expect(passAtK(6, passes, 2)).toBeCloseTo(0.8, 12);
    expect(passAtK(6, values.filter((value) => value >= 2).length, 3)).toBeCloseTo(0.95, 12);
    expect(passHatK(6, passes, 2)).toBeCloseTo(0.2, 12);
  });

  test('are not known for more attempts than there were', () => {
    expect(passAtK(3, 3, 4)).toBeNull();
    expect(passHatK(3, 3, 4)).toBeNull();
  });

  test('pass all less often than once, and each of one attempt as often as the share', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), fc.nat(50), fc.nat(50), (n, c, k) => {
        const [passes, draws] = [Math.min(n, c), 1 + (k % n)];
        const [all, any] = [passHatK(n, passes, draws) ?? 2, passAtK(n, passes, draws) ?? -1];
        expect(0 <= all && all <= any + 1e-12 && any <= 1).toBe(true);
        expect(passHatK(n, passes, 1)).toBeCloseTo(passes / n, 12);
        expect(passAtK(n, passes, 1)).toBeCloseTo(passes / n, 12);
      }),
    );
  });
});

describe('consistency', () => {
  test('is the share of items that always got the same answer', () => {
    const items = [
      ['a', 'a'],
      ['a', 'b'],
      ['c', 'c'],
      ['d', 'D'],
    ];
    expect(totalAgreementRate(items)).toBe(0.5);
    expect(() => totalAgreementRate([['a'], ['b', 'b']])).toThrow('equally many');
    expect(() => totalAgreementRate([])).toThrow('equally many');
  });

  test('of wordings is that of ProSA', () => {
    const items = [
      [1, 1, 0],
      [1, 1, 1],
      [0, 1, 0],
      [0.5, 1, 0.75],
    ];
    expect(promptSensitivity(items)).toBeCloseTo(0.4166667, 7);
    expect(() => promptSensitivity([[1]])).toThrow('two wordings');
  });
});

describe('the spread over repeats', () => {
  test('is the mean deviation within items, not between them', () => {
    expect(spreadOverRepeats([[1, 1], [0, 0], [0.5]])).toBe(0);
    expect(
      spreadOverRepeats([
        [1, 0],
        [1, 1],
      ]),
    ).toBeCloseTo(Math.SQRT1_2 / 2, 12);
    expect(spreadOverRepeats([[1], []])).toBeNull();
  });
});
