import type {
  GuardPolicyContent,
  GuardRedaction,
  GuardRequest,
  GuardResult,
  GuardRule,
  RequireCalibration,
  ScorerReference,
} from '@assay/schema/types.ts';
import { fingerprint } from '@assay/scorers/fingerprint.ts';
import type { DefaultModels } from '@assay/scorers/judging/judge.ts';
import { whenLoaded } from '@assay/scorers/load.ts';
import { withRedaction } from '@assay/scorers/redaction/with-redaction.ts';
import { ApiProblem } from '../../core/problem.ts';
import { createTtlCache } from '../../core/ttl-cache.ts';
import type { DataTerms } from '../data-control/data-terms.ts';
import type { JudgingModels } from '../judging/judging-context.ts';
import { expandReferences } from '../scoring/expand-references.ts';
import type { FindCustomScorerNeeds } from '../scoring/find-custom-scorer.ts';
import { parseVersionReference } from '../scoring/version-cache.ts';
import {
  DEFAULT_POLICY_CONTENT,
  DEFAULT_POLICY_NAME,
  DEFAULT_POLICY_VERSION,
} from './default-policy.ts';
import { placesOf } from './guarded-sample.ts';
import { type PlannedRule, planPolicy, policyFingerprint } from './plan-policy.ts';
import type { PolicyCache } from './policy-cache.ts';

export interface PlanGuardNeeds extends FindCustomScorerNeeds {
  policyCache: PolicyCache;
  judging: JudgingModels;
}

/** A policy at one stage, ready to run. */
export interface GuardPlan {
  identity: GuardResult['policy'];
  rules: PlannedRule[];
  redaction: GuardRedaction;
  requireCalibration: RequireCalibration | undefined;
  mayAskModels: boolean;
}

interface Named {
  name: string | null;
  version: number | null;
  content: GuardPolicyContent;
}

interface Planned {
  models: DefaultModels;
  plan: GuardPlan;
}

// A policy settles to the same plan every time, and is asked for over and over. Its content is the same
// object while the policy is cached, with one plan a stage and kind of text.
const plannedOf = new WeakMap<GuardPolicyContent, Map<string, Planned>>();
const planned = createTtlCache<GuardPlan>(Number.POSITIVE_INFINITY, 500, () => 0);
const LONGEST_KEY = 20_000;

/** Settles the policy of a request. @throws InvalidScorers, or ApiProblem `unknown_policy` */
export async function planGuard(
  request: GuardRequest,
  projectId: string,
  needs: PlanGuardNeeds,
): Promise<GuardPlan> {
  const { name, version, content } = await findPolicy(request, projectId, needs);
  const models = needs.judging.models.defaults;
  const { stage, streamed } = request;
  const at = [name, version, placesOf(request), stage, streamed].join();
  const known = plannedOf.get(content)?.get(at);
  if (known?.models === models) return known.plan;
  const plan = await planBy({ name, version, content }, request, models, at);
  const plans = plannedOf.get(content) ?? new Map<string, Planned>();
  plannedOf.set(content, plans.set(at, { models, plan }));
  return plan;
}

/** The same for a content that was not met before; the policies of requests are the same over and over. */
async function planBy(
  { name, version, content }: Named,
  request: GuardRequest,
  models: DefaultModels,
  at: string,
): Promise<GuardPlan> {
  const key = JSON.stringify([at, content, models]);
  const known = planned.get(key);
  if (known) return known;
  const { rules, fingerprint } = await whenLoaded(() => ({
    rules: planPolicy(content, request, models, name === null ? '/policy' : ''),
    fingerprint: policyFingerprint(content, models),
  }));
  const plan: GuardPlan = {
    identity: { name, version, fingerprint },
    rules,
    redaction: content.redaction ?? {},
    requireCalibration: content.requireCalibration,
    mayAskModels: rules.some(
      ({ resolved, escalation }) => resolved.asksModels || escalation?.resolved.asksModels,
    ),
  };
  if (key.length <= LONGEST_KEY) planned.set(key, plan);
  return plan;
}

async function findPolicy(
  { policy = DEFAULT_POLICY_NAME }: GuardRequest,
  projectId: string,
  needs: PlanGuardNeeds,
): Promise<Named> {
  if (typeof policy !== 'string') {
    return { name: null, version: null, content: await expandPolicy(policy, projectId, needs) };
  }
  const { name, version } = parseVersionReference(policy);
  if (
    name === DEFAULT_POLICY_NAME &&
    (version ?? DEFAULT_POLICY_VERSION) === DEFAULT_POLICY_VERSION
  ) {
    return { name, version: DEFAULT_POLICY_VERSION, content: DEFAULT_POLICY_CONTENT };
  }
  const found = await needs.policyCache.open(projectId, policy);
  if (found) return found;
  const message = 'names no guard policy of this project';
  throw new ApiProblem('unknown_policy', {
    detail: `There is no guard policy "${policy}" in this project. GET /v1/guard/policies lists them.`,
    errors: [{ pointer: '/policy', message }],
  });
}

/** A policy in which what a project's own scorers are now stands for their names. */
export async function expandPolicy<Content extends GuardPolicyContent>(
  content: Content,
  projectId: string,
  needs: FindCustomScorerNeeds,
): Promise<Content> {
  const references = content.rules.flatMap(({ scorer, escalate }): ScorerReference[] =>
    escalate ? [scorer, escalate.scorer] : [scorer],
  );
  const expanded = await expandReferences(references, projectId, needs);
  let next = 0;
  const take = (given: ScorerReference) => expanded[next++] ?? given;
  const rules = content.rules.map((rule): GuardRule => {
    const scorer = take(rule.scorer);
    const { escalate } = rule;
    if (escalate === undefined) return { ...rule, scorer };
    return { ...rule, scorer, escalate: { ...escalate, scorer: take(escalate.scorer) } };
  });
  return { ...content, rules };
}

/** A policy whose models see what is sent without what detectors find: another one, by its fingerprint. */
export function redactGuardPlan(plan: GuardPlan, { redact: { models } }: DataTerms): GuardPlan {
  if (models.length === 0 || !plan.mayAskModels) return plan;
  const by = models.map((detector) => detector.fingerprint);
  return {
    ...plan,
    identity: {
      ...plan.identity,
      fingerprint: fingerprint({ redacted: plan.identity.fingerprint, by }),
    },
    rules: plan.rules.map((rule) => ({
      ...rule,
      resolved: withRedaction(rule.resolved, models),
      ...(rule.escalation && {
        escalation: {
          ...rule.escalation,
          resolved: withRedaction(rule.escalation.resolved, models),
        },
      }),
    })),
  };
}
