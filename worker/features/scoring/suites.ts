import { newId } from '@assay/schema/ids.ts';
import type {
  Page,
  Suite,
  SuiteInput,
  SuitePreview,
  SuiteVersionInput,
} from '@assay/schema/types.ts';
import { whenLoaded } from '@assay/scorers/load.ts';
import { PAGE_ITEMS, pageFrom } from '../../core/page-from.ts';
import { ApiProblem } from '../../core/problem.ts';
import type { StoredSuite, SuiteStore } from '../../store/suites.ts';
import type { JudgingModels } from '../judging/judging-context.ts';
import { expandReferences } from './expand-references.ts';
import type { FindCustomScorerNeeds } from './find-custom-scorer.ts';
import { DEFAULT_POLICY } from './plan.ts';
import { resolveSuite, type SuiteCache } from './suite-cache.ts';
import { parseVersionReference } from './version-cache.ts';

export interface SuiteNeeds extends FindCustomScorerNeeds {
  suites: SuiteStore;
  suiteCache: SuiteCache;
  judging: JudgingModels;
  nowMs(): number;
}

/** Makes version 1 of a suite. @throws InvalidScorers, or ApiProblem `suite_exists` */
export async function createSuite(
  projectId: string,
  input: SuiteInput,
  services: SuiteNeeds,
): Promise<Suite> {
  const made = await newSuite(projectId, input.name, input, services);
  const added = await services.suites.add(made, false);
  if (added === undefined) {
    throw new ApiProblem('suite_exists', {
      detail: `The suite "${input.name}" already exists. To add a version, use POST /v1/suites/${input.name}/versions.`,
    });
  }
  services.suiteCache.forget(projectId, input.name);
  return toSuite(added);
}

/**
 * Adds a version to a suite; content equal to the newest version's adds none.
 *
 * @throws InvalidScorers, or ApiProblem `suite_not_found`
 */
export async function addSuiteVersion(
  projectId: string,
  name: string,
  input: SuiteVersionInput,
  services: SuiteNeeds,
): Promise<{ suite: Suite; isNew: boolean }> {
  const newest = await find(projectId, name, services);
  const next = await newSuite(projectId, name, input, services);
  if (isSame(newest, next)) {
    return { suite: toSuite(newest), isNew: false };
  }
  const added = await services.suites.add(next, true);
  if (added === undefined) throw new ApiProblem('suite_not_found');
  services.suiteCache.forget(projectId, name);
  return { suite: toSuite(added), isNew: true };
}

/** What saving a suite would come to; nothing is kept. @throws InvalidScorers */
export async function previewSuite(
  projectId: string,
  input: SuiteInput,
  services: SuiteNeeds,
): Promise<SuitePreview> {
  const { name } = input;
  const newest = await services.suites.find(projectId, name);
  const next = await newSuite(projectId, name, input, services);
  const { description, scorers, policy, fingerprint } = next;
  return {
    isChanged: newest === undefined || !isSame(newest, next),
    newest: newest === undefined ? null : toSuite(newest),
    next: { name, description, scorers, policy, fingerprint },
  };
}

function isSame(one: Content, other: Content): boolean {
  return one.fingerprint === other.fingerprint && one.description === other.description;
}

type Content = Pick<StoredSuite, 'fingerprint' | 'description'>;

/** @param reference `name` for the newest version, or `name@3`. @throws ApiProblem `suite_not_found` */
export async function getSuite(
  projectId: string,
  reference: string,
  services: SuiteNeeds,
): Promise<Suite> {
  return toSuite(await find(projectId, reference, services));
}

/** The newest version of each suite, by name. */
export async function listSuites(
  projectId: string,
  { limit = PAGE_ITEMS, cursor }: { limit?: number | undefined; cursor?: string | undefined },
  { suites }: SuiteNeeds,
): Promise<Page<Suite>> {
  const rows = await suites.list(projectId, limit + 1, cursor);
  return pageFrom(rows, limit, toSuite, ({ name }) => name);
}

/** Every version of a suite, newest first. @throws ApiProblem `suite_not_found` */
export async function listSuiteVersions(
  projectId: string,
  name: string,
  { suites }: SuiteNeeds,
): Promise<Suite[]> {
  const versions = await suites.versions(projectId, name);
  if (versions.length === 0) throw new ApiProblem('suite_not_found');
  return versions.map(toSuite);
}

/** Deletes a suite, or the one version of `name@3`. @throws ApiProblem `suite_not_found` */
export async function deleteSuite(
  projectId: string,
  reference: string,
  services: SuiteNeeds,
): Promise<void> {
  await find(projectId, reference, services);
  const { name, version } = parseVersionReference(reference);
  await services.suites.remove(projectId, name, version, services.nowMs());
  services.suiteCache.forget(projectId, name);
}

async function find(
  projectId: string,
  reference: string,
  services: SuiteNeeds,
): Promise<StoredSuite> {
  const { name, version } = parseVersionReference(reference);
  const found = await services.suites.find(projectId, name, version);
  if (found) return found;
  const detail = await tellMissing(projectId, reference, services);
  throw new ApiProblem('suite_not_found', { detail });
}

/** Why a reference finds no suite: there is none of the name, or not that version. */
export async function tellMissing(
  projectId: string,
  reference: string,
  { suites }: { suites: SuiteStore },
): Promise<string> {
  const { name, version } = parseVersionReference(reference);
  const newest = version === undefined ? undefined : await suites.find(projectId, name);
  if (newest) {
    return `The suite "${name}" has no version ${version}; the newest is ${newest.version}.`;
  }
  return `This project has no suite "${reference}". GET /v1/suites lists its suites.`;
}

async function newSuite(
  projectId: string,
  name: string,
  { scorers: given, policy = DEFAULT_POLICY, description = '' }: SuiteVersionInput,
  services: SuiteNeeds,
) {
  const { nowMs, judging } = services;
  // What a project's own scorers are now is what the suite keeps.
  const scorers = await expandReferences(given, projectId, services);
  const { fingerprint } = await whenLoaded(() =>
    resolveSuite(scorers, policy, judging.models.defaults),
  );
  return {
    projectId,
    name,
    description,
    scorers,
    policy,
    fingerprint,
    createdAtMs: nowMs(),
    attempt: newId('attempt'),
  };
}

function toSuite({
  name,
  version,
  description,
  scorers,
  policy,
  fingerprint,
  createdAtMs,
}: StoredSuite): Suite {
  const createdAt = new Date(createdAtMs).toISOString();
  return { name, version, description, scorers, policy, fingerprint, createdAt };
}
