import type { TraceQueue } from '../../store/trace-queue.ts';
import type { TraceStore } from '../../store/traces.ts';

export interface SweepTracesNeeds {
  traces: TraceStore;
  traceQueue: TraceQueue;
  nowMs(): number;
}

const LEASE_MS = 10 * 60_000;
const MOST_TRACES = 2_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/**
 * Sends the traces that are due to the consumer. One whose message is lost, or whose consumer dies, is
 * sent again after its lease.
 */
export async function sendDueTraces({
  traces,
  traceQueue,
  nowMs,
}: SweepTracesNeeds): Promise<void> {
  const atMs = nowMs();
  const due = await traces.lease(atMs, atMs + LEASE_MS, MOST_TRACES);
  await traceQueue.send(due);
}

/** Drops what previews no longer need, and what has waited for a day in vain. */
export async function forgetTraces({
  traces,
  nowMs,
}: Omit<SweepTracesNeeds, 'traceQueue'>): Promise<void> {
  const atMs = nowMs();
  await traces.sweep({ factsMs: atMs - HOUR_MS, partsMs: atMs - DAY_MS });
}
