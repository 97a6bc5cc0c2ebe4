import type { CustomScorer } from '@assay/schema/types.ts';
import type { CustomScorerStore, NewCustomScorer } from '../../store/custom-scorers.ts';
import { parseVersionReference } from './version-cache.ts';

export interface FindCustomScorerNeeds {
  customScorers: CustomScorerStore;
}

/** @param reference `name` for the newest version, or `name@3` */
export async function findCustomScorer(
  projectId: string,
  reference: string,
  { customScorers }: FindCustomScorerNeeds,
): Promise<CustomScorer | undefined> {
  const { name, version } = parseVersionReference(reference);
  const found = await customScorers.find(projectId, name, version);
  return found && toCustomScorer(found);
}

/** A scorer of a project as callers see it. */
export function toCustomScorer({
  projectId: _,
  createdAtMs,
  deletedAtMs: __,
  ...shown
}: NewCustomScorer & { deletedAtMs?: number | null }): CustomScorer {
  return { ...shown, createdAt: new Date(createdAtMs).toISOString() };
}
