import { newId } from '@assay/schema/ids.ts';
import type { VerdictMetadata } from '@assay/schema/types.ts';
import type { Log } from '../../core/log.ts';
import type { BatchStore } from '../../store/batches.ts';
import type { ExperimentStore, StoredExperiment } from '../../store/experiments.ts';
import type { WebhookQueue } from '../../store/webhook-queue.ts';
import { batchesOf } from './experiment-batches.ts';
import { readPlan } from './experiment-plan.ts';
import { QUEUE_LEASE_MS } from './leases.ts';

export interface FinishNeeds {
  experiments: ExperimentStore;
  batches: BatchStore;
  webhookQueue: WebhookQueue;
  nowMs(): number;
  log: Log;
}

/**
 * Completes an experiment whose batches have all ended; its webhook is then due.
 *
 * @returns whether it has ended
 */
export async function finishExperiment(
  experiment: StoredExperiment,
  { experiments, batches, webhookQueue, nowMs, log }: FinishNeeds,
): Promise<boolean> {
  if (experiment.status !== 'scoring') return experiment.status !== 'generating';
  for (const id of batchesOf(experiment)) {
    const batch = await batches.find(experiment.projectId, id);
    // One that was deleted or cancelled scores nothing more.
    if (batch?.status === 'running' || batch?.status === 'open') return false;
  }
  const { id, run } = experiment;
  const at = nowMs();
  const { deliveryId } = await experiments.complete({
    ...{ id, run, deliveryId: newId('delivery', at), nowMs: at },
    outcome: JSON.stringify({ tally: await experiments.tally(id), endedAtMs: at }),
    leaseUntilMs: at + QUEUE_LEASE_MS,
    dropsSamples: !readPlan(experiment.plan).keepsSamples,
  });
  if (deliveryId !== null) {
    await webhookQueue.send(deliveryId).catch(() => {
      log({ level: 'warn', event: 'queue_refused', experimentId: id });
    });
  }
  return true;
}

/** Completes the experiment that waits for a batch, if it is one's. What is lost here, the sweep does. */
export async function batchEnded(
  { projectId, metadata }: { projectId: string; metadata: VerdictMetadata },
  needs: FinishNeeds,
): Promise<void> {
  const { experiment: id } = metadata;
  if (typeof id !== 'string' || !id.startsWith('exp_')) return;
  try {
    const experiment = await needs.experiments.find(projectId, id);
    if (experiment !== undefined) await finishExperiment(experiment, needs);
  } catch (cause) {
    const error = cause instanceof Error ? cause.name : 'unknown';
    needs.log({ level: 'warn', event: 'experiment_not_finished', experimentId: id, error });
  }
}
