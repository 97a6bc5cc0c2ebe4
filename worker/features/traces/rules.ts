import { newId } from '@assay/schema/ids.ts';
import { LIMITS } from '@assay/schema/limits.ts';
import type {
  Page,
  PipelineTest,
  TraceRule,
  TraceRuleContent,
  TraceRuleInput,
  TraceRuleVersionInput,
} from '@assay/schema/types.ts';
import { fingerprint } from '@assay/scorers/fingerprint.ts';
import { createWork } from '@assay/scorers/work.ts';
import { ApiProblem } from '../../core/problem.ts';
import type { StoredTraceRule, TraceRuleStore } from '../../store/trace-rules.ts';
import { expandReferences } from '../scoring/expand-references.ts';
import { findPatternFaults, type PlacedPattern } from '../scoring/patterns.ts';
import { type PlanNeeds, planScoring } from '../scoring/plan-scoring.ts';
import { versionsIn } from '../scoring/versions.ts';
import type { ActiveRules } from './active-rules.ts';
import { patternSteps, SPAN_STEPS } from './match-rule.ts';

export interface TraceRuleNeeds extends PlanNeeds {
  traceRules: TraceRuleStore;
  activeRules: ActiveRules;
  nowMs(): number;
}

/**
 * Creates version 1 of a rule.
 *
 * @throws InvalidScorers, or ApiProblem `invalid_request`, `unknown_suite` or `trace_rule_exists`
 */
export async function createTraceRule(
  projectId: string,
  input: TraceRuleInput,
  needs: TraceRuleNeeds,
): Promise<TraceRule> {
  const existing = await needs.traceRules.list(projectId, LIMITS.traceRules);
  if (existing.length === LIMITS.traceRules) {
    throw new ApiProblem('invalid_request', {
      detail: `A project has at most ${LIMITS.traceRules} rules. Delete one first.`,
    });
  }
  const added = await needs.traceRules.add(
    await newVersion(projectId, input.name, input, needs),
    false,
  );
  if (added === undefined) {
    throw new ApiProblem('trace_rule_exists', {
      detail: `The rule "${input.name}" already exists. To add a version, use POST /v1/rules/${input.name}/versions.`,
    });
  }
  needs.activeRules.forget(projectId);
  return toRule(added);
}

/**
 * Adds a version to a rule; content equal to the newest version's adds none.
 *
 * @throws InvalidScorers, or ApiProblem `invalid_request`, `unknown_suite` or `trace_rule_not_found`
 */
export async function addTraceRuleVersion(
  projectId: string,
  name: string,
  input: TraceRuleVersionInput,
  needs: TraceRuleNeeds,
): Promise<{ rule: TraceRule; isNew: boolean }> {
  const newest = await stored(needs).find(projectId, name);
  const next = await newVersion(projectId, name, input, needs);
  if (newest.fingerprint === next.fingerprint && newest.description === next.description) {
    return { rule: toRule(newest), isNew: false };
  }
  const added = await needs.traceRules.add(next, true);
  if (added === undefined) throw notFound(name);
  needs.activeRules.forget(projectId);
  return { rule: toRule(added), isNew: true };
}

type Reading = Pick<TraceRuleNeeds, 'traceRules'>;

const stored = ({ traceRules }: Reading) => versionsIn(traceRules, toRule, notFound);

/** @param reference `name` for the newest version, or `name@3`. @throws ApiProblem `trace_rule_not_found` */
export function getTraceRule(
  projectId: string,
  reference: string,
  needs: Reading,
): Promise<TraceRule> {
  return stored(needs).get(projectId, reference);
}

/** The newest version of each rule of the project, by name. */
export function listTraceRules(
  projectId: string,
  asked: { limit?: number | undefined; cursor?: string | undefined },
  needs: Reading,
): Promise<Page<TraceRule>> {
  return stored(needs).list(projectId, asked);
}

/** Every version of a rule, newest first. @throws ApiProblem `trace_rule_not_found` */
export function listTraceRuleVersions(
  projectId: string,
  name: string,
  needs: Reading,
): Promise<TraceRule[]> {
  return stored(needs).all(projectId, name);
}

/** Deletes a rule, or only version 3 for `name@3`. @throws ApiProblem `trace_rule_not_found` */
export async function deleteTraceRule(
  projectId: string,
  reference: string,
  needs: TraceRuleNeeds,
): Promise<void> {
  await stored(needs).remove(projectId, reference, needs.nowMs());
  needs.activeRules.forget(projectId);
}

function notFound(reference: string): ApiProblem {
  return new ApiProblem('trace_rule_not_found', {
    detail: `There is no rule "${reference}" in this project. GET /v1/rules lists them.`,
  });
}

async function newVersion(
  projectId: string,
  name: string,
  { description = '', ...given }: TraceRuleVersionInput & { name?: string },
  needs: TraceRuleNeeds,
) {
  const { name: _, ...content } = given;
  const checked = await checkRule(content, projectId, needs);
  return {
    projectId,
    name,
    description,
    content: checked,
    fingerprint: fingerprint(checked),
    createdAtMs: needs.nowMs(),
    attempt: newId('attempt'),
  };
}

/** A rule in which what the project's own scorers are now stands for their names. */
export async function checkRule(
  content: TraceRuleContent,
  projectId: string,
  needs: PlanNeeds,
): Promise<TraceRuleContent> {
  const errors = findPatternFaults(patternsOf(content), createWork(LIMITS.planSteps));
  if (errors.length > 0) throw new ApiProblem('invalid_request', { errors });
  checkCost(content);
  const { scorers, suite } = content;
  await planScoring(
    { ...(scorers && { scorers }), ...(suite !== undefined && { suite }) },
    projectId,
    needs,
  );
  if (scorers === undefined) return content;
  return { ...content, scorers: await expandReferences(scorers, projectId, needs) };
}

/** Patterns are matched on every span that comes. @throws ApiProblem `invalid_request` */
function checkCost({ filter = {} }: TraceRuleContent): void {
  const steps = patternSteps(filter);
  if (steps <= SPAN_STEPS) return;
  const figures = `${steps.toLocaleString('en')} steps on one span, and ${SPAN_STEPS.toLocaleString('en')} are allowed`;
  const message = `has patterns that may take ${figures}. Use shorter ones with fewer repeats, or \`in\``;
  throw new ApiProblem('invalid_request', { errors: [{ pointer: '/filter/attributes', message }] });
}

function patternsOf({ filter }: TraceRuleContent): PlacedPattern[] {
  return Object.entries<PipelineTest>(filter?.attributes ?? {}).flatMap(([key, test]) =>
    'pattern' in test
      ? [{ pattern: test.pattern, path: ['filter', 'attributes', key, 'pattern'] }]
      : [],
  );
}

function toRule({
  name,
  version,
  description,
  content,
  fingerprint: print,
  createdAtMs,
}: StoredTraceRule): TraceRule {
  const createdAt = new Date(createdAtMs).toISOString();
  return { name, version, description, ...content, fingerprint: print, createdAt };
}
