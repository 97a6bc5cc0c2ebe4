import { counted } from '@assay/schema/counted.ts';
import type { AlarmCause, MonitorAlarm, MonitorMean } from '@assay/schema/types.ts';
import { findChange } from '../statistics/drift/change-point.ts';
import type { Totals } from '../statistics/drift/totals.ts';
import { meanInterval } from '../statistics/mean-interval.ts';
import { causesOf, type ExplainedValue } from './change-causes.ts';
import type { MonitorDefinition } from './writer.ts';

/** A value as an alarm looks at it. */
export interface AlarmValue extends ExplainedValue {
  number: number;
  place: number;
  id: string | null;
  atMs: number;
}

/** What the detector says of a change. */
export interface DetectedDrift {
  direction: 'decrease' | 'increase';
  /** Number of the first value that differs, as far as the detector can tell. */
  changeAt: number;
  baseline: MonitorMean;
  /** The values that the baseline was learned from, in short. */
  learned: Totals;
  /** Number of the last value before those that the detector has looked at. */
  origin: number;
  /** How much less dependent values say. */
  power: number;
}

export interface AlarmTerms {
  id: string;
  definition: MonitorDefinition;
  /** Place of the value that raised it. */
  place: number;
  nowMs: number;
}

const EXAMPLES = 5;

/**
 * An alarm: since when the mean is another, by how much, what explains it, and what shows it.
 *
 * @param values that are still there of this run, oldest first
 */
export function driftAlarm(
  drift: DetectedDrift,
  values: readonly AlarmValue[],
  { id, definition, place, nowMs }: AlarmTerms,
): MonitorAlarm {
  const { direction, baseline } = drift;
  const change = changeOf(drift, values);
  const changeAt = change?.number ?? drift.changeAt;
  const before = values.filter(({ number }) => number < changeAt);
  const after = values.filter(({ number }) => number >= changeAt);
  const now = meanOf(after, baseline);
  const effect = change?.effect ?? { value: now.value - baseline.value, low: -1, high: 1 };
  const causes = causesOf({ before, after, direction, power: drift.power });
  const { name, version, content } = definition;
  return {
    ...{ id, monitor: name, version, kind: 'drift', severity: content.severity ?? 'warning' },
    status: 'open',
    title: titleOf(definition, direction),
    summary: summaryOf({ baseline, now, effect, causes, first: after[0] }),
    raisedAt: new Date(nowMs).toISOString(),
    since: after[0] === undefined ? null : new Date(after[0].atMs).toISOString(),
    sinceEarliest: change === null ? null : new Date(change.earliestMs).toISOString(),
    sinceLatest: change === null ? null : new Date(change.latestMs).toISOString(),
    ...{ at: place, changeAt: after[0]?.place ?? null, direction },
    ...{ before: baseline, after: now, effect, threshold: null },
    ...{ attribution: null, causes },
    examples: examplesOf(after, direction, causes),
    ...{ overAt: null, acknowledgedAt: null, acknowledgedBy: null },
  };
}

/** Name of what a monitor looks at. */
export function subjectOf({ name, content }: Pick<MonitorDefinition, 'name' | 'content'>): string {
  const { scorer, measure = 'value' } = content;
  const what = measure === 'passed' ? 'pass rate' : 'mean';
  return `${name}: the ${what} of ${scorer ?? 'verdicts'}`;
}

function titleOf(definition: MonitorDefinition, direction: 'decrease' | 'increase'): string {
  return `${subjectOf(definition)} ${direction === 'decrease' ? 'fell' : 'rose'}`;
}

interface Told {
  baseline: MonitorMean;
  now: MonitorMean;
  effect: { value: number; low: number; high: number };
  causes: readonly AlarmCause[];
  first: AlarmValue | undefined;
}

function summaryOf({ baseline, now, effect, causes, first }: Told): string {
  const since = first === undefined ? '' : ` since about ${minuteOf(first.atMs)}`;
  const change = `${signed(effect.value)} (95% interval ${signed(effect.low)} to ${signed(effect.high)})`;
  const [cause] = causes;
  const why = cause === undefined ? '' : ` ${explained(cause)}`;
  const moved = `From ${figure(baseline.value)} to ${figure(now.value)}${since}, over ${counted(now.count, 'value')}`;
  return `${moved}; the likely change is ${change}.${why}`;
}

/** As people read it, such as `2026-01-02 03:04 UTC`. */
function minuteOf(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

function explained({ name, value, before, after, share }: AlarmCause): string {
  const what = value === null ? `“${name}”` : `${name} “${value}”`;
  const was = before === null ? 'new' : figure(before);
  const part = share === null ? '' : `, ${Math.round(100 * share)}% of the change`;
  return `Most of it is in ${what} (${was} to ${figure(after)}${part}).`;
}

const figure = (value: number) => value.toFixed(3);
const signed = (value: number) => `${value < 0 ? '−' : '+'}${figure(Math.abs(value))}`;

function meanOf(values: readonly { value: number }[], baseline: MonitorMean): MonitorMean {
  const count = values.length;
  if (count === 0) return { ...baseline, count: 0 };
  const sum = values.reduce((total, { value }) => total + value, 0);
  const squares = values.reduce((total, { value }) => total + value ** 2, 0);
  return { ...meanInterval(count, sum, squares), count };
}

function changeOf({ learned, origin, power }: DetectedDrift, values: readonly AlarmValue[]) {
  const watched = values.filter(({ number }) => number > origin);
  const history = watched.map(({ value, atMs }, start) => ({
    ...{ start, startMs: atMs, count: 1 },
    ...{ sum: value, sumOfSquares: value ** 2 },
  }));
  const change = findChange(history, { baseline: learned, power });
  const first = change === null ? undefined : watched[change.at.start];
  if (change === null || first === undefined) return null;
  return {
    number: first.number,
    effect: change.effect,
    earliestMs: change.earliest.startMs,
    latestMs: change.latest.startMs,
  };
}

/** Those farthest in the direction of the change, first of what explains it. */
function examplesOf(
  after: readonly AlarmValue[],
  direction: 'decrease' | 'increase',
  causes: readonly AlarmCause[],
): MonitorAlarm['examples'] {
  const cause = causes.find(({ kind }) => kind !== 'scorer');
  const isOfCause = ({ slices, versions }: AlarmValue) =>
    cause !== undefined && (cause.kind === 'slice' ? slices : versions)[cause.name] === cause.value;
  const sign = direction === 'decrease' ? 1 : -1;
  return after
    .toSorted(
      (one, other) =>
        Number(isOfCause(other)) - Number(isOfCause(one)) ||
        sign * (one.value - other.value) ||
        other.number - one.number,
    )
    .flatMap(({ id, value }) => (id === null ? [] : [{ id, value }]))
    .slice(0, EXAMPLES);
}
