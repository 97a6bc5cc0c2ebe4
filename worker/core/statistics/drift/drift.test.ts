import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../random.ts';
import { betOf, createBettingSequence } from './betting-sequence.ts';
import { cusumStep, PAGE_HINKLEY_START, pageHinkleyStep } from './control-charts.ts';
import {
  logNormalMixture,
  mixtureRho,
  normalMixtureBound,
  passSequence,
} from './normal-mixture.ts';
import {
  cusumOfBet,
  type Direction,
  driftEvidence,
  observeDrift,
  startDrift,
} from './shiryaev-roberts.ts';

describe('the e-detector', () => {
  const options = { mean: 0.8, bets: [0.2], directions: ['decrease'] as const };
  const values = [0.9, 0.8, 0.7, 0.4, 0.3, 0.2, 0.4, 0.3];

  test('has the sums and products of the worked example', () => {
    let state = startDrift(options);
    const sums = values.map((value) => {
      state = observeDrift(state, value, options);
      return Math.exp(driftEvidence(state, options).logEvidence);
    });
    for (const [i, expected] of [
      0.9, 1.9, 3.19, 5.866, 10.299, 18.0784, 26.70976, 41.56464,
    ].entries()) {
      expect(sums[i]).toBeCloseTo(expected, 3);
    }
    const bet = { mean: 0.8, bet: 0.2, direction: 'decrease' as Direction };
    expect(values.reduce((before, value) => cusumOfBet(before, value, bet), 1)).toBeCloseTo(
      7.7616,
      9,
    );
  });

  test('says the same of an increase as of a decrease of what is reversed', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true })), (stream) => {
        const up = { mean: 0.3, directions: ['increase'] as const };
        const down = { mean: 0.7, directions: ['decrease'] as const };
        let [one, other] = [startDrift(up), startDrift(down)];
        for (const value of stream) {
          one = observeDrift(one, value, up);
          other = observeDrift(other, 1 - value, down);
        }
        for (const [i, log] of one.entries()) expect(log).toBeCloseTo(other[i] ?? Number.NaN, 9);
      }),
    );
  });

  test('finds a drop and its direction, stays finite, and seldom alarms without one', () => {
    const random = seededRandom(5);
    const watch = { mean: 0.8 };
    const run = (share: number, most: number) => {
      let state = startDrift(watch);
      for (let t = 1; t <= most; t += 1) {
        state = observeDrift(state, random() < share ? 1 : 0, watch);
        const { logEvidence, direction } = driftEvidence(state, watch);
        if (logEvidence >= Math.log(1_000)) return { t, direction };
      }
      return { t: most, direction: null };
    };
    const drops = Array.from({ length: 20 }, () => run(0.6, 1_000));
    expect(drops.every(({ direction }) => direction === 'decrease')).toBe(true);
    expect(drops.reduce((sum, { t }) => sum + t, 0) / 20).toBeLessThan(150);
    const quiet = Array.from({ length: 60 }, () => run(0.8, 4_000).t);
    // Runs are cut at 4,000, and still as long as promised on average.
    expect(quiet.reduce((sum, t) => sum + t, 0) / 60).toBeGreaterThan(1_000);
    let state = startDrift(watch);
    for (let t = 0; t < 10_000; t += 1) state = observeDrift(state, 0, watch);
    expect(driftEvidence(state, watch).logEvidence).toBeGreaterThan(100);
    expect(Number.isFinite(driftEvidence(state, watch).logEvidence)).toBe(true);
  });

  test('needs a mean inside and bets below 1', () => {
    expect(() => observeDrift([0], 0.5, { mean: 1 })).toThrow('The mean');
    expect(() => observeDrift([0], 0.5, { mean: 0.5, bets: [1] })).toThrow('A bet');
  });
});

