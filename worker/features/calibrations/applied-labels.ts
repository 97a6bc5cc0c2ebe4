import type { AppliedLabels } from '../scoring/calibration-cache.ts';
import type { Pair } from './usable-pairs.ts';

/** @param pairs that count alike */
export function appliedLabels(pairs: readonly Pair[]): AppliedLabels {
  const values = new Map<string, [number, number, number]>();
  const passes = { truePositive: 0, falsePositive: 0, trueNegative: 0, falseNegative: 0 };
  for (const { people, value, isGood, passed } of pairs) {
    const [grade, judged] = [toHundredth(people), toHundredth(value)];
    const entry = values.get(`${grade} ${judged}`) ?? [grade, judged, 0];
    values.set(`${grade} ${judged}`, entry);
    entry[2] += 1;
    if (isGood) passes[passed ? 'truePositive' : 'falseNegative'] += 1;
    else passes[passed ? 'falsePositive' : 'trueNegative'] += 1;
  }
  return { values: [...values.values()], passes };
}

/** Finer differences do not matter to a mean, and would be as many as the labels. */
function toHundredth(value: number): number {
  return Math.round(value * 100) / 100;
}
