import { ApiProblem } from '../../core/problem.ts';
import type { BatchErasure } from '../../store/erase-batch-samples.ts';
import { batchOfVerdict, findBatchVerdict } from '../scoring/batch-verdicts.ts';
import { findOwnVerdict, type VerdictNeeds } from '../scoring/find-verdicts.ts';
import { labelsOf } from '../scoring/labels.ts';
import { hasEnded, strip } from './erase-batches.ts';

export interface DeleteVerdictNeeds extends VerdictNeeds {
  erasure: { batches: BatchErasure };
  nowMs(): number;
}

/**
 * Deletes a verdict with its sample. Of one of a batch, what the batch counted of it stays: its values
 * without texts, ids and metadata.
 *
 * @throws ApiProblem `verdict_not_found`, also for one that was deleted, or `batch_not_ended`
 */
export async function deleteVerdict(
  projectId: string,
  id: string,
  needs: DeleteVerdictNeeds,
): Promise<void> {
  const verdict = await findOwnVerdict(projectId, id, needs);
  if (verdict !== undefined) {
    await needs.verdicts.remove(projectId, [{ id, labels: labelsOf(verdict) }], needs.nowMs());
    return;
  }
  const isThere = await findBatchVerdict(projectId, id, needs, { isBare: true });
  const place = isThere && (await batchOfVerdict(projectId, id, needs));
  if (place === undefined) throw new ApiProblem('verdict_not_found');
  const { batches } = needs.erasure;
  const batch = await batches.batch(projectId, place.batch.id);
  if (batch === undefined) throw new ApiProblem('verdict_not_found');
  const erased = { batch, ats: [place.index], strip, nowMs: needs.nowMs() };
  const isErased = hasEnded(batch) && (await batches.erase({ projectId, id: null }, erased));
  if (!isErased) throw new ApiProblem('batch_not_ended', { detail: RUNS });
}

const RUNS =
  'The verdict is of a batch that runs and may still write it. Wait until the batch ends, or cancel it, and delete the verdict then.';
