import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../random.ts';
import { fitBeta } from './beta-calibration.ts';
import { calibrationBand, limitsAt } from './calibration-band.ts';
import { calibrationError } from './calibration-error.ts';
import { applyCalibrator, chooseCalibrator, fitCalibrator } from './choose-calibrator.ts';
import { confusionOf } from './confusion.ts';
import { fitIsotonic, poolAdjacentViolators } from './isotonic.ts';
import { applyPlatt, fitPlatt } from './platt.ts';

const zip = (scores: readonly number[], passes: readonly number[]) =>
  scores.map((score, i) => ({ score, isPass: passes[i] === 1 }));
const aShare = fc.double({ min: 0, max: 1, noNaN: true });
const someLabels = fc
  .array(fc.record({ score: aShare, isPass: fc.boolean() }), { minLength: 4, maxLength: 60 })
  .filter((items) => new Set(items.map(({ isPass }) => isPass)).size === 2);

/** A judge whose score of `s` means a pass with the probability `s` to the power. */
function judgeOf(count: number, power: number) {
  const random = seededRandom(7);
  return Array.from({ length: count }, () => {
    const score = random();
    return { score, isPass: random() < score ** power };
  });
}

describe("Platt's scaling", () => {
  test('is what scikit-learn fits', () => {
    const fitted = fitPlatt(zip([5, -4, 1], [1, 0, 0]));
    expect(fitted.a).toBeCloseTo(-0.20261354, 5);
    expect(fitted.b).toBeCloseTo(0.65236315, 5);
    const probabilities = [5, -4, 1].map((score) => applyPlatt(fitted, score));
    for (const [i, expected] of [0.589211, 0.188036, 0.38942].entries()) {
      expect(probabilities[i]).toBeCloseTo(expected, 5);
    }
  });
});

describe('beta calibration', () => {
  // scikit-learn 1.2, LogisticRegression(penalty=None, tol=1e-12) on ln s and -ln(1 - s).
  const scores = [0.1, 0.2, 0.3, 0.35, 0.4, 0.5, 0.55, 0.6, 0.7, 0.8, 0.85, 0.9];

  test('drops the term that would fall, and fits the other again', () => {
    const withoutB = fitBeta(zip(scores, [0, 0, 1, 0, 0, 1, 0, 1, 1, 1, 0, 1]));
    expect(withoutB.b).toBe(0);
    expect(withoutB.a).toBeCloseTo(2.05564585, 4);
    expect(withoutB.c).toBeCloseTo(1.55917974, 4);
    const withoutA = fitBeta(zip(scores, [0, 1, 0, 0, 1, 0, 1, 0, 1, 0, 1, 1]));
    expect(withoutA.a).toBe(0);
    expect(withoutA.b).toBeGreaterThan(0);
  });

  test('of a judge who scores against people is flat', () => {
    const { a, b, c } = fitBeta(zip([0.1, 0.2, 0.8, 0.9], [1, 1, 0, 0]));
    expect([a, b]).toEqual([0, 0]);
    expect(c).toBeCloseTo(0, 6);
  });

  test('takes scores of 0 and 1, and labels that a threshold separates', () => {
    const fitted = fitBeta(zip([0, 0, 0.4, 0.6, 1, 1], [0, 0, 0, 1, 1, 1]));
    for (const score of [0, 0.5, 1]) {
      const probability = applyCalibrator(fitted, score);
      expect(probability >= 0 && probability <= 1).toBe(true);
    }
  });
});

