import type { LabelTarget, Sample, Verdict } from '@assay/schema/types.ts';
import type { BatchStore } from '../../store/batches.ts';
import type { ItemStore } from '../../store/items.ts';
import { NO_SAMPLE } from '../../store/no-sample.ts';
import type { ReviewSampleStore } from '../../store/review-samples.ts';
import type { VerdictStore } from '../../store/verdicts.ts';
import { parseVersionReference } from '../scoring/version-cache.ts';

export interface ReadTargetNeeds {
  verdicts: VerdictStore;
  batches: BatchStore;
  items: ItemStore;
  reviewSamples: ReviewSampleStore;
}

/** A sample, with its verdict if it was scored. */
export interface TargetSample {
  sample: Sample;
  verdict: Verdict | null;
}

/** The sample of a target; undefined if it was deleted, was not kept, or is known by its hash only. */
export async function readTarget(
  projectId: string,
  target: LabelTarget,
  { verdicts, batches, items, reviewSamples }: ReadTargetNeeds,
): Promise<TargetSample | undefined> {
  if ('verdictId' in target) {
    const found = await verdicts.find(projectId, target.verdictId);
    if (found?.sample === NO_SAMPLE) return undefined;
    return found && { sample: JSON.parse(found.sample), verdict: JSON.parse(found.verdict) };
  }
  if ('batchId' in target) {
    const { batchId, index } = target;
    if ((await batches.find(projectId, batchId)) === undefined) return undefined;
    const page = await items.page({ batchId, after: index - 1, limit: 1, withSamples: true });
    const [item] = page.items;
    if (item?.at !== index || item.sample === null || item.sample === NO_SAMPLE) return undefined;
    return {
      sample: JSON.parse(item.sample),
      verdict: item.verdict === null ? null : JSON.parse(item.verdict),
    };
  }
  if ('dataset' in target) {
    const { name, version = 0 } = parseVersionReference(target.dataset);
    const item = await reviewSamples.datasetItem(projectId, name, version, target.itemId);
    return item === undefined ? undefined : { sample: JSON.parse(item.item).sample, verdict: null };
  }
  return undefined;
}
