import type { BatchComparison, Estimate, ScorerComparison } from '@assay/schema/types.ts';
import { percent } from '../text.ts';

/** The first line of a report: better or worse than the base, by how much, and whether it is sure. */
export function answerOf(comparison: BatchComparison): string {
  const verdict = comparison.scorers.find(({ name }) => name === 'verdict');
  if (verdict === undefined || comparison.pairs === 0) {
    return 'The batches have no sample in common, so there is nothing to compare.';
  }
  const { passRate, mean } = verdict;
  if (passRate !== null) {
    const { difference, batch, base } = passRate;
    const rates = `${percent(base)} of the samples passed in the base, ${percent(batch)} pass now`;
    return `${sentence(difference, points)} ${rates}.${evidenceOf(verdict)}`;
  }
  if (mean === null) return 'No sample has a verdict in both batches.';
  return `${sentence(mean.difference, (value) => value.toFixed(3))} Mean ${mean.base.toFixed(3)} in the base, ${mean.batch.toFixed(3)} now.`;
}

function sentence({ value, low, high }: Estimate, show: (value: number) => string): string {
  const interval = `95% interval ${signed(low, show)} to ${signed(high, show)}`;
  if (value === 0) return `Neither better nor worse than the base (${interval}).`;
  const direction = value < 0 ? 'Worse' : 'Better';
  const isSure = low > 0 || high < 0;
  const doubt = isSure
    ? 'More than chance explains'
    : 'This can be chance: the interval includes no difference';
  return `${direction} than the base by ${show(Math.abs(value))} (${interval}). ${doubt}.`;
}

function evidenceOf({ mcnemar }: ScorerComparison): string {
  if (mcnemar === null) return '';
  const { onlyBatchPassed, onlyBasePassed, midP } = mcnemar;
  const p = midP < 0.001 ? 'p < 0.001' : `p = ${midP.toFixed(3)}`;
  return ` Fixed: ${onlyBatchPassed}, regressed: ${onlyBasePassed} (McNemar’s test, mid-p: ${p}).`;
}

function points(value: number): string {
  return `${(100 * value).toFixed(1)} percentage points`;
}

function signed(value: number, show: (value: number) => string): string {
  return `${value > 0 ? '+' : value < 0 ? '−' : ''}${show(Math.abs(value))}`;
}
