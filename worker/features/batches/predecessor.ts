import type { StoredBatch } from '../../store/batches.ts';
import { gateOf } from './batch-gates.ts';
import { scoreNames } from './find-batches.ts';
import type { FrozenPlan } from './frozen-plan.ts';

/**
 * Whether an earlier batch is of the same kind as another: by the suite, without one by a tag, without
 * either by the scorers. One whose gate failed is no baseline.
 */
export function isPredecessor(earlier: StoredBatch, batch: StoredBatch): boolean {
  if (suiteOf(earlier) !== suiteOf(batch) || gateOf(earlier)?.outcome === 'failed') return false;
  if (suiteOf(batch) !== undefined) return true;
  const tags = tagsOf(batch);
  if (tags.length > 0) return tagsOf(earlier).some((tag) => tags.includes(tag));
  return namesOf(earlier) === namesOf(batch);
}

/** The suite that a batch runs, in any version. */
export function suiteOf(batch: StoredBatch): string | undefined {
  return planOf(batch).suite?.name;
}

function tagsOf({ tags }: StoredBatch): string[] {
  return JSON.parse(tags);
}

function namesOf(batch: StoredBatch): string {
  return JSON.stringify(scoreNames(planOf(batch)));
}

function planOf({ plan }: StoredBatch): FrozenPlan {
  return JSON.parse(plan);
}
