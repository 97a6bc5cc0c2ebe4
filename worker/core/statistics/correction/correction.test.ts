import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { momentsOf } from '../moments.ts';
import { effectiveSampleSize, leastUsefulCorrelation } from './effective-sample-size.ts';
import { countThatDecides, kishCount } from './labelled-score.ts';
import { labelsForWidth } from './labels-for-width.ts';
import { predictionPoweredAt, tuneLambda } from './prediction-powered-at.ts';
import { predictionPoweredDifference } from './prediction-powered-difference.ts';
import { predictionPoweredMean } from './prediction-powered-mean.ts';
import { roganGladen } from './rogan-gladen.ts';
import { roganGladenDifference } from './rogan-gladen-difference.ts';

const zip = (labels: readonly number[], scores: readonly number[]) =>
  labels.map((label, i) => ({ label, score: scores[i] ?? 0 }));
const repeat = <T>(count: number, value: T) => new Array<T>(count).fill(value);

describe('the prediction-powered mean as published', () => {
  const labelled = zip([1, 0, 1, 1, 0, 1, 0, 1, 0, 1], [1, 0, 1, 0, 0, 1, 1, 1, 0, 1]);
  const others = momentsOf([...repeat(26, 1), ...repeat(14, 0)]);

  test('has the weight that ppi_py computes', () => {
    expect(tuneLambda(labelled, others)).toBeCloseTo(0.4763889, 7);
  });

  test.each([
    [0.4763888888888889, 0.6238194, 0.365293, 0.8823459],
    [1, 0.65, 0.3358703, 0.9641297],
    [0, 0.6, 0.2963637, 0.9036363],
  ])('with the weight %d has the interval that ppi_py computes', (lambda, value, low, high) => {
    const found = predictionPoweredAt(labelled, others, lambda);
    expect(found.value).toBeCloseTo(value, 6);
    expect(found.low).toBeCloseTo(low, 6);
    expect(found.high).toBeCloseTo(high, 6);
  });

  test('is worth as many labels as published', () => {
    expect(effectiveSampleSize(100, 900, 0.8)).toBeCloseTo(235.849, 3);
    expect(effectiveSampleSize(100, 900, 0)).toBeCloseTo(100, 9);
    expect(leastUsefulCorrelation(102)).toBeCloseTo(0.1, 12);
    expect(leastUsefulCorrelation(2)).toBe(1);
  });
});

