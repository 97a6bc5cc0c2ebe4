import type { EvaluationQueued } from '@assay/schema/types.ts';
import type { Log } from '../../core/log.ts';
import type { EvaluationDeliveryStore } from '../../store/evaluation-deliveries.ts';
import type { EvaluationQueue } from '../../store/evaluation-queue.ts';
import type { EvaluationTargetStore } from '../../store/evaluation-targets.ts';
import type { EvaluationTargets } from './evaluation-targets.ts';
import { getEvaluationExport } from './settings.ts';

export interface QueueEvaluationNeeds {
  evaluationTargets: EvaluationTargets;
  evaluationDeliveries: EvaluationDeliveryStore;
  evaluationQueue: EvaluationQueue;
  log: Log;
  nowMs(): number;
}

/** Until then the queue has what was just written; the sweep sends it otherwise. */
const FIRST_LEASE_MS = 2 * 60_000;
/** What failed before is asked for in one request. */
const MOST_RETRIED = 1_000;
const MOST_SWEPT = 2_000;
const DAY_MS = 86_400_000;
const DELIVERED_DAYS = 7;
const ALL_DAYS = 30;

/** Sends verdicts as events, each once, if the project has set where to; other projects' are left alone. */
export async function queueEvaluations(
  projectId: string,
  verdictIds: readonly string[],
  needs: QueueEvaluationNeeds,
): Promise<number> {
  if (verdictIds.length === 0) return 0;
  if ((await needs.evaluationTargets.of(projectId)) === null) return 0;
  const nowMs = needs.nowMs();
  const time = { nowMs, leaseUntilMs: nowMs + FIRST_LEASE_MS };
  const added = await needs.evaluationDeliveries.add(projectId, verdictIds, time);
  await sendToQueue(projectId, added, needs);
  return added.length;
}

/** @throws ApiProblem `evaluation_export_not_found` */
export async function sendEvaluations(
  projectId: string,
  verdictIds: readonly string[],
  needs: QueueEvaluationNeeds & { evaluationTargetStore: EvaluationTargetStore },
): Promise<EvaluationQueued> {
  await getEvaluationExport(projectId, needs);
  needs.evaluationTargets.forget(projectId);
  return { queued: await queueEvaluations(projectId, [...new Set(verdictIds)], needs) };
}

/** Begins anew with verdicts that could not be sent. @throws ApiProblem `evaluation_export_not_found` */
export async function retryEvaluations(
  projectId: string,
  needs: QueueEvaluationNeeds & { evaluationTargetStore: EvaluationTargetStore },
): Promise<EvaluationQueued> {
  await getEvaluationExport(projectId, needs);
  const leaseUntilMs = needs.nowMs() + FIRST_LEASE_MS;
  const ids = await needs.evaluationDeliveries.retry(projectId, leaseUntilMs, MOST_RETRIED);
  await sendToQueue(projectId, ids, needs);
  return { queued: ids.length };
}

/** Sends verdicts whose message was lost to the consumer again. */
export async function sendOverdueEvaluations(needs: QueueEvaluationNeeds): Promise<void> {
  const nowMs = needs.nowMs();
  const lost = await needs.evaluationDeliveries.reclaimLost(
    nowMs,
    nowMs + FIRST_LEASE_MS,
    MOST_SWEPT,
  );
  for (const [projectId, rows] of Map.groupBy(lost, (row) => row.projectId)) {
    const ids = rows.map(({ verdictId }) => verdictId);
    await sendToQueue(projectId, ids, needs);
  }
}

/** Forgets what was delivered long ago, and what was not even longer ago. */
export async function forgetEvaluations({
  evaluationDeliveries,
  nowMs,
}: Pick<QueueEvaluationNeeds, 'evaluationDeliveries' | 'nowMs'>): Promise<void> {
  const atMs = nowMs();
  await evaluationDeliveries.sweep({
    deliveredMs: atMs - DELIVERED_DAYS * DAY_MS,
    allMs: atMs - ALL_DAYS * DAY_MS,
  });
}

async function sendToQueue(
  projectId: string,
  verdictIds: string[],
  { evaluationQueue, log }: QueueEvaluationNeeds,
): Promise<void> {
  try {
    await evaluationQueue.send({ projectId, verdictIds });
  } catch (cause) {
    // They are in the database: the sweep sends them.
    const error = cause instanceof Error ? cause.name : 'unknown';
    log({ level: 'warn', event: 'evaluations_not_queued', projectId, error });
  }
}
