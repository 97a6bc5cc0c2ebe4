import { derivedId, newId, timeOf } from '@assay/schema/ids.ts';
import { LIMITS } from '@assay/schema/limits.ts';
import type {
  GuardFinding,
  GuardRequest,
  GuardResult,
  JudgeExchange,
  Score,
  Verdict,
} from '@assay/schema/types.ts';
import { type Detection, isDetector } from '@assay/scorers/detectors/define-detector.ts';
import type { ResolvedScorer } from '@assay/scorers/resolve.ts';
import { readSample, type SampleView } from '@assay/scorers/sample.ts';
import { createWork } from '@assay/scorers/work.ts';
import { type DataTerms, dataTermsOf } from '../data-control/data-terms.ts';
import { redactionIn } from '../data-control/redact.ts';
import { flushAfter } from '../judging/flush-after.ts';
import { beginJudging, type JudgingRun } from '../judging/judging.ts';
import { findKnownJudges, type KnownJudges } from '../scoring/known-judges.ts';
import { createPace } from '../scoring/pace.ts';
import { DEFAULT_POLICY } from '../scoring/plan.ts';
import type { RequestContext } from '../scoring/request-context.ts';
import {
  DEFAULT_DEADLINE_MS,
  keptOf,
  modeOf,
  type ScoringNeeds,
  storeVerdicts,
} from '../scoring/score-samples.ts';
import { verdictOf } from '../scoring/verdict-of.ts';
import { decideAction, isUnsure, type RuleOutcome } from './decide-action.ts';
import { type GuardedSample, guardedSample } from './guarded-sample.ts';
import { type GuardPlan, type PlanGuardNeeds, planGuard, redactGuardPlan } from './plan-guard.ts';
import type { PlannedRule } from './plan-policy.ts';
import { redactable } from './redact.ts';
import { type Redacted, redactFindings } from './redact-findings.ts';
import { scrubScores } from './scrub-scores.ts';

export interface GuardNeeds extends Omit<PlanGuardNeeds, 'judging'>, ScoringNeeds {
  config: { redactionKey: string | undefined };
}

/** What one call of the guard works with. */
interface Guarding {
  request: GuardRequest;
  plan: GuardPlan;
  guarded: GuardedSample;
  view: SampleView;
  context: RequestContext;
  needs: GuardNeeds;
  deadlineAtMs: number;
  terms: DataTerms;
  known?: KnownJudges | undefined;
}

/**
 * Checks a text, a conversation or tool calls against a policy.
 *
 * Runs the scorers of the rules that apply at the stage, asks the scorer of an escalation where one is
 * unsure, takes the strictest action, and replaces what is to be redacted.
 *
 * @throws InvalidScorers, or ApiProblem `unknown_policy`, `redaction_unconfigured`,
 *   `keep_not_allowed`, `storage_unavailable` or `verdict_too_large`
 */
export async function guard(
  request: GuardRequest,
  context: RequestContext,
  needs: GuardNeeds,
): Promise<GuardResult> {
  const startedAtMs = needs.nowMs();
  const { projectId } = context.principal;
  const terms = await dataTermsOf(request, projectId, needs);
  const plan = redactGuardPlan(await planGuard(request, projectId, needs), terms);
  const guarded = guardedSample(request);
  const deadlineAtMs = startedAtMs + (request.deadlineMs ?? DEFAULT_DEADLINE_MS);
  const view = readSample(guarded.sample);
  const guarding = { request, plan, guarded, view, context, needs, deadlineAtMs, terms };
  if (!plan.mayAskModels) return check(guarding, startedAtMs);
  const [judges, known] = await Promise.all([
    beginJudging(needs.judging, { ...context.principal, ...context, ...terms, deadlineAtMs }),
    findKnownJudges(scorersOf(plan), projectId, needs),
  ]);
  return flushAfter(check({ ...guarding, known }, startedAtMs, judges), judges, context.later);
}

async function check(
  guarding: Guarding,
  startedAtMs: number,
  judges?: JudgingRun,
): Promise<GuardResult> {
  const { request, plan, guarded, context, needs } = guarding;
  const models = judges?.forSample(guarded.sample);
  const outcomes = await context.timings.measure('score', () => scoreRules(guarding, models));
  const decision = decideAction(outcomes);
  const redaction = await redactFindings({
    request,
    findings: decision.findings.map((finding) => ({
      ...finding,
      pointer: guarded.pointerInRequest(finding.pointer),
    })),
    texts: textsOf(outcomes, guarded),
    copies: guarded.copies,
    redaction: plan.redaction,
    key: needs.config.redactionKey,
    projectId: context.principal.projectId,
  });
  // What was to be redacted and cannot be must not go out.
  const isBlocked = decision.action === 'block' || redaction.isIncomplete;
  const scores = scrubScores(
    outcomes.flatMap(({ score, escalated }) => (escalated ? [score, escalated] : score)),
    redaction.spans,
    guarded.pointerInRequest,
  );
  const spent: Asked = {
    exchanges: models?.exchanges(),
    usage: hasAsked(outcomes) ? (models?.spent().usage ?? null) : null,
    costUsd: models?.spent().costUsd ?? 0,
    latencyMs: needs.nowMs() - startedAtMs,
  };
  const verdict = await context.timings.measure('store', () =>
    keep(scores, redaction, guarding, spent),
  );
  const { tokens } = redaction;
  const { usage, costUsd } = spent;
  return {
    action: isBlocked ? 'block' : decision.action,
    stage: request.stage,
    decidedBy: decision.decidedBy,
    ...(isBlocked ? withheld(request) : redaction.redacted),
    ...(tokens === undefined || isBlocked ? {} : { tokens }),
    findings: surest(redaction.findings),
    replacements: isBlocked ? [] : redaction.replacements,
    notRun: decision.notRun,
    scores,
    verdictId: verdict.id,
    stored: verdict.stored,
    policy: plan.identity,
    usage,
    costUsd,
    latencyMs: needs.nowMs() - startedAtMs,
  };
}

