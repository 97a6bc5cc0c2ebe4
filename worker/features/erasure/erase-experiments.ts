import { batchesOf } from '../experiments/finish-experiment.ts';
import { DONE, type MetadataTarget, type Phase } from './deletion-needs.ts';

const EXPERIMENTS_A_STEP = 5;

/**
 * Samples of experiments whose metadata has the value, and whole experiments, with their batches, whose
 * own metadata has it. One that runs is waited for.
 */
export const EXPERIMENTS: Phase<MetadataTarget> = {
  name: 'experiments',
  async step(deletion, target, cursor, { experiments, batches, erasure, nowMs }) {
    const { projectId } = deletion;
    if (await erasure.experiments.isRunning(projectId, target)) return { status: 'waits', cursor };
    const own = await erasure.experiments.own(projectId, target, EXPERIMENTS_A_STEP);
    for (const id of own) {
      const stored = await experiments.find(projectId, id);
      for (const batch of stored === undefined ? [] : batchesOf(stored)) {
        await batches.markDeleted(projectId, batch, nowMs(), deletion);
      }
      await experiments.markDeleted(projectId, id, deletion);
    }
    if (own.length > 0) return { status: 'more', cursor: 'own' };
    const gone = await erasure.experiments.deleted(projectId);
    if (gone !== undefined) {
      await experiments.purge(gone);
      return { status: 'more', cursor: gone };
    }
    const erased = await erasure.experiments.eraseSamples(deletion, target);
    return erased === 0 ? DONE : { status: 'more', cursor: 'samples' };
  },
};
