import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Random, seededRandom } from '../random.ts';
import { addToBaseline, baselineLimits, EMPTY_BASELINE, spreadOf } from './baseline.ts';
import { evidenceOf, observe, startDetector } from './detector.ts';
import { planDetector } from './detector-plan.ts';
import { addToSequence, EMPTY_SEQUENCE, sequenceInterval } from './mean-sequence.ts';

const baselineOf = (values: readonly number[]) => values.reduce(addToBaseline, EMPTY_BASELINE);
const passes = (random: Random, share: number) => (random() < share ? 1 : 0);
const draw = (count: number, next: () => number) => Array.from({ length: count }, next);
const score = fc.double({ min: 0, max: 1, noNaN: true });

describe('the baseline', () => {
  test('of passes and fails has the limits of Clopper and Pearson', () => {
    const limits = baselineLimits(
      baselineOf([1, 1, 1, 1, 1, 1, 0, ...draw(7, () => 1), 0, ...draw(7, () => 1)]),
      0.975,
    );
    // R: binom.test(20, 22)$conf.int
    expect(limits.low).toBeCloseTo(0.7083867, 5);
    expect(limits.high).toBeCloseTo(0.9887937, 5);
  });

  test('is surer of values that vary less, and not sure of values that are all equal', () => {
    const random = seededRandom(1);
    const wide = baselineLimits(baselineOf(draw(200, () => passes(random, 0.7))), 0.9);
    const narrow = baselineLimits(baselineOf(draw(200, () => 0.6 + 0.2 * random())), 0.9);
    const same = baselineLimits(baselineOf(draw(200, () => 0.7)), 0.9);
    expect(narrow.high - narrow.low).toBeLessThan((wide.high - wide.low) / 3);
    expect(same.low).toBeLessThan(0.7);
    expect(same.high).toBeGreaterThan(0.7);
  });

  test('notices that values resemble those before them', () => {
    const random = seededRandom(2);
    let last = 0;
    const sticky = draw(2_000, () => {
      if (random() >= 0.5) last = passes(random, 0.6);
      return last;
    });
    expect(spreadOf(baselineOf(sticky)).correlation).toBeCloseTo(0.5, 1);
    expect(spreadOf(baselineOf(draw(2_000, random))).correlation).toBeLessThan(0.05);
  });

  test('has limits around its mean, within the range of values', () => {
    fc.assert(
      fc.property(fc.array(score, { minLength: 2 }), (values) => {
        const { value, low, high } = baselineLimits(baselineOf(values), 0.9);
        expect(low).toBeGreaterThanOrEqual(0);
        expect(low).toBeLessThanOrEqual(value + 1e-9);
        expect(high).toBeGreaterThanOrEqual(value - 1e-9);
        expect(high).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('the planned detector', () => {
  const options = { targetRunLength: 500, smallestEffect: 0.1 };
  const run = (
    random: Random,
    { share, later, most }: Record<'share' | 'later' | 'most', number>,
  ) => {
    const plan = planDetector(baselineOf(draw(200, () => passes(random, share))), options);
    let state = startDetector(plan);
    while (state.count < most && !evidenceOf(plan, state).isAlarm) {
      state = observe(plan, state, passes(random, later));
    }
    return { values: state.count, ...evidenceOf(plan, state) };
  };

  test('alarms later than asked for without drift, on average over baselines', () => {
    const random = seededRandom(7);
    const quiet = draw(60, () => run(random, { share: 0.8, later: 0.8, most: 2_000 }).values);
    expect(quiet.reduce((sum, values) => sum + values, 0) / 60).toBeGreaterThan(500);
  });

  test('finds a change and its direction', () => {
    const random = seededRandom(8);
    const worse = draw(20, () => 0).map(() => run(random, { share: 0.8, later: 0.5, most: 500 }));
    expect(worse.every(({ isAlarm, direction }) => isAlarm && direction === 'decrease')).toBe(true);
    expect(worse.reduce((sum, { values }) => sum + values, 0) / 20).toBeLessThan(80);
    const better = run(random, { share: 0.5, later: 0.9, most: 500 });
    expect(better).toMatchObject({ isAlarm: true, direction: 'increase' });
  });

  test('remembers as much after ten thousand values as after one, as JSON too', () => {
    const plan = planDetector(baselineOf(draw(50, () => 0.7).concat(0.9)), options);
    let state = startDetector(plan);
    const numbers = state.logSums.length + state.runs.length;
    for (let i = 0; i < 10_000; i += 1) state = observe(plan, state, i % 2 ? 0 : 0.1);
    expect(state.logSums.length + state.runs.length).toBe(numbers);
    expect(JSON.parse(JSON.stringify({ plan, state }))).toEqual({ plan, state });
    expect(evidenceOf(plan, state).logEvidence).toBeGreaterThan(100);
  });

  test('dates the change to where the evidence began to rise', () => {
    const plan = planDetector(baselineOf(draw(100, () => 0.8).concat(0.7, 0.9)), options);
    let state = startDetector(plan);
    for (let i = 0; i < 80; i += 1) state = observe(plan, state, i < 60 ? 0.8 : 0.5);
    expect(state.runs.find(({ direction }) => direction === 'decrease')?.start).toBe(60);
  });

  test('does not watch for what cannot happen', () => {
    const plan = planDetector(baselineOf(draw(100, () => 1)), options);
    expect(new Set(plan.bets.map(({ direction }) => direction))).toEqual(new Set(['decrease']));
    expect(plan.bets.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 12);
  });

  test('refuses options outside their range, short baselines and values that are no scores', () => {
    const baseline = baselineOf(draw(20, () => 0.7));
    expect(() => planDetector(baseline, { ...options, targetRunLength: 1 })).toThrow('run length');
    expect(() => planDetector(baseline, { ...options, smallestEffect: 0 })).toThrow('effect');
    expect(() => planDetector(baselineOf([1, 0, 1]), options)).toThrow('at least 10');
    const plan = planDetector(baseline, options);
    expect(() => observe(plan, startDetector(plan), Number.NaN)).toThrow('from 0 to 1');
  });

  test('bets never more than it has, whatever the baseline', () => {
    fc.assert(
      fc.property(fc.array(score, { minLength: 10 }), fc.array(score), (before, values) => {
        const plan = planDetector(baselineOf(before), options);
        const end = values.reduce(
          (state, value) => observe(plan, state, value),
          startDetector(plan),
        );
        expect(end.logSums.every((sum) => Number.isFinite(sum) && sum >= 0)).toBe(true);
      }),
    );
  });
});

describe('the sequence of a mean', () => {
  test('covers the mean all along and closes in on it', () => {
    const random = seededRandom(3);
    const runs = draw(60, () => 0).map(() => {
      let [sequence, isCovered] = [EMPTY_SEQUENCE, true];
      for (let i = 0; i < 400; i += 1) {
        sequence = addToSequence(sequence, passes(random, 0.3));
        const { low, high } = sequenceInterval(sequence);
        isCovered &&= low <= 0.3 && 0.3 <= high;
      }
      const { low, high } = sequenceInterval(sequence);
      return { isCovered, width: high - low };
    });
    // 5% of 60 are 3.
    expect(runs.filter(({ isCovered }) => !isCovered).length).toBeLessThan(8);
    expect(runs.reduce((sum, { width }) => sum + width, 0) / 60).toBeLessThan(0.25);
  });

  test('of nothing is everything', () => {
    expect(sequenceInterval(EMPTY_SEQUENCE)).toEqual({ value: 0.5, low: 0, high: 1 });
  });
});
