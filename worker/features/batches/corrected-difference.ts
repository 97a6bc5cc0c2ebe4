import { counted } from '@assay/schema/counted.ts';
import type {
  CorrectedDifference,
  DifferenceEstimate,
  DifferenceRefusal,
} from '@assay/schema/types.ts';
import { predictionPoweredDifference } from '../../core/statistics/correction/prediction-powered-difference.ts';
import { roganGladenDifference } from '../../core/statistics/correction/rogan-gladen-difference.ts';
import type { AppliedCalibration } from '../scoring/calibration-cache.ts';
import { type Corrector, REFUSALS, ratesOf, STALE } from './corrected-statistics.ts';
import type { LabelledPairs } from './labelled-pairs.ts';
import type { ScoreTally } from './score-tally.ts';

/** What is known of a judge in two batches. */
export interface JudgedTwice {
  name: string;
  tally: ScoreTally;
  pairs: LabelledPairs;
  correctors: { batch: Corrector; base: Corrector };
}

/**
 * By how much people would say that two batches differ: from pairs that people labelled in both, or, of
 * pass rates alone, from how often the judge is right.
 */
export function correctDifference(judged: JudgedTwice): CorrectedDifference {
  const { pairs } = judged;
  const { question } = pairs.labelled;
  const mean = byLabels(pairs, pairs.values);
  const passRate = passRateOf(judged);
  return {
    question,
    labels: pairs.values.labelled.length,
    mean: 'code' in mean ? null : mean,
    passRate: 'code' in passRate ? null : passRate,
    reasons: [
      ...('code' in mean ? [{ of: 'mean' as const, ...mean }] : []),
      ...('code' in passRate ? [{ of: 'passRate' as const, ...passRate }] : []),
    ],
  };
}

type Refusal = Omit<DifferenceRefusal, 'of'>;

function byLabels(
  { labelled: { question, areTooMany }, areDrawnAlike }: LabelledPairs,
  differences: LabelledPairs['values'],
): DifferenceEstimate | Refusal {
  const { labelled, others } = differences;
  if (areTooMany) return TOO_MANY;
  if (labelled.length === 0) return noLabels(question);
  if (!areDrawnAlike) return UNEQUAL;
  const found = predictionPoweredDifference(labelled, others);
  if (found.status === 'refused') return tooFew(labelled.length);
  const { value, low, high, method } = found;
  return { value, low, high, method };
}

function passRateOf(judged: JudgedTwice): DifferenceEstimate | Refusal {
  const labelled = byLabels(judged.pairs, judged.pairs.passes);
  if (!('code' in labelled)) return labelled;
  return byRates(judged);
}

function byRates({ name, tally, correctors }: JudgedTwice): DifferenceEstimate | Refusal {
  const batch = calibrationOf(name, tally, correctors, 'batch');
  if ('code' in batch) return batch;
  const base = calibrationOf(name, tally, correctors, 'base');
  if ('code' in base) return base;
  const { both, onlyBatch, onlyBase, neither } = tally.passes;
  if (both + onlyBatch + onlyBase + neither === 0) return NO_PAIRS;
  const first = ratesOf(batch.passes);
  const found = roganGladenDifference({
    pairs: { both, onlyFirst: onlyBatch, onlySecond: onlyBase, neither },
    first,
    second: batch.id === base.id ? first : ratesOf(base.passes),
  });
  if (found.status === 'refused') {
    return found.reason === 'too_few_labels'
      ? TOO_FEW_OF_A_KIND
      : { code: found.reason, detail: REFUSALS[found.reason] };
  }
  const { value, low, high } = found;
  return { value, low, high, method: 'rogan_gladen' };
}

function calibrationOf(
  name: string,
  { sums }: ScoreTally,
  correctors: JudgedTwice['correctors'],
  side: 'batch' | 'base',
): AppliedCalibration | Refusal {
  const fitting = correctors[side].fitting(name, sums[side]);
  if (fitting !== undefined) return fitting;
  if (correctors[side].newest(name) !== undefined)
    return { code: 'calibration_stale', detail: STALE };
  return {
    code: 'calibration_missing',
    detail: `The judge of the ${side} was never calibrated. Calibrate it, or label the same samples in both batches.`,
  };
}

function noLabels(question: string | null): Refusal {
  const asked = question === null ? '' : ` for the question ${question}`;
  return {
    code: 'labels_missing',
    detail: `No sample is labelled in both batches${asked}. A calibration says nothing of a difference of means: label a random sample of both.`,
  };
}

function tooFew(labels: number): Refusal {
  return {
    code: 'too_few_labels',
    detail: `${counted(labels, 'sample is', 'samples are')} labelled in both batches. Label at least 20.`,
  };
}

const TOO_FEW_OF_A_KIND: Refusal = {
  code: 'too_few_labels',
  detail: 'The calibration has fewer than 30 labelled passes, or fails. Add labels.',
};
const TOO_MANY: Refusal = {
  code: 'too_many_labels',
  detail: 'A batch has more than 10,000 labels. Label a random sample.',
};
const UNEQUAL: Refusal = {
  code: 'unequal_weights',
  detail:
    'Samples were drawn to be labelled with different probabilities, and how likely both of a pair were is not known. Draw the same samples of both batches, each with the same probability.',
};
const NO_PAIRS: Refusal = {
  code: 'no_pairs',
  detail: 'No sample passed or failed in both batches.',
};
