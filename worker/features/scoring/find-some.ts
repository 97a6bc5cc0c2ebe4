import type { Verdict } from '@assay/schema/types.ts';
import { ApiProblem } from '../../core/problem.ts';
import { getBareVerdict, type VerdictNeeds } from './find-verdicts.ts';

/** Verdicts by their ids, in the order of these; those that are gone are left out. */
export async function findSome(
  projectId: string,
  ids: readonly string[],
  needs: VerdictNeeds,
): Promise<Verdict[]> {
  const found = await Promise.all(ids.map((id) => findOne(projectId, id, needs)));
  return found.flatMap((verdict) => verdict ?? []);
}

async function findOne(
  projectId: string,
  id: string,
  needs: VerdictNeeds,
): Promise<Verdict | undefined> {
  try {
    return await getBareVerdict(projectId, id, needs);
  } catch (cause) {
    if (cause instanceof ApiProblem && cause.code === 'verdict_not_found') return undefined;
    throw cause;
  }
}
