import type { MonitorAlarm, ThresholdMeasure, ThresholdState } from '@assay/schema/types.ts';
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
}

/** The alarm of a threshold that is crossed. */
export function thresholdAlarm(
  threshold: ThresholdState,
  { id, definition: { name, version, content }, place, nowMs }: Terms,
): MonitorAlarm {
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
    ...{ attribution: null, causes: [], examples: [] },
    ...{ overAt: null, acknowledgedAt: null, acknowledgedBy: null },
  };
}

function write(measure: ThresholdMeasure, value: number): string {
  if (measure === 'cost') return `$${value.toFixed(4)}`;
  if (measure === 'latency_p95') return `${Math.round(value)} ms`;
  return measure === 'count' ? String(value) : `${(100 * value).toFixed(1)}%`;
}
