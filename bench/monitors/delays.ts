import { seededRandom } from '../../worker/core/statistics/random.ts';
import { quantile } from '../statistics.ts';
import type { Counterpart } from './counterparts.ts';
import type { StreamKind } from './streams.ts';
import { startWatch, take } from './watch.ts';

export interface Simulation {
  kind: StreamKind;
  baseline: number;
  streams: number;
  seed: number;
}

/** The e-detector in the shape of its counterparts. */
export function ours(targetRunLength: number, smallestEffect: number): Counterpart {
  return (baseline) => {
    const watch = startWatch(baseline, { targetRunLength, smallestEffect });
    return (value) => {
      take(watch, value, 0);
      return watch.isAlarm;
    };
  };
}

export interface RunLength {
  /** Of runs that end after so many values, if without an alarm. */
  mean: number;
  /** The share of streams with an alarm before the target. */
  early: number;
}

/** How long a detector runs without drift until it alarms, cut at some times the target. */
export function measureRunLength(
  detector: Counterpart,
  { kind, baseline, streams, seed }: Simulation,
  { target, cut }: { target: number; cut: number },
): RunLength {
  let [total, early] = [0, 0];
  for (let stream = 0; stream < streams; stream += 1) {
    const next = kind.source(seededRandom(seed + 7_919 * stream));
    const sees = detector(Array.from({ length: baseline }, () => next(0)));
    let values = 1;
    while (values < cut * target && !sees(next(0))) values += 1;
    total += values;
    early += values < target ? 1 : 0;
  }
  return { mean: total / streams, early: early / streams };
}

export interface Delay {
  /** The share of streams with an alarm before the change; they count in nothing else. */
  falseAlarms: number;
  median: number;
  ninth: number;
  /** The share with an alarm within the values watched after the change. */
  found: number;
}

const CHANGE_AT = 500;
const WATCHED = 4_000;

/** How many values after a change a detector alarms. */
export function measureDelay(
  detector: Counterpart,
  { kind, baseline, streams, seed }: Simulation,
  shift: number,
): Delay {
  const delays: number[] = [];
  for (let stream = 0; stream < streams; stream += 1) {
    const next = kind.source(seededRandom(seed + 7_919 * stream));
    const sees = detector(Array.from({ length: baseline }, () => next(0)));
    const isCalm = Array.from({ length: CHANGE_AT }, () => sees(next(0))).every((alarm) => !alarm);
    if (!isCalm) continue;
    let values = 1;
    while (values <= WATCHED && !sees(next(shift))) values += 1;
    delays.push(values);
  }
  return {
    falseAlarms: 1 - delays.length / streams,
    median: quantile(delays, 0.5),
    ninth: quantile(delays, 0.9),
    found: delays.filter((delay) => delay <= WATCHED).length / delays.length,
  };
}
