import type {
  EvaluationDelivery,
  EvaluationDeliveryStatus,
  EvaluationExportTest,
  Page,
  Verdict,
} from '@assay/schema/types.ts';
import { PAGE_ITEMS, pageFrom } from '../../core/page-from.ts';
import { ApiProblem } from '../../core/problem.ts';
import type {
  EvaluationDeliveryStore,
  PendingEvaluation,
  StoredEvaluationDelivery,
} from '../../store/evaluation-deliveries.ts';
import type { DueEvaluations } from '../../store/evaluation-queue.ts';
import type { EvaluationTargetStore } from '../../store/evaluation-targets.ts';
import { findSome } from '../scoring/find-some.ts';
import type { VerdictNeeds } from '../scoring/find-verdicts.ts';
import { type EvaluationEvent, eventsOf } from './evaluation-events.ts';
import { type PostEventsNeeds, type PostedEvents, postEvents } from './post-events.ts';

export interface DeliverEvaluationNeeds extends PostEventsNeeds, VerdictNeeds {
  evaluationTargetStore: EvaluationTargetStore;
  evaluationDeliveries: EvaluationDeliveryStore;
}

/** After so many tries, spread over about a day, a verdict could not be sent. */
const MOST_ATTEMPTS = 12;
const LEASE_MS = 12 * 3_600_000;

/** Whether to try again, and in how many seconds, if the endpoint says. */
export type Again = { seconds: number | null } | undefined;

/**
 * Sends verdicts as events in one request. Those that are sent already, and those whose verdict or
 * endpoint is gone, are left out.
 */
export async function deliverEvaluations(
  { projectId, verdictIds }: DueEvaluations,
  needs: DeliverEvaluationNeeds,
): Promise<Again> {
  const { evaluationDeliveries, evaluationTargetStore, nowMs } = needs;
  const target = await evaluationTargetStore.find(projectId);
  if (target === undefined) {
    await evaluationDeliveries.drop(projectId, verdictIds);
    return undefined;
  }
  const pending = await evaluationDeliveries.pending(projectId, verdictIds);
  const { found, gone } = await verdictsOf(projectId, pending, needs);
  if (gone.length > 0) await evaluationDeliveries.drop(projectId, gone);
  if (found.length === 0) return undefined;
  const events = found.flatMap(({ verdict }) => eventsOf(verdict, nowMs()));
  const posted = await postEvents(target, events, needs);
  const attempted = {
    ...{ host: new URL(target.url).host, httpStatus: posted.status, error: posted.error },
    leaseUntilMs: nowMs() + LEASE_MS,
  };
  const sent = found.map((each) => each.pending);
  const byStatus = Map.groupBy(sent, ({ attempts }) => statusOf(posted, attempts + 1));
  for (const [status, of] of byStatus) {
    await evaluationDeliveries.record(projectId, of, { ...attempted, status });
  }
  return byStatus.has('pending') ? { seconds: posted.retryAfterSeconds } : undefined;
}

function statusOf(
  { error, isRetryable }: PostedEvents,
  attempts: number,
): EvaluationDeliveryStatus {
  if (error === null) return 'delivered';
  return isRetryable && attempts < MOST_ATTEMPTS ? 'pending' : 'failed';
}

async function verdictsOf(
  projectId: string,
  pending: readonly PendingEvaluation[],
  needs: VerdictNeeds,
): Promise<{ found: { pending: PendingEvaluation; verdict: Verdict }[]; gone: string[] }> {
  const ids = pending.map(({ verdictId }) => verdictId);
  const verdicts = await findSome(projectId, ids, needs);
  const byId = new Map(verdicts.map((verdict) => [verdict.id, verdict]));
  return {
    found: pending.flatMap((each) => {
      const verdict = byId.get(each.verdictId);
      return verdict ? [{ pending: each, verdict }] : [];
    }),
    gone: ids.filter((id) => !byId.has(id)),
  };
}

/** Sends one event that says it is a test. @throws ApiProblem `evaluation_export_not_found` */
export async function testEvaluationExport(
  projectId: string,
  needs: DeliverEvaluationNeeds,
): Promise<EvaluationExportTest> {
  const target = await needs.evaluationTargetStore.find(projectId);
  if (target === undefined) throw new ApiProblem('evaluation_export_not_found');
  const event: EvaluationEvent = {
    ...{ timeMs: needs.nowMs(), traceId: null, spanId: null },
    attributes: {
      'gen_ai.evaluation.name': 'assay-test',
      'gen_ai.evaluation.score.label': 'test',
      'gen_ai.evaluation.explanation': 'A test of the endpoint; nothing was judged.',
    },
  };
  const { status, latencyMs, error } = await postEvents(target, [event], needs);
  return { status, latencyMs, error };
}

/** Newest first. */
export async function listEvaluationDeliveries(
  projectId: string,
  asked: {
    status?: EvaluationDeliveryStatus | undefined;
    cursor?: string | undefined;
    limit?: number | undefined;
  },
  { evaluationDeliveries }: Pick<DeliverEvaluationNeeds, 'evaluationDeliveries'>,
): Promise<Page<EvaluationDelivery>> {
  const { status, cursor: before, limit = PAGE_ITEMS } = asked;
  const rows = await evaluationDeliveries.list(projectId, { status, before, limit: limit + 1 });
  return pageFrom(rows, limit, toDelivery, ({ verdictId }) => verdictId);
}

function toDelivery(stored: StoredEvaluationDelivery): EvaluationDelivery {
  const { verdictId, status, attempts, httpStatus, error, createdAtMs } = stored;
  const createdAt = new Date(createdAtMs).toISOString();
  return { verdictId, status, attempts, httpStatus, error, createdAt };
}