/** Whether a model was asked. */
function hasAsked(outcomes: readonly RuleOutcome[]): boolean {
  return outcomes.some(
    ({ rule, escalated }) =>
      rule.resolved.asksModels ||
      (escalated !== undefined && rule.escalation?.resolved.asksModels === true),
  );
}

type Models = ReturnType<JudgingRun['forSample']>;

async function scoreRules(guarding: Guarding, models?: Models): Promise<RuleOutcome[]> {
  const { rules } = guarding.plan;
  const scores = await scoreBy(rules, ({ resolved }) => resolved, guarding, models);
  const unsure = rules.filter((rule, i) => scores[i] && isUnsure(rule, scores[i]));
  const judged = await scoreBy(
    unsure,
    ({ escalation, resolved }) => escalation?.resolved ?? resolved,
    guarding,
    models,
  );
  return rules.flatMap((rule, i) => {
    const score = scores[i];
    if (score === undefined) return [];
    // Scorers with the same fingerprint ran once, with the parameters of the first.
    const ran = rules.find(({ resolved }) => resolved.fingerprint === rule.resolved.fingerprint);
    const detection =
      score.status === 'scored' ? detectionOf(ran ?? rule, guarding.view) : undefined;
    const escalated = judged[unsure.indexOf(rule)];
    const { known, plan } = guarding;
    const fault = known?.faultOf(escalated ?? score, plan.requireCalibration);
    return { rule, score, detection, escalated, fault };
  });
}

async function scoreBy(
  rules: readonly PlannedRule[],
  scorerOf: (rule: PlannedRule) => PlannedRule['resolved'],
  { view, needs, deadlineAtMs, known }: Guarding,
  models?: Models,
): Promise<Score[]> {
  if (rules.length === 0) return [];
  return needs.runScorers(rules.map(scorerOf), view, {
    deadlineAtMs,
    pace: createPace(),
    nowMs: needs.nowMs,
    requiredByDefault: true,
    ...models,
    ...(known && { calibrate: known.calibrate }),
  });
}

/** All findings, of which the score shows the surest; the detector has them still. */
function detectionOf({ resolved }: PlannedRule, view: SampleView): Detection | undefined {
  const { scorer, params, negated } = resolved;
  if (!isDetector(scorer) || negated) return undefined;
  const detection = scorer.detect(view, params, createWork(LIMITS.scoreSteps));
  return 'findings' in detection ? detection : undefined;
}

/** The texts that detectors looked at, by pointer into the request. */
function textsOf(outcomes: readonly RuleOutcome[], { pointerInRequest }: GuardedSample) {
  const places = outcomes.flatMap(({ detection }) => detection?.places ?? []);
  return new Map(places.map(({ pointer, text }) => [pointerInRequest(pointer), text]));
}

/** What asking for the scores of a request took. */
interface Asked extends Pick<Verdict, 'usage' | 'costUsd' | 'latencyMs'> {
  exchanges: JudgeExchange[] | undefined;
}

/** @returns the id of the verdict, and how it was stored; one that nobody can read is not made */
async function keep(
  scores: Score[],
  { redacted, spans }: Pick<Redacted, 'redacted' | 'spans'>,
  { request, plan, guarded, context, needs, terms: asked }: Guarding,
  { exchanges, ...spent }: Asked,
): Promise<Pick<Verdict, 'id' | 'stored'>> {
  // Prompts have what was redacted of the sample.
  const isRedacted = spans.length > 0 && asked.keep === 'exchange';
  const terms: DataTerms = isRedacted ? { ...asked, keep: 'sample' } : asked;
  const mode = modeOf(request.store ?? 'none', terms);
  const { seed, requestId, trace } = context;
  const id = seed === undefined ? newId('verdict', needs.nowMs()) : derivedId('verdict', seed, 0);
  if (mode === 'none') return { id, stored: mode };
  const policy = { policy: DEFAULT_POLICY, suite: null };
  const verdict = verdictOf(guarded.sample, scores, policy, {
    id,
    requestId,
    traceparent: trace?.traceparent,
    stored: mode,
    ...keptOf(mode, terms),
    redaction: redactionIn(scorersOf(plan), mode, terms),
    guard: plan.identity,
    tags: request.tags ?? [],
    metadata: request.metadata ?? {},
    createdAtMs: timeOf(id),
    ...spent,
  });
  const { sample } = guardedSample({ ...request, ...redacted });
  const scored = [{ verdict, sample, exchanges: isRedacted ? [] : exchanges }];
  const { projectId } = context.principal;
  const [stored] = await storeVerdicts(
    { scored, scorers: scorersOf(plan), mode, terms, projectId },
    needs,
  );
  return stored ?? verdict;
}

function scorersOf({ rules }: GuardPlan): ResolvedScorer[] {
  return rules.flatMap(({ resolved, escalation }) =>
    escalation === undefined ? resolved : [resolved, escalation.resolved],
  );
}

/** A blocked request gives nothing back that could be used. */
function withheld(request: GuardRequest): Record<string, null> {
  return Object.fromEntries(Object.keys(redactable(request)).map((field) => [field, null]));
}

const MOST_FINDINGS = 1_000;

function surest(findings: GuardFinding[]): GuardFinding[] {
  if (findings.length <= MOST_FINDINGS) return findings;
  return findings.toSorted((a, b) => b.certainty - a.certainty).slice(0, MOST_FINDINGS);
}
