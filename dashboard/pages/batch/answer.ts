import type { BatchComparison } from '@assay/sdk';
import { change, percent, points } from '../../parts/numbers.ts';

/** The answer to the question that a batch is opened with. */
export interface Answer {
  kind: 'better' | 'worse' | 'unclear' | 'same' | 'unknown';
  /** Better or worse than the base, and by how much. */
  headline: string;
  /** Whether it is sure. */
  detail: string;
}

/**
 * Says whether a batch is better or worse than its base, by how much, and whether that is sure: it is
 * where the 95% interval of the difference does not contain 0.
 *
 * @param name the score that is compared, by its pass rate, or without a threshold by its mean
 */
export function answerOf(comparison: BatchComparison, name = 'verdict'): Answer {
  const compared = comparison.scorers.find((scorer) => scorer.name === name);
  const measured = compared?.passRate ?? compared?.mean;
  if (!compared || !measured) return notComparable(comparison.pairs);
  const isRate = compared.passRate !== null;
  const [write, writeChange] = isRate ? [percent, points] : [meanOf, change];
  const { batch, base, difference } = measured;
  const what = isRate
    ? `of ${compared.pairs} pairs pass`
    : `on average over ${compared.pairs} pairs`;
  const interval = `95% interval ${writeChange(difference.low)} to ${writeChange(difference.high)}`;
  const test = compared.mcnemar ? `, McNemar p = ${pValue(compared.mcnemar.midP)}` : '';
  const details = `${write(base)} → ${write(batch)} ${what}; ${interval}${test}.`;
  const size = writeChange(Math.abs(difference.value)).replace(/^[+±]/, '');
  if (difference.low > 0) {
    return { kind: 'better', headline: `Better by ${size}`, detail: `Sure: ${details}` };
  }
  if (difference.high < 0) {
    return { kind: 'worse', headline: `Worse by ${size}`, detail: `Sure: ${details}` };
  }
  if (difference.value === 0) return { kind: 'same', headline: 'No difference', detail: details };
  return {
    kind: 'unclear',
    headline: `Perhaps ${difference.value > 0 ? 'better' : 'worse'} by ${size}`,
    detail: `Not sure, it could be chance: ${details}`,
  };
}

function notComparable(pairs: number): Answer {
  const detail =
    pairs === 0
      ? 'No sample of this batch has the id of a sample in the baseline.'
      : `None of the ${pairs} pairs has a result in both batches.`;
  return { kind: 'unknown', headline: 'Not comparable', detail };
}

function meanOf(value: number): string {
  return value.toFixed(3);
}

export function pValue(p: number): string {
  if (p < 0.001) return '< 0.001';
  return p.toFixed(3);
}
