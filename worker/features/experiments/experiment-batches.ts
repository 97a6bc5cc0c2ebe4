import { derivedId, hashedId } from '@assay/schema/ids.ts';
import { sha256Hex } from '@assay/schema/sha256.ts';
import { ApiProblem } from '../../core/problem.ts';
import type { BatchStore } from '../../store/batches.ts';
import type { DeletionJob } from '../../store/erased-count.ts';
import type {
  DeletedExperiment,
  ExperimentStore,
  StoredExperiment,
} from '../../store/experiments.ts';

export interface EndBatchesNeeds {
  experiments: ExperimentStore;
  batches: BatchStore;
  nowMs(): number;
}

/** The batches of an experiment: those of its answers, and those of their agreement. */
export function batchesOf({
  batches,
  agreements,
}: Pick<StoredExperiment, 'batches' | 'agreements'>): string[] {
  return [...(JSON.parse(batches) as string[]), ...(JSON.parse(agreements) as string[])];
}

/** Also those that a consumer may have made without having noted them. */
export function possibleBatchesOf(experiment: DeletedExperiment): string[] {
  const chunks = Array.from({ length: experiment.chunks ?? 0 }, (_, i) => i + 1);
  const made = chunks.flatMap((chunk) =>
    ([0, 1] as const).map((place) => derivedId('batch', batchSeed(experiment, chunk, place), 0)),
  );
  return [...new Set([...batchesOf(experiment), ...made])];
}

/** Two batches a chunk: that of its answers, and that of their agreement. */
export function batchSeed(
  { id, createdAtMs }: Pick<StoredExperiment, 'id' | 'createdAtMs'>,
  chunk: number,
  place: 0 | 1,
): string {
  return hashedId('experiment', createdAtMs, sha256Hex(`${id}/chunk/${chunk}/${place}`));
}

/** Ends batches that were made while their experiment was cancelled, and removes those of a deleted one. */
export async function endBatches(
  { id, projectId }: StoredExperiment,
  made: readonly string[],
  { experiments, batches, nowMs }: EndBatchesNeeds,
): Promise<void> {
  await batches.cancelOf(id, made, nowMs());
  if ((await experiments.read(id)) !== undefined) return;
  for (const batch of made) await batches.markDeleted(projectId, batch, nowMs());
}

/** Removes all batches that there are of an experiment, noted or not. */
export async function removeBatches(
  experiment: DeletedExperiment,
  { batches, nowMs }: Pick<EndBatchesNeeds, 'batches' | 'nowMs'>,
  job?: DeletionJob,
): Promise<void> {
  const { projectId } = experiment;
  for (const id of await batches.present(projectId, possibleBatchesOf(experiment))) {
    await batches.markDeleted(projectId, id, nowMs(), job);
  }
}

/** Work on batches of an experiment, of which some may be gone. */
export async function forEachBatch(
  ids: readonly string[],
  work: (id: string) => Promise<unknown>,
): Promise<void> {
  for (const id of ids) {
    await work(id).catch((cause: unknown) => {
      const isGone = cause instanceof ApiProblem && cause.code === 'batch_not_found';
      if (!isGone) throw cause;
    });
  }
}
