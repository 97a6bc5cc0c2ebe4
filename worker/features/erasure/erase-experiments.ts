import { lowestId } from '@assay/schema/ids.ts';
import type { SearchedExperiment } from '../../store/erase-experiments.ts';
import { removeBatches } from '../experiments/experiment-batches.ts';
import { purgeExperiment } from '../experiments/purge-experiment.ts';
import {
  type DeletionNeeds,
  DONE,
  type MetadataTarget,
  type Phase,
  type RunningDeletion,
  type StepOutcome,
} from './deletion-needs.ts';
import { hasMetadata, holds } from './has-metadata.ts';

/** Where the search is: within the experiment that comes after another. */
interface Place {
  after: string;
  at: number;
  /** After which the first is that still runs and holds the value: the search begins again there. */
  running: string | null;
}

const START: Place = { after: '', at: -1, running: null };

/**
 * Samples of experiments whose metadata has the value, and whole experiments, with their batches, whose
 * own metadata has it. One that runs and has it is waited for, because what it is about to write has no
 * place yet.
 */
export const EXPERIMENTS: Phase<MetadataTarget> = {
  name: 'experiments',
  async step(deletion, target, cursor, needs) {
    const { projectId, createdAtMs } = deletion;
    const { erasure } = needs;
    const place: Place = cursor === null ? START : JSON.parse(cursor);
    const ids = { after: place.after, before: lowestId('experiment', createdAtMs + 1) };
    const experiment = await erasure.experiments.next(projectId, ids);
    if (experiment === undefined) return atEnd(deletion, place, needs);
    const next = { ...place, after: experiment.id, at: -1 };
    const isWhole = holds(JSON.parse(experiment.metadata), target);
    if (isWhole && hasEnded(experiment)) {
      await eraseWhole(deletion, experiment, needs);
      return more(next);
    }
    const rows = await erasure.experiments.samples(projectId, experiment.id, place.at);
    const last = rows.at(-1)?.at;
    const found = rows.filter(({ sample }) => hasMetadata(JSON.parse(sample), target));
    const mustWait = isWhole || experiment.status === 'receiving' || found.length > 0;
    const isErased =
      hasEnded(experiment) &&
      (found.length === 0 ||
        (await erasure.experiments.erase(
          deletion,
          experiment,
          found.map(({ at }) => at),
        )));
    if (mustWait && !isErased) return more({ ...next, running: place.running ?? place.after });
    return last === undefined ? more(next) : more({ ...place, at: last });
  },
};

/** Waits for what runs; then removes the rows of what is deleted, and is done. */
async function atEnd(
  deletion: RunningDeletion,
  place: Place,
  needs: DeletionNeeds,
): Promise<StepOutcome> {
  const { running } = place;
  if (running !== null) {
    return { status: 'waits', cursor: JSON.stringify({ ...START, after: running }) };
  }
  const deleted = await needs.erasure.experiments.deleted(deletion.projectId);
  if (deleted === undefined) return DONE;
  const left = await purgeExperiment(deleted, needs, deletion);
  return left === 'waits' ? { status: 'waits', cursor: JSON.stringify(place) } : more(place);
}

async function eraseWhole(
  deletion: RunningDeletion,
  { id }: SearchedExperiment,
  needs: DeletionNeeds,
): Promise<void> {
  const { projectId } = deletion;
  const { experiments, nowMs } = needs;
  const stored = await experiments.find(projectId, id);
  if (stored !== undefined) await removeBatches(stored, needs, deletion);
  await experiments.markDeleted(projectId, id, nowMs(), deletion);
}

function hasEnded({ status }: SearchedExperiment): boolean {
  return status === 'completed' || status === 'cancelled';
}

function more(place: Place): StepOutcome {
  return { status: 'more', cursor: JSON.stringify(place) };
}
