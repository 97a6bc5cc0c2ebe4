import { seededRandom } from '../../worker/core/statistics/random.ts';
import { quantile } from '../statistics.ts';
import type { Simulation } from './delays.ts';
import { changeOf, startWatch, take } from './watch.ts';

export interface ChangeCoverage {
  /** The share of alarms whose window has the change in it. */
  window: number;
  windowValues: number;
  /** The share whose interval has the effect in it, and its width. */
  effect: number;
  effectWidth: number;
  /** The median of how far the estimate is behind the change. */
  behind: number;
}

const CHANGE_AT = 700;
const WATCHED = 6_000;

/** What is said of a change at the moment of the alarm, beside the truth. */
export function measureChanges(
  { kind, baseline, streams, seed }: Simulation,
  shift: number,
): ChangeCoverage {
  const found = Array.from({ length: streams }, (_, stream) => {
    const next = kind.source(seededRandom(seed + 7_919 * stream));
    const watch = startWatch(
      Array.from({ length: baseline }, () => next(0)),
      { targetRunLength: 50_000, smallestEffect: 0.05 },
    );
    let values = 0;
    while (values < CHANGE_AT + WATCHED && !watch.isAlarm) {
      take(watch, next(values < CHANGE_AT ? 0 : shift), values);
      values += 1;
    }
    return watch.isAlarm && values > CHANGE_AT ? changeOf(watch) : null;
  }).filter((change) => change !== null);
  const share = (count: number) => count / found.length;
  const mean = (values: readonly number[]) =>
    values.reduce((sum, value) => sum + value, 0) / found.length;
  return {
    window: share(
      found.filter(
        ({ earliest, latest }) => earliest.start <= CHANGE_AT && CHANGE_AT <= latest.start,
      ).length,
    ),
    windowValues: mean(found.map(({ earliest, latest }) => latest.start - earliest.start)),
    effect: share(found.filter(({ effect }) => effect.low <= shift && shift <= effect.high).length),
    effectWidth: mean(found.map(({ effect }) => effect.high - effect.low)),
    behind: quantile(
      found.map(({ at }) => at.start - CHANGE_AT),
      0.5,
    ),
  };
}
