import { LIMITS } from '@assay/schema/limits.ts';
import type { ScoreRequest, ScorerReference } from '@assay/schema/types.ts';
import type { DefaultModels } from '@assay/scorers/judging/judge.ts';
import { whenLoaded } from '@assay/scorers/load.ts';
import { type ResolvedScorer, resolveScorers } from '@assay/scorers/resolve.ts';
import { ApiProblem } from '../../core/problem.ts';
import { createTtlCache } from '../../core/ttl-cache.ts';
import type { SuiteStore } from '../../store/suites.ts';
import type { JudgingModels } from '../judging/judging-context.ts';
import { expandReferences, mayBeCustom } from './expand-references.ts';
import type { FindCustomScorerNeeds } from './find-custom-scorer.ts';
import { DEFAULT_POLICY, type Plan } from './plan.ts';
import type { SuiteCache } from './suite-cache.ts';
import { tellMissing } from './suites.ts';

export interface PlanNeeds extends FindCustomScorerNeeds {
  suites: SuiteStore;
  suiteCache: SuiteCache;
  judging: JudgingModels;
}

/**
 * Settles the scorers, the suite and the policy of a request.
 *
 * @throws InvalidScorers, or ApiProblem `unknown_suite` or `invalid_request`
 */
export async function planScoring(
  request: Pick<ScoreRequest, 'scorers' | 'suite' | 'policy'>,
  projectId: string,
  services: PlanNeeds,
): Promise<Plan> {
  const own = await resolveOwn(request.scorers ?? [], projectId, services);
  if (request.suite === undefined) {
    return { scorers: own, policy: request.policy ?? DEFAULT_POLICY, suite: null };
  }
  const suite = await services.suiteCache.open(projectId, request.suite);
  if (suite === undefined) {
    throw new ApiProblem('unknown_suite', {
      detail: await tellMissing(projectId, request.suite, services),
      errors: [{ pointer: '/suite', message: 'is not a suite of this project' }],
    });
  }
  const scorers = [...suite.scorers, ...own];
  refuseClashes(scorers, suite.scorers.length);
  return {
    scorers,
    policy: request.policy ?? suite.policy,
    suite: { name: suite.name, version: suite.version, fingerprint: suite.fingerprint },
  };
}

// Callers ask for the same few sets of scorers over and over; a set always resolves to the same.
const resolvedSets = createTtlCache<ResolvedScorer[]>(Number.POSITIVE_INFINITY, 500, () => 0);
const LONGEST_KEY = 10_000;

function resolveOwn(
  references: ScorerReference[],
  projectId: string,
  services: PlanNeeds,
): ResolvedScorer[] | Promise<ResolvedScorer[]> {
  // Names of a project's own scorers are never resolved as they are, so what is known is built in.
  const known = resolvedSets.get(keyOf(references, services.judging.models.defaults));
  return known ?? resolveNew(references, projectId, services);
}

async function resolveNew(
  references: ScorerReference[],
  projectId: string,
  services: PlanNeeds,
): Promise<ResolvedScorer[]> {
  const models = services.judging.models.defaults;
  const expanded = mayBeCustom(references)
    ? await expandReferences(references, projectId, services)
    : references;
  const resolved = await whenLoaded(() => resolveScorers(expanded, '/scorers', models));
  const key = keyOf(expanded, models);
  if (key.length <= LONGEST_KEY) resolvedSets.set(key, resolved);
  return resolved;
}

function keyOf(references: ScorerReference[], models: DefaultModels): string {
  // Not canonical: the same set with its keys in another order is only resolved once more.
  return JSON.stringify([references, models]);
}

function countScorers(scorers: readonly ResolvedScorer[]): number {
  return scorers.reduce((sum, { children }) => sum + 1 + countScorers(children), 0);
}

function refuseClashes(scorers: readonly ResolvedScorer[], fromSuite: number): void {
  if (countScorers(scorers) > LIMITS.scorers) {
    throw refusal('/scorers', `has, together with the suite, more than ${LIMITS.scorers} scorers`);
  }
  const names = new Set(scorers.slice(0, fromSuite).map(({ name }) => name));
  for (const [i, { name }] of scorers.slice(fromSuite).entries()) {
    if (!names.has(name)) continue;
    throw refusal(
      `/scorers/${i}`,
      `the suite already has a score named "${name}"; set another name with \`as\``,
    );
  }
}

function refusal(pointer: string, message: string): ApiProblem {
  return new ApiProblem('invalid_request', { errors: [{ pointer, message }] });
}
