import { describe, expect, test } from 'vitest';
import { seededRandom } from '../random.ts';
import { energyOf, exchangeability } from './exchangeability.ts';

describe('answers of two runs', () => {
  test('are compared within runs and between them', () => {
    expect(energyOf({ before: [1, 1], now: [2, 2] })).toBe(1);
    expect(energyOf({ before: [1, 2], now: [1, 2] })).toBe(-0.5);
    // Within: 1/3 and 1; between: 2 of 6 pairs are equal.
    expect(energyOf({ before: [1, 1, 2], now: [2, 2] })).toBeCloseTo((1 / 3 + 1) / 2 - 2 / 6, 12);
    expect(energyOf({ before: [1], now: [2] })).toBe(0);
  });

  test('have the exact probability of all ways to deal them', () => {
    // Of 6 ways to deal two ones and two twos, 2 are as far apart: 1/3 a question, and (1/3)³ of three.
    const questions = new Array(3).fill({ before: [1, 1], now: [2, 2] });
    const found = exchangeability(questions, 7);
    expect(found?.statistic).toBe(1);
    expect(found?.probability).toBeCloseTo(1 / 27, 2);
    expect(found?.informative).toBe(3);
  });

  test('say nothing without repeats, or if they are all the same', () => {
    expect(exchangeability([{ before: [1], now: [2] }])).toBeNull();
    expect(exchangeability([{ before: [1, 1], now: [1, 1] }])).toBeNull();
  });

  test('that are exchangeable are found to differ in hardly more than 5 of 100 looks', () => {
    const random = seededRandom(3);
    const answers = (count: number, first: number) =>
      Array.from({ length: count }, () => (random() < first ? 1 : 2 + Math.floor(2 * random())));
    let [alike, moved] = [0, 0];
    for (let look = 0; look < 80; look += 1) {
      const rates = Array.from({ length: 15 }, () => random());
      const same = rates.map((rate) => ({ before: answers(3, rate), now: answers(2, rate) }));
      const other = rates.map((rate) => ({ before: answers(3, rate), now: answers(3, 1 - rate) }));
      alike += (exchangeability(same, look)?.probability ?? 1) < 0.05 ? 1 : 0;
      moved += (exchangeability(other, look)?.probability ?? 1) < 0.05 ? 1 : 0;
    }
    // 5% of 80 are 4; 11 are more than three standard deviations above.
    expect(alike).toBeLessThan(11);
    expect(moved).toBeGreaterThan(56);
  });
});
