import { type AdvanceNeeds, advance } from './advance.ts';
import { possibleBatchesOf } from './experiment-batches.ts';
import { finishExperiment } from './finish-experiment.ts';
import { CANCEL_LEASE_MS, QUEUE_LEASE_MS } from './leases.ts';
import { purgeExperiment } from './purge-experiment.ts';

export type SweepExperimentNeeds = AdvanceNeeds;

const MOST_STEPS = 200;
const MOST_CANCELLED = 20;
const MOST_DELETED = 10;
const PURGES = 10;

/**
 * Sends again what was lost on its way, completes what waits for nothing any more, cancels batches that
 * a consumer made of a cancelled experiment before it died, and removes what was deleted, with such
 * batches, or never became an experiment.
 */
export async function sweepExperiments(needs: SweepExperimentNeeds): Promise<void> {
  const { experiments, experimentQueue, nowMs, log } = needs;
  const at = nowMs();
  const lost = await experiments.reclaimLost(at, at + QUEUE_LEASE_MS, MOST_STEPS);
  await experimentQueue.send(lost.filter(({ part }) => part !== null)).catch(() => {
    log({ level: 'warn', event: 'queue_refused', experiments: lost.length });
  });
  for (const step of lost.filter(({ part }) => part === null)) {
    const experiment = await experiments.read(step.experimentId);
    if (experiment === undefined || (await finishIfScored(experiment, needs))) continue;
    await advance(step, needs);
  }
  for (const id of await experiments.cancelledBefore(at, MOST_CANCELLED)) {
    const experiment = await experiments.read(id);
    if (experiment !== undefined) {
      await needs.batches.cancelOf(id, possibleBatchesOf(experiment), at);
    }
    await experiments.noteCancelled(id);
  }
  await experiments.abandoned(at, MOST_DELETED);
  for (const experiment of await experiments.deleted(at - CANCEL_LEASE_MS, MOST_DELETED)) {
    for (let slice = 0; slice < PURGES; slice += 1) {
      if ((await purgeExperiment(experiment, needs)) !== 'more') break;
    }
  }
  log({ level: 'info', event: 'experiments_swept', lost: lost.length });
}

/** One that has its batches only waits for them to end. */
async function finishIfScored(
  experiment: Parameters<typeof finishExperiment>[0],
  needs: SweepExperimentNeeds,
): Promise<boolean> {
  const isMade =
    experiment.status === 'scoring' && !(await needs.experimentCells.hasUnscored(experiment.id));
  if (isMade) await finishExperiment(experiment, needs);
  return isMade;
}
