import type { LabelTarget, LabelTargetInput } from '@assay/schema/types.ts';
import type { BatchPlace, DatasetItem, LabelTargetStore } from '../../store/label-targets.ts';
import { parseVersionReference } from '../scoring/version-cache.ts';

export interface FindTargetNeeds {
  labelTargets: LabelTargetStore;
}

/** Each target as it is kept, in the given order; undefined where the project has none such. */
export async function findTargets(
  projectId: string,
  targets: readonly LabelTargetInput[],
  { labelTargets }: FindTargetNeeds,
): Promise<(LabelTarget | undefined)[]> {
  const verdicts = targets.flatMap((target, i) => ('verdictId' in target ? [{ i, target }] : []));
  const samples = targets.flatMap((target, i) => ('batchId' in target ? [{ i, target }] : []));
  const items = targets.flatMap((target, i) => ('dataset' in target ? [{ i, target }] : []));
  const [known, places, isThere] = await Promise.all([
    labelTargets.verdicts(
      projectId,
      verdicts.map(({ target }) => target.verdictId),
    ),
    labelTargets.batchSamples(
      projectId,
      samples.map(({ target }) => placeOf(target)),
    ),
    labelTargets.datasetItems(
      projectId,
      items.map(({ target }) => itemOf(target)),
    ),
  ]);
  const found = targets.map((target) => ('sampleHash' in target ? target : undefined));
  const kept: (LabelTarget | undefined)[] = found;
  for (const { i, target } of verdicts) if (known.has(target.verdictId)) kept[i] = target;
  for (const [n, { i, target }] of samples.entries()) {
    const index = places[n];
    if (index !== undefined) kept[i] = { batchId: target.batchId, index };
  }
  for (const [n, { i, target }] of items.entries()) if (isThere[n]) kept[i] = target;
  return kept;
}

function placeOf(target: Extract<LabelTargetInput, { batchId: string }>): BatchPlace {
  const { batchId } = target;
  return 'index' in target
    ? { batchId, index: target.index, sampleId: null }
    : { batchId, index: null, sampleId: target.sampleId };
}

function itemOf({ dataset, itemId }: Extract<LabelTargetInput, { dataset: string }>): DatasetItem {
  const { name, version = 0 } = parseVersionReference(dataset);
  return { name, version, itemId };
}
