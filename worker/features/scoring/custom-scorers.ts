import type {
  CustomScorer,
  CustomScorerInput,
  CustomScorerVersionInput,
  Page,
} from '@assay/schema/types.ts';
import { findScorer } from '@assay/scorers/find.ts';
import { whenLoaded } from '@assay/scorers/load.ts';
import { resolveOne } from '@assay/scorers/resolve.ts';
import { PAGE_ITEMS, pageFrom } from '../../core/page-from.ts';
import { ApiProblem } from '../../core/problem.ts';
import type { CustomScorerStore, NewCustomScorer } from '../../store/custom-scorers.ts';
import type { JudgingModels } from '../judging/judging-context.ts';
import { toCustomScorer } from './find-custom-scorer.ts';
import { parseVersionReference } from './version-cache.ts';

export interface CustomScorerNeeds {
  customScorers: CustomScorerStore;
  judging: JudgingModels;
  nowMs(): number;
}

/** Makes the first version. @throws InvalidScorers, or ApiProblem `scorer_exists` */
export async function createCustomScorer(
  projectId: string,
  input: CustomScorerInput,
  services: CustomScorerNeeds,
): Promise<CustomScorer> {
  if (findScorer(input.name)) {
    throw new ApiProblem('scorer_exists', {
      detail: `"${input.name}" is the name or alias of a built-in scorer. Choose another name.`,
    });
  }
  if (input.name.startsWith('not-')) {
    throw new ApiProblem('invalid_request', {
      errors: [{ pointer: '/name', message: 'must not begin with `not-`, which negates a scorer' }],
    });
  }
  const isThere = await services.customScorers.find(projectId, input.name);
  if (isThere === undefined) {
    // Numbers of deleted versions are not given again.
    const version = (await services.customScorers.lastVersion(projectId, input.name)) + 1;
    const made = await newVersion({ projectId, name: input.name, version }, input, services);
    if (await services.customScorers.add(made)) return toCustomScorer(made);
  }
  throw new ApiProblem('scorer_exists', {
    detail: `The scorer "${input.name}" already exists. To add a version, use POST /v1/scorers/${input.name}/versions.`,
  });
}

/** Adds a version. @throws InvalidScorers, or ApiProblem `scorer_not_found` */
export async function addCustomScorerVersion(
  projectId: string,
  name: string,
  input: CustomScorerVersionInput,
  services: CustomScorerNeeds,
): Promise<CustomScorer> {
  // Whoever adds a version at the same time takes the number; the next one is free.
  for (let tried = 1; ; tried += 1) {
    const newest = await services.customScorers.find(projectId, name);
    if (newest === undefined) throw new ApiProblem('scorer_not_found');
    const last = await services.customScorers.lastVersion(projectId, name);
    const made = await newVersion({ projectId, name, version: last + 1 }, input, services);
    if (await services.customScorers.add(made)) return toCustomScorer(made);
    if (tried === MOST_TRIES) throw new ApiProblem('storage_unavailable');
  }
}

const MOST_TRIES = 5;

/** The newest version of each of the project's own scorers, by name. */
export async function listCustomScorers(
  projectId: string,
  { limit = PAGE_ITEMS, cursor }: { limit?: number | undefined; cursor?: string | undefined },
  { customScorers }: CustomScorerNeeds,
): Promise<Page<CustomScorer>> {
  const rows = await customScorers.list(projectId, limit + 1, cursor);
  return pageFrom(rows, limit, toCustomScorer, ({ name }) => name);
}

/** Deletes a scorer, or the one version of `name@3`. @throws ApiProblem `scorer_not_found` */
export async function deleteCustomScorer(
  projectId: string,
  reference: string,
  services: CustomScorerNeeds,
): Promise<void> {
  const { name, version } = parseVersionReference(reference);
  const found = await services.customScorers.find(projectId, name, version);
  if (found === undefined) throw new ApiProblem('scorer_not_found');
  await services.customScorers.remove(projectId, name, version, services.nowMs());
}

/** Versions, newest first. @throws ApiProblem `scorer_not_found` */
export async function listCustomScorerVersions(
  projectId: string,
  name: string,
  { customScorers }: CustomScorerNeeds,
): Promise<CustomScorer[]> {
  const versions = await customScorers.versions(projectId, name);
  if (versions.length === 0) throw new ApiProblem('scorer_not_found');
  return versions.map(toCustomScorer);
}

async function newVersion(
  place: Pick<NewCustomScorer, 'projectId' | 'name' | 'version'>,
  { base, params, threshold, description = '' }: CustomScorerVersionInput,
  { nowMs, judging }: CustomScorerNeeds,
): Promise<NewCustomScorer> {
  const settings = { scorer: base, params, ...(threshold === undefined ? {} : { threshold }) };
  const { threshold: resolved, fingerprint } = await whenLoaded(() =>
    resolveOne(settings, '', judging.models.defaults),
  );
  return {
    ...place,
    ...{ description, base, params, fingerprint },
    threshold: resolved,
    createdAtMs: nowMs(),
  };
}
