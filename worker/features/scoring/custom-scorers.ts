import { LIMITS } from '@assay/schema/limits.ts';
import { ScorerReference as ScorerReferenceSchema } from '@assay/schema/scorer-reference.ts';
import type {
  CustomScorer,
  CustomScorerInput,
  CustomScorerTrial,
  CustomScorerVersionInput,
  JsonObject,
  Page,
  Score,
  ScorerReference,
  ScorerSettings,
} from '@assay/schema/types.ts';
import { findScorer } from '@assay/scorers/find.ts';
import { resolveOne, tooManyScorers } from '@assay/scorers/resolve.ts';
import * as z from 'zod';
import { ApiProblem } from '../../core/problem.ts';
import type { Services } from '../../services.ts';
import type { NewCustomScorer } from '../../store/custom-scorers.ts';
import type { Plan } from './plan.ts';
import { type Asking, scoreSamples } from './score-samples.ts';
import { parseSuiteReference } from './suite-book.ts';

/** Makes the first version. @throws InvalidScorers, or ApiProblem `scorer_exists` */
export async function createCustomScorer(
  projectId: string,
  input: CustomScorerInput,
  services: Services,
): Promise<CustomScorer> {
  if (findScorer(input.name)) {
    throw new ApiProblem('scorer_exists', {
      detail: `"${input.name}" is a built-in scorer, or an alias of one. Take another name.`,
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
    const made = settle(projectId, input.name, version, input, services);
    if (await services.customScorers.add(made)) return toCustomScorer(made);
  }
  throw new ApiProblem('scorer_exists', {
    detail: `There is a scorer "${input.name}". POST /v1/scorers/${input.name}/versions adds a version.`,
  });
}

/** Adds a version. @throws InvalidScorers, or ApiProblem `scorer_not_found` */
export async function addCustomScorerVersion(
  projectId: string,
  name: string,
  input: CustomScorerVersionInput,
  services: Services,
): Promise<CustomScorer> {
  // Whoever adds a version at the same time takes the number; the next one is free.
  for (let tried = 1; ; tried += 1) {
    const newest = await services.customScorers.find(projectId, name);
    if (newest === undefined) throw new ApiProblem('scorer_not_found');
    const last = await services.customScorers.lastVersion(projectId, name);
    const made = settle(projectId, name, last + 1, input, services);
    if (await services.customScorers.add(made)) return toCustomScorer(made);
    if (tried === MOST_TRIES) throw new ApiProblem('storage_unavailable');
  }
}

const MOST_TRIES = 5;

/** The newest version of each of the project's own scorers, by name. */
export async function listCustomScorers(
  projectId: string,
  { limit = 20, cursor }: { limit?: number | undefined; cursor?: string | undefined },
  { customScorers }: Services,
): Promise<Page<CustomScorer>> {
  const rows = await customScorers.list(projectId, limit + 1, cursor);
  const page = rows.slice(0, limit);
  return {
    items: page.map(toCustomScorer),
    nextCursor: rows.length > limit ? (page.at(-1)?.name ?? null) : null,
  };
}

/** Deletes a scorer, or the one version of `name@3`. @throws ApiProblem `scorer_not_found` */
export async function deleteCustomScorer(
  projectId: string,
  reference: string,
  services: Services,
): Promise<void> {
  const { name, version } = parseSuiteReference(reference);
  const found = await services.customScorers.find(projectId, name, version);
  if (found === undefined) throw new ApiProblem('scorer_not_found');
  await services.customScorers.remove(projectId, name, version, services.nowMs());
}

/** Versions, newest first. @throws ApiProblem `scorer_not_found` */
export async function listCustomScorerVersions(
  projectId: string,
  name: string,
  { customScorers }: Services,
): Promise<CustomScorer[]> {
  const versions = await customScorers.versions(projectId, name);
  if (versions.length === 0) throw new ApiProblem('scorer_not_found');
  return versions.map(toCustomScorer);
}

/** @param reference `name` for the newest version, or `name@3` */
export async function findCustomScorer(
  projectId: string,
  reference: string,
  { customScorers }: Services,
): Promise<CustomScorer | undefined> {
  const { name, version } = parseSuiteReference(reference);
  const found = await customScorers.find(projectId, name, version);
  return found && toCustomScorer(found);
}

/** Scores a sample by a definition that is not saved. @throws InvalidScorers */
export async function tryCustomScorer(
  { base, params, threshold, sample }: CustomScorerTrial,
  asking: Asking,
  services: Services,
): Promise<Score> {
  const settings = { scorer: base, params, ...(threshold === undefined ? {} : { threshold }) };
  // Faults are told where they stand in this request, not in the one made of it.
  const scorer = resolveOne(settings, '', services.judging.models.defaults);
  const request = { sample, scorers: [settings], store: 'none' as const };
  const plan: Plan = { scorers: [scorer], policy: { rule: 'required' }, suite: null };
  const [verdict] = await scoreSamples(request, plan, asking, services);
  const score = verdict?.scores[0];
  if (score === undefined) throw new RangeError('one sample and one scorer give one score');
  return score;
}

/**
 * Puts what a project's own scorers stand for in the place of their names, inside composite scorers
 * too. Names of built-in scorers, and unknown ones, stay as they are.
 *
 * @throws InvalidScorers where there are more than one request may run
 */
export async function expandReferences(
  references: readonly ScorerReference[],
  projectId: string,
  services: Services,
): Promise<ScorerReference[]> {
  // Counted first: looking up what is then refused would be work without bound.
  if (countReferences(references) > LIMITS.scorers) throw tooManyScorers('/scorers');
  return expandAll(references, projectId, services);
}

function countReferences(references: readonly ScorerReference[]): number {
  return references.reduce((sum, reference) => {
    const inner = typeof reference === 'string' ? undefined : innerOf(reference);
    return sum + 1 + countReferences(inner ?? []);
  }, 0);
}

async function expandAll(
  references: readonly ScorerReference[],
  projectId: string,
  services: Services,
): Promise<ScorerReference[]> {
  return Promise.all(
    references.map(async (reference) => {
      const settings = typeof reference === 'string' ? { scorer: reference } : reference;
      const inner = innerOf(settings);
      if (inner) {
        const scorers = await expandAll(inner, projectId, services);
        return { ...settings, params: { ...settings.params, scorers } as JsonObject };
      }
      if (findScorer(settings.scorer)) return reference;
      const [, not, name = ''] = /^(not-)?(.*)$/s.exec(settings.scorer) ?? [];
      const own = await findCustomScorer(projectId, name, services);
      return own ? expand(own, settings, not !== undefined) : reference;
    }),
  );
}

const Inner = z.array(ScorerReferenceSchema);

/** The references inside a composite scorer; undefined for any other, and for what is none. */
function innerOf({ scorer, params }: ScorerSettings): ScorerReference[] | undefined {
  if (!findScorer(scorer)?.scorer.uses.includes('scores')) return undefined;
  return Inner.safeParse(params?.scorers).data;
}

function expand(own: CustomScorer, settings: ScorerSettings, isNegated: boolean): ScorerSettings {
  return {
    as: isNegated ? `not-${own.name}` : own.name,
    threshold: own.threshold,
    ...settings,
    scorer: own.base,
    params: { ...own.params, ...settings.params },
    negate: (settings.negate ?? false) !== isNegated,
  };
}

/** Whether any name, also inside composite scorers, is none of a built-in scorer. */
export function mayBeCustom(references: readonly ScorerReference[]): boolean {
  return references.some((reference) => {
    const settings = typeof reference === 'string' ? { scorer: reference } : reference;
    return findScorer(settings.scorer) === undefined || mayBeCustom(innerOf(settings) ?? []);
  });
}

function settle(
  projectId: string,
  name: string,
  version: number,
  { base, params, threshold, description = '' }: CustomScorerVersionInput,
  { nowMs, judging }: Services,
): NewCustomScorer {
  const settings = { scorer: base, params, ...(threshold === undefined ? {} : { threshold }) };
  const { threshold: settled, fingerprint } = resolveOne(settings, '', judging.models.defaults);
  return {
    ...{ projectId, name, version, description, base, params, fingerprint },
    threshold: settled,
    createdAtMs: nowMs(),
  };
}

function toCustomScorer({
  projectId: _,
  createdAtMs,
  deletedAtMs: __,
  ...shown
}: NewCustomScorer & { deletedAtMs?: number | null }): CustomScorer {
  return { ...shown, createdAt: new Date(createdAtMs).toISOString() };
}