describe('the corrected mean', () => {
  // 60 passes and 40 fails, of which the judge gets 5 and 5 wrong; it passes 590 of 1,000 others.
  const labelled = [
    ...repeat(55, { label: 1, score: 1 }),
    ...repeat(5, { label: 1, score: 0 }),
    ...repeat(35, { label: 0, score: 0 }),
    ...repeat(5, { label: 0, score: 1 }),
  ];
  const others = momentsOf([...repeat(590, 1), ...repeat(410, 0)]);

  test('of a good judge is narrower than that of the labels alone', () => {
    const corrected = predictionPoweredMean(labelled, others);
    const alone = predictionPoweredMean(labelled, momentsOf([]));
    expect(corrected.method).toBe('prediction_powered');
    expect(alone.method).toBe('labels_alone');
    expect(corrected.high - corrected.low).toBeLessThan(0.75 * (alone.high - alone.low));
    // Regression on the judge: .6 + .79 (.5909 - .6), with the variance of what it leaves open.
    expect(corrected.value).toBeCloseTo(0.6 + 0.7917 * (650 / 1_100 - 0.6), 3);
    expect(corrected.effectiveLabels).toBeGreaterThan(200);
    expect(corrected.lambda).toBeCloseTo(0.72, 1);
  });

  test("of labels alone has Wilson's interval", () => {
    const { value, low, high, effectiveLabels } = predictionPoweredMean(
      [...repeat(18, { label: 1, score: 1 }), ...repeat(2, { label: 0, score: 0 })],
      momentsOf([]),
    );
    expect(value).toBeCloseTo(0.9, 12);
    expect(low).toBeCloseTo(0.698966, 6);
    expect(high).toBeCloseTo(0.972134, 6);
    expect(effectiveLabels).toBe(20);
  });

  test('takes the labels alone where the judge says nothing of them', () => {
    const useless = labelled.map(({ label }, i) => ({ label, score: i % 2 }));
    const found = predictionPoweredMean(useless, others);
    expect(found.lambda).toBeLessThan(0.1);
    expect(found.value).toBeCloseTo(0.6, 1);
  });

  test('takes the labels alone where too few of them differ', () => {
    const nearlyAll = labelled.map(({ score }, i) => ({ label: i < 97 ? 1 : 0, score }));
    expect(predictionPoweredMean(nearlyAll, others).method).toBe('labels_alone');
    const neverWrong = labelled.map(({ label }) => ({ label, score: label }));
    expect(predictionPoweredMean(neverWrong, others).method).toBe('labels_alone');
  });

  test('undoes a sample in which some items were drawn more often', () => {
    // Every item that the judge failed was labelled, and one in ten of those that it passed.
    const drawn = [
      ...repeat(90, { label: 1, score: 1, weight: 10 }),
      ...repeat(10, { label: 0, score: 1, weight: 10 }),
      ...repeat(20, { label: 1, score: 0, weight: 1 }),
      ...repeat(80, { label: 0, score: 0, weight: 1 }),
    ].toSorted((a, b) => ((a.label * 7 + a.score * 3) % 5) - ((b.label * 7 + b.score * 3) % 5));
    const rest = momentsOf(repeat(900, 1));
    const truth = (900 + 20) / 1_100;
    const weighted = predictionPoweredMean(drawn, rest);
    expect(weighted.value).toBeCloseTo(truth, 2);
    expect(weighted.low).toBeLessThan(truth);
    expect(weighted.high).toBeGreaterThan(truth);
    const unweighted = drawn.map(({ label, score }) => ({ label, score }));
    expect(predictionPoweredMean(unweighted, momentsOf([])).value).toBe(0.55);
  });

  test('is the same for weights in any unit, and holds its value', () => {
    const anItem = fc.record({
      label: fc.double({ min: 0, max: 1, noNaN: true }),
      score: fc.double({ min: 0, max: 1, noNaN: true }),
      weight: fc.double({ min: 0.1, max: 10, noNaN: true }),
    });
    const someOthers = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 50 });
    fc.assert(
      fc.property(
        fc.array(anItem, { minLength: 2, maxLength: 60 }),
        someOthers,
        (items, scores) => {
          const found = predictionPoweredMean(items, momentsOf(scores));
          expect(0 <= found.low && found.low <= found.value).toBe(true);
          expect(found.value <= found.high && found.high <= 1).toBe(true);
          const doubled = items.map((item) => ({ ...item, weight: 2 * item.weight }));
          expect(predictionPoweredMean(doubled, momentsOf(scores)).low).toBeCloseTo(found.low, 9);
        },
      ),
    );
  });

  test('refuses single labels and weights of 0', () => {
    expect(() => predictionPoweredMean([{ label: 1, score: 1 }], others)).toThrow('at least 2');
    const weightless = labelled.map((item) => ({ ...item, weight: 0 }));
    expect(() => predictionPoweredMean(weightless, others)).toThrow('above 0');
  });

  test('counts what decides', () => {
    expect(countThatDecides([...repeat(50, 0), ...repeat(50, 1)])).toBeCloseTo(100, 9);
    expect(countThatDecides([...repeat(999, 0), 1])).toBeCloseTo(1, 2);
    expect(countThatDecides([1, 1])).toBe(0);
    expect(kishCount([1, 1, 1, 1])).toBe(4);
    expect(kishCount([1, 3])).toBeCloseTo(1.6, 12);
  });
});

