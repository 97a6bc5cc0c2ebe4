import { addToBaseline, EMPTY_BASELINE } from '../../worker/core/statistics/drift/baseline.ts';
import { type Change, findChange } from '../../worker/core/statistics/drift/change-point.ts';
import {
  type DetectorState,
  evidenceOf,
  observe,
  startDetector,
} from '../../worker/core/statistics/drift/detector.ts';
import {
  type DetectorOptions,
  type DetectorPlan,
  planDetector,
} from '../../worker/core/statistics/drift/detector-plan.ts';
import { addToHistory, type History } from '../../worker/core/statistics/drift/history.ts';
import type { Totals } from '../../worker/core/statistics/drift/totals.ts';

/** A stream with its detector, as a monitor keeps it. */
export interface Watch {
  plan: DetectorPlan;
  baseline: Totals;
  state: DetectorState;
  history: History;
  /** An alarm was raised; it stays. */
  isAlarm: boolean;
}

export function startWatch(baselineValues: readonly number[], options: DetectorOptions): Watch {
  const baseline = baselineValues.reduce(addToBaseline, EMPTY_BASELINE);
  const plan = planDetector(baseline, options);
  return { plan, baseline, state: startDetector(plan), history: [], isAlarm: false };
}

/** Takes a value in place: streams are long. */
export function take(watch: Watch, value: number, atMs: number): void {
  watch.state = observe(watch.plan, watch.state, value);
  watch.history = addToHistory(watch.history, value, atMs);
  watch.isAlarm ||= evidenceOf(watch.plan, watch.state).isAlarm;
}

export function changeOf({ plan, baseline, history }: Watch): Change | null {
  return findChange(history, { baseline, power: plan.power });
}
