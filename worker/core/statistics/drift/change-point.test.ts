import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../random.ts';
import { findChange } from './change-point.ts';
import { addToHistory, type History } from './history.ts';

const historyOf = (values: readonly number[]) =>
  values.reduce<History>((history, value, i) => addToHistory(history, value, 1_000 * i), []);

describe('the history', () => {
  test('loses no value, stays in order, and is fine where it is young', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(0, 0.25, 0.5, 1), { maxLength: 3_000 }), (values) => {
        const history = historyOf(values);
        let next = 0;
        for (const { start, startMs, count, sum } of history) {
          expect([start, startMs]).toEqual([next, 1_000 * next]);
          const part = values.slice(start, start + count);
          expect(sum).toBe(part.reduce<number>((all, value) => all + value, 0));
          expect(count).toBeLessThanOrEqual(Math.max(1, (values.length - start) / 4));
          next += count;
        }
        expect(next).toBe(values.length);
        expect(history.length).toBeLessThan(8 * (2 + Math.log2(values.length + 1)));
      }),
      { numRuns: 30 },
    );
  });
});

describe('the change point', () => {
  test('is where the mean moved, with a window and the effect', () => {
    const random = seededRandom(4);
    const worlds = Array.from({ length: 40 }, () => {
      const values = Array.from({ length: 600 }, (_, i) =>
        random() < (i < 400 ? 0.9 : 0.6) ? 1 : 0,
      );
      return findChange(historyOf(values));
    });
    const covered = worlds.filter(
      (found) => found !== null && found.earliest.start <= 400 && 400 <= found.latest.start,
    );
    const effects = worlds.filter(
      (found) => found !== null && found.effect.low <= -0.3 && -0.3 <= found.effect.high,
    );
    // 5% of 40 are 2.
    expect(covered.length).toBeGreaterThan(34);
    expect(effects.length).toBeGreaterThan(34);
    for (const found of worlds) {
      expect(Math.abs((found?.at.start ?? 0) - 400)).toBeLessThan(60);
      expect(found?.at.startMs).toBe(1_000 * (found?.at.start ?? 0));
    }
  });

  test('can lie at the start of what is watched if there is a baseline', () => {
    const baseline = { count: 300, sum: 270, sumOfSquares: 270 };
    const found = findChange(historyOf(new Array(60).fill(0.5)), { baseline });
    expect(found?.at.start).toBe(0);
    expect(found?.effect.value).toBeCloseTo(-0.4, 1);
    expect(found?.before).toEqual({ mean: 0.9, count: 300 });
  });

  test('is not found in nothing', () => {
    expect(findChange([])).toBeNull();
    expect(findChange(historyOf([0.5]))).toBeNull();
  });

  test('stays finite for values at the ends of the range', () => {
    const found = findChange(historyOf([...new Array(50).fill(1), ...new Array(50).fill(0)]));
    expect(Math.abs((found?.at.start ?? 0) - 50)).toBeLessThan(5);
    expect(found?.effect.high).toBeLessThan(-0.8);
    expect(findChange(historyOf(new Array(40).fill(1)))?.effect.value).toBeCloseTo(0, 1);
  });
});
