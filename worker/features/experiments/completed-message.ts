import type { WebhookMessage } from '@assay/schema/types.ts';
import type { StoredDelivery } from '../../store/webhooks.ts';
import { type FindExperimentNeeds, toExperiment } from './find-experiments.ts';

/** The message about an experiment that has completed; undefined if it has been deleted or resumed since. */
export async function experimentCompletedMessage(
  { projectId, batchId: id, run, createdAtMs }: StoredDelivery,
  needs: FindExperimentNeeds,
): Promise<string | undefined> {
  const stored = await needs.experiments.find(projectId, id);
  if (stored?.status !== 'completed' || stored.run !== run) return undefined;
  const message: WebhookMessage = {
    type: 'experiment.completed',
    timestamp: new Date(createdAtMs).toISOString(),
    data: await toExperiment(stored, needs),
  };
  return JSON.stringify(message);
}