describe('isotonic calibration', () => {
  test('pools as scikit-learn does', () => {
    expect(poolAdjacentViolators([3, 7, 5, 9, 8, 7, 10])).toEqual([3, 6, 6, 8, 8, 8, 10]);
    const pooled = poolAdjacentViolators([1, 41, 51, 1, 2, 5, 24], [1, 2, 3, 4, 5, 6, 7]);
    for (const [i, expected] of [1, 13.95, 13.95, 13.95, 13.95, 13.95, 24].entries()) {
      expect(pooled[i]).toBeCloseTo(expected, 9);
    }
  });

  test('never falls, keeps the mean, and changes nothing that rises already', () => {
    const some = fc.array(aShare, { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(some, (values) => {
        const pooled = poolAdjacentViolators(values);
        const total = (list: readonly number[]) => list.reduce((sum, value) => sum + value, 0);
        expect(total(pooled)).toBeCloseTo(total(values), 9);
        expect(pooled.every((value, i) => i === 0 || value >= (pooled[i - 1] ?? 0))).toBe(true);
        expect(poolAdjacentViolators(pooled)).toHaveLength(values.length);
        const sorted = values.toSorted((a, b) => a - b);
        for (const [i, value] of poolAdjacentViolators(sorted).entries()) {
          expect(value).toBeCloseTo(sorted[i] ?? 0, 12);
        }
      }),
    );
  });

  test('counts equal scores together, and stays level beyond the ends', () => {
    const fitted = fitIsotonic(zip([0.2, 0.2, 0.6, 0.6], [0, 1, 1, 1]));
    expect(fitted.points).toEqual([
      [0.2, 0.5],
      [0.6, 1],
    ]);
    const at = (score: number) => applyCalibrator(fitted, score);
    expect([at(0), at(0.2), at(0.4), at(0.6), at(1)]).toEqual([0.5, 0.5, 0.75, 1, 1]);
  });
});

describe('every calibrator', () => {
  test.each(['platt', 'beta', 'isotonic'] as const)('of %s gives probabilities', (method) => {
    fc.assert(
      fc.property(someLabels, fc.array(aShare), (labelled, scores) => {
        const fitted = fitCalibrator(method, labelled);
        for (const score of scores) {
          const probability = applyCalibrator(fitted, score);
          expect(probability >= 0 && probability <= 1).toBe(true);
        }
      }),
    );
  });

  test.each(['beta', 'isotonic'] as const)('of %s never falls with the score', (method) => {
    fc.assert(
      fc.property(someLabels, aShare, aShare, (labelled, one, other) => {
        const fitted = fitCalibrator(method, labelled);
        const [low, high] = [Math.min(one, other), Math.max(one, other)];
        expect(applyCalibrator(fitted, low)).toBeLessThanOrEqual(
          applyCalibrator(fitted, high) + 1e-12,
        );
      }),
    );
  });

  test.each(['platt', 'beta', 'isotonic'] as const)(
    'of %s counts an item of weight 2 as two',
    (method) => {
      const items = judgeOf(40, 1);
      const doubled = fitCalibrator(method, [...items, ...items]);
      const weighted = fitCalibrator(
        method,
        items.map((item) => ({ ...item, weight: 2 })),
      );
      for (const score of [0.1, 0.5, 0.9]) {
        expect(applyCalibrator(weighted, score)).toBeCloseTo(applyCalibrator(doubled, score), 6);
      }
    },
  );
});

describe('the error of calibration', () => {
  test('is that of the example in uncertainty-calibration', () => {
    const { ece, l2, max, brier } = calibrationError(
      zip([0.25, 0.25, 0.55, 0.75, 0.75], [0, 0, 1, 1, 1]),
      2,
    );
    expect(ece).toBeCloseTo(0.29, 12);
    expect(l2).toBeCloseTo(0.291833, 6);
    expect(max).toBeCloseTo(0.316667, 6);
    expect(brier).toBeCloseTo((2 * 0.0625 + 0.2025 + 2 * 0.0625) / 5, 12);
  });

  test('puts 0 into the first bin and 1 into the last, and nothing else', () => {
    expect(calibrationError(zip([0, 1], [0, 1])).max).toBe(0);
    expect(() => calibrationError(zip([1.2], [1]))).toThrow('from 0 to 1');
  });
});

describe('the choice of a calibrator', () => {
  test('leaves a judge alone that keeps its word', () => {
    const found = chooseCalibrator(judgeOf(400, 1));
    if (found.status !== 'calibrated') throw new Error(found.reason);
    expect(Math.abs(applyCalibrator(found.calibrator, 0.7) - 0.7)).toBeLessThan(0.1);
    expect(found.after.brier).toBeLessThan(found.before.brier + 0.01);
  });

  test.each([300, 1_500])('brings a judge that scores too high down, with %i labels', (count) => {
    const labelled = judgeOf(count, 4);
    const found = chooseCalibrator(labelled);
    if (found.status !== 'calibrated') throw new Error(found.reason);
    expect(found.calibrator.method).not.toBe('identity');
    expect(found.before.ece).toBeGreaterThan(0.25);
    expect(found.after.ece).toBeLessThan(0.1);
    expect(found.after.brier).toBeLessThan(found.before.brier - 0.1);
    const near = labelled.filter(({ score }) => Math.abs(score - 0.8) < 0.1);
    const passing = near.filter(({ isPass }) => isPass).length / near.length;
    expect(Math.abs(applyCalibrator(found.calibrator, 0.8) - passing)).toBeLessThan(0.05);
  });

  test('refuses labels that are nearly all passes', () => {
    const labelled = judgeOf(100, 1).map((item, i) => ({ ...item, isPass: i > 5 }));
    expect(chooseCalibrator(labelled)).toEqual({
      status: 'refused',
      reason: 'too_few_labels_of_one_kind',
    });
  });
});

describe('the band around a calibrator', () => {
  test('is narrower with more labels, and holds the probability', () => {
    const bandOf = (count: number) =>
      calibrationBand(judgeOf(count, 2), 'platt', { random: seededRandom(3), resamples: 100 });
    const [few, many] = [limitsAt(bandOf(50), 0.5, 0.25), limitsAt(bandOf(2_000), 0.5, 0.25)];
    expect(many.high - many.low).toBeLessThan((few.high - few.low) / 3);
    expect(few.low).toBeLessThanOrEqual(0.25);
    expect(few.high).toBeGreaterThanOrEqual(0.25);
    expect(bandOf(50)).toEqual(bandOf(50));
  });
});

describe('a confusion matrix', () => {
  const pairs = (judged: boolean, labelled: boolean, count: number, weight = 1) =>
    new Array(count).fill({ judged, labelled, weight });

  test("has each share with Wilson's interval", () => {
    const found = confusionOf([
      ...pairs(true, true, 18),
      ...pairs(false, true, 2),
      ...pairs(false, false, 90),
      ...pairs(true, false, 10),
    ]);
    expect(found.counts).toEqual({ truePass: 18, falsePass: 10, trueFail: 90, falseFail: 2 });
    expect(found.sensitivity?.value).toBe(0.9);
    expect(found.sensitivity?.low).toBeCloseTo(0.698966, 6);
    expect(found.specificity?.low).toBeCloseTo(0.825634, 6);
    expect(found.specificity?.high).toBeCloseTo(0.944771, 6);
    expect(found.precision?.value).toBeCloseTo(18 / 28, 12);
  });

  test('weighs items by how likely they were to be drawn, and is less certain for it', () => {
    const found = confusionOf([...pairs(true, true, 10, 9), ...pairs(false, true, 10, 1)]);
    expect(found.sensitivity?.value).toBeCloseTo(0.9, 12);
    const even = confusionOf([...pairs(true, true, 18), ...pairs(false, true, 2)]);
    expect(found.sensitivity?.low).toBeLessThan(even.sensitivity?.low ?? 0);
    expect(found.specificity).toBeNull();
  });
});
