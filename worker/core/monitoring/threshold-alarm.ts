import type { MonitorAlarm, ThresholdMeasure, ThresholdState } from '@assay/schema/types.ts';
import type { AlarmValue } from './drift-alarm.ts';
import type { MonitorDefinition } from './writer.ts';

const NAMES: Record<ThresholdMeasure, string> = {
  pass_rate: 'pass rate',
  mean: 'mean',
  error_rate: 'share of errors',
  abstention_rate: 'share of abstentions',
  cost: 'cost',
  latency_p95: '95th percentile of the latency',
  count: 'number of verdicts',
};

interface Terms {
  id: string;
  definition: MonitorDefinition;
  place: number;
  nowMs: number;
  /** Values that are still there. */
  values: readonly AlarmValue[];
}

const EXAMPLES = 5;
/** Figures that verdicts with a value bring about. */
const OF_VALUES: readonly ThresholdMeasure[] = ['pass_rate', 'mean'];

/** The verdicts of the window that are farthest on the wrong side, the newest of them first. */
function examplesOf(
  { measure, windowMinutes }: ThresholdState,
  side: 'above' | 'below',
  { values, nowMs }: Terms,
): MonitorAlarm['examples'] {
  if (!OF_VALUES.includes(measure)) return [];
  const sign = side === 'below' ? 1 : -1;
  const sinceMs = nowMs - windowMinutes * 60_000;
  return values
    .filter(({ atMs }) => atMs >= sinceMs && atMs <= nowMs)
    .sort((one, other) => sign * (one.value - other.value) || other.number - one.number)
    .flatMap(({ id, value }) => (id === null ? [] : [{ id, value }]))
    .slice(0, EXAMPLES);
}

/** The alarm of a threshold that is crossed. */
export function thresholdAlarm(threshold: ThresholdState, terms: Terms): MonitorAlarm {
  const { id, definition, place, nowMs } = terms;
  const { name, version, content } = definition;
  const { measure, value, above, below, windowMinutes, count } = threshold;
  const isNone = measure === 'count' && value === 0;
  const limit = above !== undefined && value !== null && value > above ? above : (below ?? above);
  const side = limit === above ? 'above' : 'below';
  const figure = value === null ? 'unknown' : write(measure, value);
  return {
    ...{ id, monitor: name, version, kind: 'threshold' },
    severity: threshold.severity ?? content.severity ?? 'warning',
    status: 'open',
    title: isNone
      ? `${name}: no verdicts for ${windowMinutes} minutes`
      : `${name}: the ${NAMES[measure]} is ${side} ${write(measure, limit ?? 0)}`,
    summary: `The ${NAMES[measure]} of the last ${windowMinutes} minutes is ${figure}, from ${count} verdicts.`,
    raisedAt: new Date(nowMs).toISOString(),
    ...{ since: null, sinceEarliest: null, sinceLatest: null },
    ...{ at: place, changeAt: null, direction: null },
    ...{ before: null, after: null, effect: null, threshold },
    ...{ attribution: null, causes: [], examples: examplesOf(threshold, side, terms) },
    ...{ overAt: null, acknowledgedAt: null, acknowledgedBy: null },
  };
}

function write(measure: ThresholdMeasure, value: number): string {
  if (measure === 'cost') return `$${value.toFixed(4)}`;
  if (measure === 'latency_p95') return `${Math.round(value)} ms`;
  return measure === 'count' ? String(value) : `${(100 * value).toFixed(1)}%`;
}
