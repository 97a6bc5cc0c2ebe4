import type { Experiment, ExperimentResume } from '@assay/schema/types.ts';
import { ApiProblem } from '../../core/problem.ts';
import type { ExperimentQueue } from '../../store/experiment-queue.ts';
import type { StoredExperiment } from '../../store/experiments.ts';
import { type ControlBatchNeeds, restartBatch, retryBatch } from '../batches/control-batch.ts';
import { forEachBatch, possibleBatchesOf } from './experiment-batches.ts';
import { readPlan } from './experiment-plan.ts';
import { type FindExperimentNeeds, findExperiment, getExperiment } from './find-experiments.ts';
import { CANCEL_LEASE_MS, QUEUE_LEASE_MS } from './leases.ts';
import { purgeExperiment } from './purge-experiment.ts';
import { type QuotaNeeds, quotaExceeded, quotaOf } from './quota.ts';

export type ControlExperimentNeeds = FindExperimentNeeds &
  ControlBatchNeeds &
  QuotaNeeds & { experimentQueue: ExperimentQueue };

/** Asks its targets and judges no more; what has been answered and scored stays. @throws ApiProblem `experiment_not_found` */
export async function cancelExperiment(
  projectId: string,
  id: string,
  needs: ControlExperimentNeeds,
): Promise<Experiment> {
  const stored = await findExperiment(projectId, id, needs);
  await stop(stored, needs);
  // Read again: until then, batches could be noted.
  const cancelled = await findExperiment(projectId, id, needs);
  await needs.batches.cancelOf(id, possibleBatchesOf(cancelled), needs.nowMs());
  return getExperiment(projectId, id, needs);
}

function stop({ id, plan }: StoredExperiment, { experiments, nowMs }: ControlExperimentNeeds) {
  const at = nowMs();
  const dropsSamples = !readPlan(plan).keepsSamples;
  return experiments.cancel(id, { nowMs: at, dropsSamples, leaseUntilMs: at + CANCEL_LEASE_MS });
}

/**
 * Asks again for the cells without an answer, and for scores that failed or were cancelled. What was
 * answered is not asked again.
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
  await forEachBatch(possibleBatchesOf(stored), async (batchId) => {
    await restartBatch(projectId, batchId, needs);
    await retryBatch(projectId, batchId, needs).catch(ignoreDropped);
  });
  // Parts count their turns, so that the sweep knows best which one is due.
  const due = await needs.experiments.partsDue(id);
  await needs.experimentQueue.send(due).catch(() => {
    needs.log({ level: 'warn', event: 'queue_refused', experimentId: id });
  });
  return getExperiment(projectId, id, needs);
}

/** Retention may have dropped the samples of a batch before its experiment ended: its errors stay. */
function ignoreDropped(cause: unknown): void {
  const isDropped = cause instanceof ApiProblem && cause.code === 'sample_not_kept';
  if (!isDropped) throw cause;
}

/** Deletes an experiment with its samples, answers and batches. @throws ApiProblem `experiment_not_found` */
export async function deleteExperiment(
  projectId: string,
  id: string,
  needs: ControlExperimentNeeds,
): Promise<void> {
  // Once it is stopped, nobody can note more batches; one that is made all the same, the sweep removes.
  await stop(await findExperiment(projectId, id, needs), needs);
  const stored = await findExperiment(projectId, id, needs);
  await needs.experiments.markDeleted(projectId, id, needs.nowMs());
  await purgeExperiment(stored, needs);
}
