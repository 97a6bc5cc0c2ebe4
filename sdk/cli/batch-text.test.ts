import type { BatchReport, ScorerComparison } from '@assay/schema/types.ts';
import { expect, test } from 'vitest';
import { comparisonRows, statisticsRows, uncorrectedLines } from './batch-text.ts';

const estimate = { value: 0.5, low: 0.4, high: 0.6 };
const statistics = (name: string, more = {}) => ({
  name,
  ...{ scored: 2, abstained: 0, skipped: 0, error: 0, quantiles: [] },
  mean: estimate,
  passRate: null,
  ...more,
});

test('a corpus has a column where a scorer has one, on the scale of the metric', () => {
  const report = (...all: ReturnType<typeof statistics>[]): Pick<BatchReport, 'statistics'> => ({
    statistics: all,
  });
  const bleu = statistics('bleu', { corpus: { value: 0.38683, raw: 38.683 } });
  expect(statisticsRows(report(bleu, statistics('contains')))).toEqual([
    ['scorer', 'scored', 'errors', 'mean', 'corpus', 'pass rate'],
    ['bleu', '2', '0', '0.50 (0.40 to 0.60)', '38.68', '–'],
    ['contains', '2', '0', '0.50 (0.40 to 0.60)', '–', '–'],
  ]);
  expect(statisticsRows(report(statistics('contains')))[0]).not.toContain('corpus');
});

test('a comparison shows the corpora of base and batch, and their difference', () => {
  const compared = (name: string, more = {}): ScorerComparison => ({
    ...{ name, pairs: 2, mean: null, passRate: null, mcnemar: null },
    ...{ wins: 1, losses: 0, ties: 1, lost: 0 },
    ...more,
  });
  const bleu = compared('bleu', {
    corpus: {
      base: { value: 0.38, raw: 38 },
      batch: { value: 0.4, raw: 40 },
      difference: { value: 0.02, raw: 2 },
    },
  });
  const [heads, first, second] = comparisonRows({ scorers: [bleu, compared('verdict')] });
  expect(heads?.[3]).toBe('corpus');
  expect([first?.[3], second?.[3]]).toEqual(['38.00 → 40.00 (+2.00)', '–']);
});

test('a corrected difference has a row of its own, and says why one is missing', () => {
  const rubric: ScorerComparison = {
    ...{ name: 'rubric', pairs: 100, mean: null, passRate: null, mcnemar: null },
    ...{ wins: 1, losses: 0, ties: 99, lost: 0 },
    corrected: {
      batch: null,
      base: null,
      difference: {
        question: 'polite',
        labels: 0,
        mean: null,
        passRate: { value: 0.05, low: -0.012, high: 0.112, method: 'rogan_gladen' },
        reasons: [{ of: 'mean', code: 'labels_missing', detail: 'Label a random sample of both.' }],
      },
    },
  };
  expect(comparisonRows({ scorers: [rubric] })[2]).toEqual([
    'rubric, corrected',
    '– → –',
    '–',
    '+5.0 points (-1.2 points to +11.2 points)',
    '',
  ]);
  expect(uncorrectedLines({ scorers: [rubric] })).toEqual([
    'rubric: no corrected difference of the mean (labels_missing). Label a random sample of both.',
  ]);
});
