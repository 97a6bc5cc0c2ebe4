import type { Experiment, ExperimentResume } from '@assay/schema/types.ts';
import { ApiProblem } from '../../core/problem.ts';
import type { ExperimentQueue } from '../../store/experiment-queue.ts';
import {
  type ControlBatchNeeds,
  cancelBatch,
  deleteBatch,
  retryBatch,
} from '../batches/control-batch.ts';
import { readPlan } from './experiment-plan.ts';
import { type FindExperimentNeeds, findExperiment, getExperiment } from './find-experiments.ts';
import { batchesOf } from './finish-experiment.ts';
import { QUEUE_LEASE_MS } from './leases.ts';
import { type QuotaNeeds, quotaExceeded, quotaOf } from './quota.ts';

export type ControlExperimentNeeds = FindExperimentNeeds &
  ControlBatchNeeds &
  QuotaNeeds & { experimentQueue: ExperimentQueue };

/** Asks its targets no more; what has been answered and scored stays. @throws ApiProblem `experiment_not_found` */
export async function cancelExperiment(
  projectId: string,
  id: string,
  needs: ControlExperimentNeeds,
): Promise<Experiment> {
  const stored = await findExperiment(projectId, id, needs);
  await needs.experiments.cancel(id, needs.nowMs(), !readPlan(stored.plan).keepsSamples);
  if (stored.status === 'scoring') {
    await forEachBatch(stored, (batchId) => cancelBatch(projectId, batchId, needs));
  }
  return getExperiment(projectId, id, needs);
}

/**
 * Asks again for the cells without an answer, and for scores that failed. What was answered is not
 * asked again.
 *
 * @throws ApiProblem `experiment_not_found`, `experiment_not_ended`, `quota_exceeded` or `sample_not_kept`
 */
export async function resumeExperiment(
  projectId: string,
  id: string,
  { maxCostUsd }: ExperimentResume,
  needs: ControlExperimentNeeds,
): Promise<Experiment> {
  const stored = await findExperiment(projectId, id, needs);
  if (!readPlan(stored.plan).keepsSamples) throw new ApiProblem('sample_not_kept');
  const leaseUntilMs = needs.nowMs() + QUEUE_LEASE_MS;
  const resumed = { maxCostUsd: maxCostUsd ?? null, leaseUntilMs };
  const outcome = await needs.experiments.resume(id, resumed, quotaOf(needs));
  if (outcome === 'open') throw new ApiProblem('experiment_not_ended');
  if (outcome === 'full') throw await quotaExceeded(projectId, needs);
  await forEachBatch(stored, async (batchId) => {
    const batch = await needs.batches.find(projectId, batchId);
    if (batch?.status === 'completed') await retryBatch(projectId, batchId, needs);
  });
  // Parts count their turns, so that the sweep knows best which one is due.
  const due = await needs.experiments.partsDue(id);
  await needs.experimentQueue.send(due).catch(() => {
    needs.log({ level: 'warn', event: 'queue_refused', experimentId: id });
  });
  return getExperiment(projectId, id, needs);
}

/** Deletes an experiment with its samples, answers and batches. @throws ApiProblem `experiment_not_found` */
export async function deleteExperiment(
  projectId: string,
  id: string,
  needs: ControlExperimentNeeds,
): Promise<void> {
  const stored = await findExperiment(projectId, id, needs);
  await needs.experiments.markDeleted(projectId, id);
  await forEachBatch(stored, (batchId) => deleteBatch(projectId, batchId, needs));
  await needs.experiments.purge(id);
}

/** Of the batches that are still there. */
async function forEachBatch(
  stored: Parameters<typeof batchesOf>[0],
  work: (id: string) => Promise<unknown>,
): Promise<void> {
  for (const id of batchesOf(stored)) {
    await work(id).catch((cause: unknown) => {
      const isGone = cause instanceof ApiProblem && cause.code === 'batch_not_found';
      if (!isGone) throw cause;
    });
  }
}
