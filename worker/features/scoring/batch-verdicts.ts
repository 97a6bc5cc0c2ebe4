import { derivationOf } from '@assay/schema/ids.ts';
import type { StoredVerdict, Verdict } from '@assay/schema/types.ts';
import { ApiProblem } from '../../core/problem.ts';
import type { BatchStore, StoredBatch } from '../../store/batches.ts';
import type { ItemStore } from '../../store/items.ts';

export interface BatchVerdictNeeds {
  batches: Pick<BatchStore, 'findByStart'>;
  items: Pick<ItemStore, 'page'>;
}

/** Where a verdict of a batch is. */
export interface BatchVerdictPlace {
  batch: StoredBatch;
  index: number;
}

const VERDICT = /^ver_[0-9a-z]{26}$/;

/** The batch of a verdict, by its id; undefined for one that was stored by itself. */
export async function batchOfVerdict(
  projectId: string,
  verdictId: string,
  { batches }: Pick<BatchVerdictNeeds, 'batches'>,
): Promise<BatchVerdictPlace | undefined> {
  if (!VERDICT.test(verdictId)) return undefined;
  const { start, index } = derivationOf(verdictId);
  const batch = await batches.findByStart(projectId, start);
  return batch && { batch, index };
}

/**
 * A verdict of a batch; undefined where there is none, or its sample was erased.
 *
 * @param bare `isBare` leaves the sample out, which may be unreadable
 */
export async function findBatchVerdict(
  projectId: string,
  verdictId: string,
  needs: BatchVerdictNeeds,
  { isBare = false }: { isBare?: boolean } = {},
): Promise<StoredVerdict | undefined> {
  const place = await batchOfVerdict(projectId, verdictId, needs);
  if (place === undefined) return undefined;
  const { batch, index } = place;
  const page = { batchId: batch.id, after: index - 1, limit: 1, withSamples: !isBare };
  const [item] = (await needs.items.page(page)).items;
  if (item?.at !== index || item.verdict === null) return undefined;
  const verdict: Verdict = JSON.parse(item.verdict);
  const isErased = verdict.lineage.sampleHash === '';
  if (verdict.id !== verdictId || isErased) return undefined;
  if (item.isUnreadable) throw new ApiProblem('sample_unreadable');
  return { ...verdict, sample: JSON.parse(item.sample ?? '{}') };
}
