import type { BatchFilter } from '@assay/schema/batch-query.ts';
import type { Batch, BatchReport, Page } from '@assay/schema/types.ts';
import { PAGE_ITEMS } from '../../core/page-from.ts';
import { ApiProblem } from '../../core/problem.ts';
import type { BatchStore, BatchTally, StoredBatch } from '../../store/batches.ts';
import { gateOf } from './batch-gates.ts';
import { corpusMetrics } from './corpus.ts';
import { type CorrectNeeds, correctorOf } from './corrected-statistics.ts';
import type { FrozenPlan } from './frozen-plan.ts';
import { priorityOf } from './priorities.ts';
import { readSummary } from './read-summary.ts';
import { statisticsOf } from './summary.ts';

export interface FindBatchNeeds {
  batches: BatchStore;
  nowMs(): number;
}

/** @throws ApiProblem `batch_not_found`, also for another project's batch */
export async function findBatch(
  projectId: string,
  id: string,
  { batches }: FindBatchNeeds,
): Promise<StoredBatch> {
  const stored = await batches.find(projectId, id);
  if (stored === undefined) throw new ApiProblem('batch_not_found');
  return stored;
}

/** @throws ApiProblem `batch_not_found` */
export async function getBatch(
  projectId: string,
  id: string,
  services: FindBatchNeeds,
): Promise<Batch> {
  return batchOf(await findBatch(projectId, id, services), services);
}

/** A batch that was read, with what its results add up to. */
export async function batchOf(stored: StoredBatch, services: FindBatchNeeds): Promise<Batch> {
  const tally = (await services.batches.tallies([stored.id])).get(stored.id);
  return toBatch(stored, tally, services.nowMs());
}

/** What a batch came to at one of its ends. */
export interface BatchOutcome {
  startedAtMs: number | null;
  endedAtMs: number;
  tally: Omit<BatchTally, 'batchId'>;
}

/** The batch as it was when it had completed, also when it has been run again or cancelled since. */
export function batchAsCompleted(stored: StoredBatch, outcome: BatchOutcome): Batch {
  const { startedAtMs, endedAtMs, tally } = outcome;
  const completed = { ...stored, status: 'completed' as const, startedAtMs, endedAtMs };
  return toBatch(completed, { batchId: stored.id, ...tally }, endedAtMs);
}

export interface ReportBatchNeeds extends FindBatchNeeds, CorrectNeeds {}

/** The batch with the statistics of its scorers so far. @throws ApiProblem `batch_not_found` */
export async function getBatchReport(
  projectId: string,
  id: string,
  services: ReportBatchNeeds,
): Promise<BatchReport> {
  const stored = await findBatch(projectId, id, services);
  const batch = await batchOf(stored, services);
  const summary = await readSummary(id, services);
  const metrics = corpusMetrics(JSON.parse(stored.plan));
  const corrector = await correctorOf(projectId, stored.plan, services);
  const statistics = statisticsOf(summary, scoreNames(batch), metrics).map((raw) => {
    const sums = summary.get(raw.name);
    const corrected = sums && corrector.correct(raw.name, sums);
    return corrected === undefined ? raw : { ...raw, corrected };
  });
  return { ...batch, statistics };
}

/** Batches of a project that match a filter, newest first. */
export async function findBatches(
  projectId: string,
  filter: BatchFilter,
  services: FindBatchNeeds,
): Promise<Page<Batch>> {
  const limit = filter.limit ?? PAGE_ITEMS;
  const { rows, isLast } = await services.batches.list(projectId, filter, limit);
  return {
    items: await batchesOf(rows, services),
    nextCursor: isLast ? null : (rows.at(-1)?.id ?? null),
  };
}

/** Batches that were read, each with what its results add up to. */
export async function batchesOf(
  rows: readonly StoredBatch[],
  { batches, nowMs }: FindBatchNeeds,
): Promise<Batch[]> {
  const tallies = await batches.tallies(rows.map(({ id }) => id));
  return rows.map((stored) => toBatch(stored, tallies.get(stored.id), nowMs()));
}

/** Names of the scores that a batch gives, in order. */
export function scoreNames({ scorers }: Pick<Batch, 'scorers'>): string[] {
  return scorers.map((reference) =>
    typeof reference === 'string' ? reference : (reference.as ?? reference.scorer),
  );
}

function toBatch(stored: StoredBatch, tally: BatchTally | undefined, nowMs: number): Batch {
  const { passed = 0, failed = 0, abstained = 0, error = 0 } = tally ?? {};
  const scored = passed + failed + abstained;
  const finished = scored + error;
  const pending = stored.total - finished;
  const { scorers, suite, policy, dataset, keep }: FrozenPlan = JSON.parse(stored.plan);
  const elapsedMs =
    stored.startedAtMs === null ? 0 : (stored.endedAtMs ?? nowMs) - stored.startedAtMs;
  const perSecond = elapsedMs > 0 && finished > 0 ? (1000 * finished) / elapsedMs : null;
  const isRunning = stored.status === 'running';
  return {
    id: stored.id,
    status: toStatus(stored.status),
    scorers,
    suite,
    dataset: dataset ?? null,
    policy,
    keep: keep ?? 'sample',
    priority: priorityOf(stored.priority),
    tags: JSON.parse(stored.tags),
    metadata: JSON.parse(stored.metadata),
    webhook: stored.webhookUrl === null ? null : { url: stored.webhookUrl },
    counts: { total: stored.total, pending, scored, passed, failed, abstained, error },
    invalid: JSON.parse(stored.invalid),
    usage: { inputTokens: tally?.inputTokens ?? 0, outputTokens: tally?.outputTokens ?? 0 },
    costUsd: tally?.costUsd ?? 0,
    samplesPerSecond: perSecond,
    createdAt: iso(stored.createdAtMs),
    startedAt: stored.startedAtMs === null ? null : iso(stored.startedAtMs),
    estimatedEndAt:
      isRunning && perSecond !== null ? iso(nowMs + (1000 * pending) / perSecond) : null,
    endedAt: stored.endedAtMs === null ? null : iso(stored.endedAtMs),
    gate: gateOf(stored),
  };
}

function toStatus(status: StoredBatch['status']): Batch['status'] {
  // Stores show callers neither a batch still being received nor a deleted one.
  return status === 'receiving' || status === 'deleted' ? 'open' : status;
}

function iso(atMs: number): string {
  return new Date(atMs).toISOString();
}
