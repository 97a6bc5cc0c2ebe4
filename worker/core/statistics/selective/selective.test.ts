import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clopperPearsonUpper, labelsForGuarantee } from './clopper-pearson.ts';
import { hoeffdingBentkus } from './hoeffding-bentkus.ts';
import { type ConfidentAnswer, selectiveThreshold } from './selective-threshold.ts';
import { conformalQuantile } from './split-conformal.ts';

/** So many answers at one confidence, of which some are errors. */
const at = (confidence: number, count: number, errors: number): ConfidentAnswer[] =>
  Array.from({ length: count }, (_, i) => ({ confidence, loss: i < errors ? 1 : 0 }));

describe('the upper limit of Clopper and Pearson', () => {
  test.each([
    [1, 40, 0.093797],
    [2, 80, 0.06516],
    [5, 120, 0.075916],
    [13, 160, 0.116268],
  ])('of %i errors in %i is as published', (errors, trials, limit) => {
    expect(clopperPearsonUpper(errors, trials, 0.9)).toBeCloseTo(limit, 6);
  });

  test('of errors alone is 1', () => {
    expect(clopperPearsonUpper(5, 5, 0.9)).toBe(1);
    expect(clopperPearsonUpper(0, 0, 0.9)).toBe(1);
  });
});

describe('the labels for a guarantee', () => {
  test.each([
    [0.15, 0.9, [15, 25, 34, 60]],
    [0.1, 0.9, [22, 38, 52, 91]],
    [0.1, 0.95, [29, 46, 61, 103]],
    [0.05, 0.95, [59, 93, 124, 208]],
  ])('of a risk of %d with %d are as tabulated', (risk, confidence, labels) => {
    const needed = [0, 1, 2, 5].map((errors) => labelsForGuarantee(errors, risk, confidence));
    expect(needed).toEqual(labels);
  });

  test('are just enough for the limit to be within the risk', () => {
    fc.assert(
      fc.property(fc.nat(20), fc.double({ min: 0.02, max: 0.5, noNaN: true }), (errors, risk) => {
        const labels = labelsForGuarantee(errors, risk, 0.9);
        expect(clopperPearsonUpper(errors, labels, 0.9)).toBeLessThanOrEqual(risk + 1e-9);
        expect(clopperPearsonUpper(errors, labels - 1, 0.9)).toBeGreaterThan(risk - 1e-9);
      }),
    );
  });

  test('of no risk, or of certainty, do not exist', () => {
    expect(() => labelsForGuarantee(0, 0, 0.9)).toThrow(RangeError);
    expect(() => labelsForGuarantee(0, 0.1, 1)).toThrow(RangeError);
  });
});

describe('the selective threshold', () => {
  const guarantee = { risk: 0.1, confidence: 0.9 };

  test('is the last before the first that fails', () => {
    const answers = [...at(0.9, 40, 1), ...at(0.8, 40, 1), ...at(0.7, 40, 3), ...at(0.6, 40, 8)];
    expect(selectiveThreshold(answers, guarantee)).toEqual({
      status: 'guaranteed',
      threshold: 0.7,
      coverage: 0.75,
      labels: 120,
      losses: 5,
      upperRisk: expect.closeTo(0.075916, 6),
    });
  });

  test('does not go on after a failure, even if a lower threshold would pass', () => {
    const answers = [...at(0.9, 40, 12), ...at(0.5, 1_000, 0)];
    expect(selectiveThreshold(answers, guarantee)).toEqual({
      status: 'always_abstain',
      labelsNeeded: 22,
    });
  });

  test('passes over thresholds with too few labels above them', () => {
    const found = selectiveThreshold([...at(0.95, 5, 0), ...at(0.9, 60, 1)], guarantee);
    expect(found).toMatchObject({ status: 'guaranteed', threshold: 0.9, labels: 65 });
  });

  test('is never reached with few labels, however good they are', () => {
    expect(selectiveThreshold(at(0.9, 21, 0), guarantee).status).toBe('always_abstain');
    expect(selectiveThreshold(at(0.9, 22, 0), guarantee).status).toBe('guaranteed');
    expect(selectiveThreshold([], guarantee).status).toBe('always_abstain');
  });

  test('takes losses between 0 and 1', () => {
    const answers = at(0.9, 300, 0).map((answer) => ({ ...answer, loss: 0.04 }));
    const found = selectiveThreshold(answers, guarantee);
    expect(found).toMatchObject({ status: 'guaranteed', threshold: 0.9, upperRisk: null });
    const worse = answers.map((answer) => ({ ...answer, loss: 0.09 }));
    expect(selectiveThreshold(worse, guarantee).status).toBe('always_abstain');
  });

  test('does not depend on the order of the labels, and rises with what is asked for', () => {
    const anAnswer = fc.record({
      confidence: fc.integer({ min: 0, max: 20 }).map((twentieths) => twentieths / 20),
      loss: fc.constantFrom(0, 0, 0, 0, 1),
    });
    fc.assert(
      fc.property(fc.array(anAnswer, { maxLength: 120 }), (answers) => {
        const found = selectiveThreshold(answers, { risk: 0.3, confidence: 0.8 });
        expect(selectiveThreshold(answers.toReversed(), { risk: 0.3, confidence: 0.8 })).toEqual(
          found,
        );
        const stricter = selectiveThreshold(answers, { risk: 0.2, confidence: 0.8 });
        if (stricter.status === 'guaranteed' && found.status === 'guaranteed') {
          expect(stricter.threshold).toBeGreaterThanOrEqual(found.threshold);
        }
      }),
    );
  });
});

describe('the probability of Hoeffding and Bentkus', () => {
  test('of the published example is the smaller of the two', () => {
    expect(hoeffdingBentkus(0.05, 100, 0.1)).toBeCloseTo(0.1565102, 7);
  });

  test('falls as losses do', () => {
    const aLoss = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(aLoss, aLoss, fc.integer({ min: 1, max: 500 }), (one, other, trials) => {
        const [low, high] = [Math.min(one, other), Math.max(one, other)];
        const [p, q] = [low, high].map((loss) => hoeffdingBentkus(loss, trials, 0.1));
        expect(p).toBeLessThanOrEqual((q ?? 0) + 1e-12);
        expect(hoeffdingBentkus(1, trials, 0.1)).toBe(1);
      }),
    );
  });
});

describe('split conformal prediction', () => {
  test('of the worked example takes the eighth of nine', () => {
    const scores = [0.12, 0.05, 0.33, 0.21, 0.48, 0.09, 0.27, 0.15, 0.4];
    expect(conformalQuantile(scores, 0.2)).toBe(0.4);
    expect(conformalQuantile(scores, 0.1)).toBe(0.48);
    expect(conformalQuantile(scores, 0.05)).toBe(Number.POSITIVE_INFINITY);
  });
});
