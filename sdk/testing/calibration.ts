import type { Calibration, CalibrationReport, Estimate } from '@assay/schema/types.ts';

const estimate = (value: number, low: number, high: number): Estimate => ({ value, low, high });

/** What 100 labels tell of a judge that is wrong in 15. */
const REPORT: CalibrationReport = {
  counts: {
    ...{ labels: 104, used: 100, effective: 100, errors: 3, abstained: 0, skipped: 0 },
    ...{ chosen: 1, undecided: 0, otherVersion: 0 },
  },
  errors: [{ code: 'judge_timeout', count: 3 }],
  versions: [{ model: 'local/judge-1', version: 'v1', labels: 101 }],
  agreement: {
    raw: estimate(0.85, 0.767, 0.907),
    kappa: estimate(0.7, 0.56, 0.84),
    ac1: estimate(0.7, 0.56, 0.84),
  },
  people: {
    ...{ people: 2, samples: 40, raw: estimate(0.9, 0.77, 0.96) },
    ...{ kappa: estimate(0.8, 0.6, 1), ac1: estimate(0.8, 0.6, 1), alpha: estimate(0.8, 0.6, 1) },
  },
  confusion: { truePositive: 40, falsePositive: 5, trueNegative: 45, falseNegative: 10 },
  sensitivity: estimate(0.8, 0.67, 0.89),
  specificity: estimate(0.9, 0.79, 0.96),
  passRate: { people: estimate(0.5, 0.4, 0.6), judge: estimate(0.45, 0.36, 0.55) },
  curve: {
    method: 'platt',
    before: { ece: 0.15, brier: 0.15 },
    after: { ece: 0.01, brier: 0.12 },
    points: [
      { value: 0, probability: 0.19, low: 0.09, high: 0.3 },
      { value: 1, probability: 0.88, low: 0.77, high: 0.96 },
    ],
    bins: [],
  },
  slices: [
    {
      by: 'language',
      slice: 'de',
      n: 30,
      agreement: estimate(0.6, 0.4, 0.78),
      bias: estimate(0.3, 0.1, 0.5),
      isDifferent: true,
    },
  ],
  guarantee: {
    ...{ risk: 0.1, confidence: 0.9, threshold: null, coverage: 0 },
    ...{ n: 0, wrong: 0, tested: 100, needed: 22 },
  },
  width: { now: 0.14, asked: 0.1, more: 92 },
  disagreements: [
    { index: 7, sampleId: 'a|b', people: 1, judge: 0, reason: 'It is\u001b[31m rude.' },
  ],
  remarks: [{ code: 'no_guarantee', message: 'No confidence is high enough.' }],
};

export function calibrationOf(more: Partial<Calibration> = {}): Calibration {
  return {
    id: 'cal_1',
    status: 'completed',
    scorer: { scorer: 'rubric' },
    name: 'house-tone',
    fingerprint: 'sha256:1',
    judges: [{ model: 'local/judge-1', version: 'v1' }],
    dataset: null,
    question: null,
    n: 104,
    terms: { risk: 0.1, confidence: 0.9, width: 0.1 },
    passAt: 0.5,
    batch: 'bat_1',
    agreement: estimate(0.85, 0.767, 0.907),
    error: null,
    createdAt: '2026-01-01T00:00:00Z',
    endedAt: '2026-01-01T00:01:00Z',
    progress: { total: 104, done: 104, errors: 3 },
    report: REPORT,
    ...more,
  };
}
