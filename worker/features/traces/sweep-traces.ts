import type { RuleVerdictStore } from '../../store/rule-verdicts.ts';
import type { SessionTraceStore } from '../../store/session-traces.ts';
import type { TraceQueue } from '../../store/trace-queue.ts';
import type { TraceStore } from '../../store/traces.ts';

export interface SweepTracesNeeds {
  traces: TraceStore;
  traceQueue: TraceQueue;
  sessionTraces: SessionTraceStore;
  ruleVerdicts: RuleVerdictStore;
  nowMs(): number;
}

/** A message that has not come by then is lost, or its consumer died. */
const OVERDUE_MS = 10 * 60_000;
const MOST_TRACES = 5_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** A trace that comes again within this time is in no second sample, and its verdict is told once. */
const REPEAT_MS = 7 * DAY_MS;

/** Sends traces that nobody scored again to the consumer, and those that a clock ahead of time put off. */
export async function sendOverdueTraces({
  traces,
  traceQueue,
  nowMs,
}: SweepTracesNeeds): Promise<void> {
  const atMs = nowMs();
  const overdue = await traces.overdue({ beforeMs: atMs - OVERDUE_MS, nowMs: atMs }, MOST_TRACES);
  const putOff = await traces.pullBack(atMs, MOST_TRACES);
  for (const [projectId, turns] of Map.groupBy([...overdue, ...putOff], (turn) => turn.projectId)) {
    for (const [dueAtMs, due] of Map.groupBy(turns, (turn) => turn.dueAtMs)) {
      const traceIds = due.map(({ traceId }) => traceId);
      await traceQueue.send({ projectId, traceIds }, Math.ceil((dueAtMs - atMs) / 1_000));
    }
  }
}

/** Drops what previews no longer need, and what has waited for a day in vain. */
export async function forgetTraces({
  traces,
  sessionTraces,
  ruleVerdicts,
  nowMs,
}: Omit<SweepTracesNeeds, 'traceQueue'>): Promise<void> {
  const atMs = nowMs();
  await traces.sweep({ factsMs: atMs - HOUR_MS, partsMs: atMs - DAY_MS });
  await sessionTraces.sweep(atMs - REPEAT_MS);
  await ruleVerdicts.sweep(atMs - REPEAT_MS);
}
