import type { BatchComparison } from '@assay/sdk';
import { percent, points } from '../../parts/numbers.ts';

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
 */
export function answerOf(comparison: BatchComparison): Answer {
  const { pairs } = comparison;
  const verdict = comparison.scorers.find(({ name }) => name === 'verdict');
  if (!verdict?.passRate) {
    return {
      kind: 'unknown',
      headline: 'Not comparable',
      detail:
        pairs === 0
          ? 'No sample of this batch has the id of a sample in the baseline.'
          : `None of the ${pairs} pairs has a verdict that passes or fails in both batches.`,
    };
  }
  const { batch, base, difference } = verdict.passRate;
  const rates = `${percent(base)} → ${percent(batch)} of ${verdict.pairs} pairs pass`;
  const interval = `95% interval ${points(difference.low)} to ${points(difference.high)}`;
  const test = verdict.mcnemar ? `, McNemar p = ${pValue(verdict.mcnemar.midP)}` : '';
  const details = `${rates}; ${interval}${test}.`;
  const size = points(Math.abs(difference.value)).replace(/^[+±]/, '');
  if (difference.low > 0)
    return { kind: 'better', headline: `Better by ${size}`, detail: `Sure: ${details}` };
  if (difference.high < 0)
    return { kind: 'worse', headline: `Worse by ${size}`, detail: `Sure: ${details}` };
  if (difference.value === 0) return { kind: 'same', headline: 'No difference', detail: details };
  const direction = difference.value > 0 ? 'better' : 'worse';
  return {
    kind: 'unclear',
    headline: `Perhaps ${direction} by ${size}`,
    detail: `Not sure, it could be chance: ${details}`,
  };
}

export function pValue(p: number): string {
  if (p < 0.001) return '< 0.001';
  return p.toFixed(3);
}