describe('the confidence sequence by betting', () => {
  const values = [0.9, 0.8, 0.2, 0.7, 0.6];

  test('bets and wins as confseq computes', () => {
    const sequence = createBettingSequence(0.05, 200);
    const capitals = values.map((value) => {
      sequence.add(value);
      return sequence.capitalAt(0.5);
    });
    for (const [i, expected] of [0.7, 0.91, 0.637, 0.7644, 0.84084].entries()) {
      expect(capitals[i]).toBeCloseTo(expected, 9);
    }
    let [sum, squares] = [0, 0.25];
    const bets = values.map((value, i) => {
      const bet = betOf(i + 1, squares / (i + 1), 0.025);
      sum += value;
      squares += (value - (0.5 + sum) / (i + 2)) ** 2;
      return bet;
    });
    for (const [i, expected] of [6.524985, 4.81217, 4.251408, 3.176031, 2.989133].entries()) {
      expect(bets[i]).toBeCloseTo(expected, 5);
    }
  });

  test('closes in on the mean and covers it all along', () => {
    const random = seededRandom(9);
    const runs = Array.from({ length: 40 }, () => {
      const sequence = createBettingSequence();
      let isCovered = true;
      for (let t = 0; t < 300; t += 1) {
        sequence.add(random() < 0.3 ? 1 : 0);
        const { low, high } = sequence.interval();
        isCovered &&= low <= 0.3 && 0.3 <= high;
      }
      const { low, high } = sequence.interval();
      return { isCovered, width: high - low };
    });
    // 5% of 40 are 2.
    expect(runs.filter(({ isCovered }) => !isCovered).length).toBeLessThan(7);
    expect(runs.reduce((sum, { width }) => sum + width, 0) / 40).toBeLessThan(0.25);
  });

  test('of nothing is everything', () => {
    expect(createBettingSequence().interval()).toEqual({ value: 0.5, low: 0, high: 1 });
  });
});

describe('the normal mixture', () => {
  test('has the numbers of confseq', () => {
    const rho = mixtureRho(100);
    expect(rho).toBeCloseTo(12.60056, 5);
    expect(normalMixtureBound(100, rho)).toBeCloseTo(30.35209, 5);
    expect(logNormalMixture(10, 100, rho)).toBeCloseTo(-0.6510052, 6);
    const bound = normalMixtureBound(50, rho);
    expect(logNormalMixture(bound, 50, rho)).toBeCloseTo(Math.log(20), 9);
  });

  test.each([
    [700, 1_000, 100, 0.651629, 0.745949],
    [15, 50, 50, 0.129556, 0.511896],
  ])('of %i in %i, tightest at %i, has the limits of confseq', (passes, trials, at, low, high) => {
    const found = passSequence(passes, trials, at);
    expect(found.low).toBeCloseTo(low, 5);
    expect(found.high).toBeCloseTo(high, 5);
  });

  test('of passes alone goes up to 1', () => {
    expect(passSequence(20, 20, 20).high).toBe(1);
    expect(passSequence(0, 20, 20).low).toBe(0);
  });
});

describe('control charts', () => {
  test("are Montgomery's", () => {
    const values = [102, 94.8, 98.3, 98.4, 102, 98.5, 99, 97.7, 100, 98.1];
    let sums = { upper: 0, lower: 0 };
    const table = values.map((value) => {
      sums = cusumStep(sums, value, { target: 99, allowance: 1 });
      return [sums.upper, sums.lower];
    });
    const upper = [2, 0, 0, 0, 2, 0.5, 0, 0, 0, 0];
    const lower = [0, 3.2, 2.9, 2.5, 0, 0, 0, 0.3, 0, 0];
    for (const [i, [up, down]] of table.entries()) {
      expect(up).toBeCloseTo(upper[i] ?? Number.NaN, 9);
      expect(down).toBeCloseTo(lower[i] ?? Number.NaN, 9);
    }
  });

  test('of Page and Hinkley rise with a step and not without', () => {
    const run = (values: readonly number[]) => {
      const { sum, least } = values.reduce(
        (state, value) => pageHinkleyStep(state, value, 0.02),
        PAGE_HINKLEY_START,
      );
      return sum - least;
    };
    const flat = new Array(100).fill(0.2);
    expect(run(flat)).toBeCloseTo(0, 9);
    expect(run([...flat, ...new Array(20).fill(0.6)])).toBeGreaterThan(5);
  });
});