describe('the labels needed for a width', () => {
  test('are fewer with a judge, and none suffice if the items do not', () => {
    const variances = { label: 0.24, rest: 0.06 };
    const needed = labelsForWidth({ variances, items: 10_000 }, 0.1);
    // Cochran: n = rest / ((w / 2z)² - (label - rest) / items).
    expect(needed).toEqual({ withJudge: 95, alone: 369 });
    expect(labelsForWidth({ variances, items: 200 }, 0.1).withJudge).toBeNull();
    expect(() => labelsForWidth({ variances, items: 200 }, 0)).toThrow('above 0');
  });

  test('are as many as there are for the width there is', () => {
    const labelled = Array.from({ length: 400 }, (_, i) => ({
      label: i % 2,
      score: i % 10 === 0 ? 1 - (i % 2) : i % 2,
    }));
    const found = predictionPoweredMean(labelled, momentsOf(repeat(2_000, 0).map((_, i) => i % 2)));
    const { withJudge } = labelsForWidth(found, found.high - found.low);
    expect(Math.abs((withJudge ?? 0) - 400)).toBeLessThan(12);
  });
});

describe('Rogan and Gladen', () => {
  test("has Lang and Reiczigel's interval", () => {
    const found = roganGladen({
      passed: { successes: 400, trials: 1_000 },
      specificity: { successes: 140, trials: 200 },
      sensitivity: { successes: 180, trials: 200 },
    });
    expect(found).toEqual({
      status: 'estimated',
      value: expect.closeTo(0.1666667, 7),
      low: expect.closeTo(0.0563507, 6),
      high: expect.closeTo(0.262733, 6),
    });
  });

  test('refuses a judge whose quality the labels leave open', () => {
    const judged = (right: number, trials: number) => ({
      passed: { successes: 400, trials: 1_000 },
      specificity: { successes: right, trials },
      sensitivity: { successes: right, trials },
    });
    const uncertain = { status: 'refused', reason: 'judge_too_uncertain' };
    expect(roganGladen(judged(50, 100))).toEqual(uncertain);
    expect(roganGladen(judged(30, 100))).toEqual(uncertain);
    expect(roganGladen(judged(60, 100))).toEqual(uncertain);
    expect(roganGladen(judged(6, 10))).toEqual(uncertain);
    expect(roganGladen(judged(600, 1_000)).status).toBe('estimated');
    expect(roganGladen(judged(49, 50))).toEqual({ status: 'refused', reason: 'too_few_errors' });
    expect(roganGladen({ ...judged(5, 9), sensitivity: { successes: 0, trials: 0 } })).toEqual({
      status: 'refused',
      reason: 'no_labels_of_one_kind',
    });
  });

  test('lies from 0 to 1 and holds its value', () => {
    const aCount = fc
      .tuple(fc.nat(300), fc.integer({ min: 1, max: 300 }))
      .map(([a, b]) => ({ successes: Math.min(a, b), trials: b }));
    fc.assert(
      fc.property(aCount, aCount, aCount, (passed, specificity, sensitivity) => {
        const found = roganGladen({ passed, specificity, sensitivity });
        fc.pre(found.status === 'estimated');
        expect(0 <= found.low && found.low <= found.value).toBe(true);
        expect(found.value <= found.high && found.high <= 1).toBe(true);
      }),
    );
  });
});

