import type { DeletionJob } from '../../store/erased-count.ts';
import type { DeletedExperiment, Purged } from '../../store/experiments.ts';
import { type EndBatchesNeeds, removeBatches } from './experiment-batches.ts';
import { CANCEL_LEASE_MS } from './leases.ts';

/**
 * Removes the batches of a deleted experiment and some of its rows. Its own row stays until no consumer
 * can be making a batch of it any more, so that a batch whose maker died is found by it.
 */
export async function purgeExperiment(
  experiment: DeletedExperiment,
  needs: EndBatchesNeeds,
  job?: DeletionJob,
): Promise<Purged> {
  // Before its batches are looked for: what is made after that, a later call finds.
  const endedBeforeMs = needs.nowMs() - CANCEL_LEASE_MS;
  await removeBatches(experiment, needs, job);
  return needs.experiments.purge(experiment.id, endedBeforeMs);
}