describe('the corrected difference of pairs', () => {
  // 10 of 100 pairs are better and 4 worse by people; the judge gets 3 of each kind wrong.
  const labelled = [
    ...repeat(8, { label: 1, score: 1 }),
    ...repeat(2, { label: 1, score: 0 }),
    ...repeat(3, { label: -1, score: -1 }),
    ...repeat(1, { label: -1, score: 0 }),
    ...repeat(83, { label: 0, score: 0 }),
    ...repeat(3, { label: 0, score: 1 }),
  ];
  const others = momentsOf([...repeat(110, 1), ...repeat(30, -1), ...repeat(860, 0)]);

  test('is narrower with the judge than without, and near what people say', () => {
    const corrected = predictionPoweredDifference(labelled, others);
    const alone = predictionPoweredDifference(labelled, momentsOf([]));
    if (corrected.status === 'refused' || alone.status === 'refused') throw new Error('refused');
    expect(alone).toMatchObject({ method: 'labels_alone', value: expect.closeTo(0.06, 12) });
    // Agresti and Min: (14 - .36 + 1 + .06²) / 101, and the quantile of Student with 99 degrees.
    const margin = 1.984217 * Math.sqrt((14 - 0.36 + 1 + 0.0036) / 101 / 100);
    expect(alone.high - alone.value).toBeCloseTo(margin, 5);
    expect(corrected.method).toBe('prediction_powered');
    expect(corrected.high - corrected.low).toBeLessThan(0.8 * (alone.high - alone.low));
    expect(corrected.value).toBeGreaterThan(0.05);
    expect(corrected.value).toBeLessThan(0.075);
  });

  test('uses the labels alone where the judge was hardly ever wrong, and refuses few labels', () => {
    const right = labelled.map(({ label }) => ({ label, score: label }));
    expect(predictionPoweredDifference(right, others)).toMatchObject({ method: 'labels_alone' });
    expect(predictionPoweredDifference(labelled.slice(0, 19), others)).toEqual({
      status: 'refused',
      reason: 'too_few_labels',
    });
  });

  test('has an interval although no labelled pair differs', () => {
    const same = repeat(50, { label: 0, score: 0 });
    const found = predictionPoweredDifference(same, others);
    expect(found).toMatchObject({ status: 'estimated', value: 0 });
    expect(found.status === 'estimated' && found.high).toBeGreaterThan(0.02);
  });

  test('holds its value, and turns with the sides', () => {
    const aDifference = fc.double({ min: -1, max: 1, noNaN: true });
    const aPair = fc.record({ label: aDifference, score: aDifference });
    fc.assert(
      fc.property(
        fc.array(aPair, { minLength: 20, maxLength: 50 }),
        fc.array(aDifference, { maxLength: 40 }),
        (pairs, rest) => {
          const found = predictionPoweredDifference(pairs, momentsOf(rest));
          const turned = predictionPoweredDifference(
            pairs.map(({ label, score }) => ({ label: -label, score: -score })),
            momentsOf(rest.map((score) => -score)),
          );
          if (found.status === 'refused' || turned.status === 'refused') throw new Error('refused');
          expect(-1 <= found.low && found.low <= found.high && found.high <= 1).toBe(true);
          expect(turned.value).toBeCloseTo(-found.value, 9);
          expect(turned.high).toBeCloseTo(-found.low, 9);
        },
      ),
    );
  });
});

describe('the difference of two Rogan-Gladen estimates', () => {
  const pairs = { both: 500, onlyFirst: 150, onlySecond: 50, neither: 300 };
  const good = {
    sensitivity: { successes: 180, trials: 200 },
    specificity: { successes: 160, trials: 200 },
  };

  test('of one judge is what it passed more, by how much better than chance it is', () => {
    const found = roganGladenDifference({ pairs, first: good, second: good });
    if (found.status === 'refused') throw new Error(found.reason);
    expect(found.value).toBeCloseTo(0.1 / 0.7, 12);
    const alone = roganGladen({ passed: { successes: 650, trials: 1_000 }, ...good });
    if (alone.status === 'refused') throw new Error(alone.reason);
    // What is wrong with the judge is wrong with both, so the difference is surer than either share.
    expect(found.high - found.low).toBeLessThan(alone.high - alone.low);
  });

  test('of two judges is less sure', () => {
    const one = roganGladenDifference({ pairs, first: good, second: good });
    const two = roganGladenDifference({ pairs, first: good, second: { ...good } });
    if (one.status === 'refused' || two.status === 'refused') throw new Error('refused');
    expect(two.value).toBeCloseTo(one.value, 12);
    expect(two.high - two.low).toBeGreaterThan(1.5 * (one.high - one.low));
  });

  test('is refused as each share is, and for few labels of a kind', () => {
    const rates = (right: number, trials: number) => ({
      sensitivity: { successes: right, trials },
      specificity: { successes: right, trials },
    });
    const refusal = (second: typeof good) => roganGladenDifference({ pairs, first: good, second });
    expect(refusal(rates(50, 100))).toMatchObject({ reason: 'judge_too_uncertain' });
    expect(refusal(rates(49, 50))).toMatchObject({ reason: 'too_few_errors' });
    expect(refusal(rates(27, 29))).toMatchObject({ reason: 'too_few_labels' });
    expect(refusal(rates(0, 0))).toMatchObject({ reason: 'no_labels_of_one_kind' });
  });
});
