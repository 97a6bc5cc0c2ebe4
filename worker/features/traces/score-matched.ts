import { PROBLEMS } from '@assay/schema/errors.ts';
import { derivedId, newId } from '@assay/schema/ids.ts';
import { Sample } from '@assay/schema/sample.ts';
import { sha256Hex } from '@assay/schema/sha256.ts';
import type { VerdictMetadata } from '@assay/schema/types.ts';
import { InvalidScorers } from '@assay/scorers/resolve.ts';
import type { Log } from '../../core/log.ts';
import { ApiProblem } from '../../core/problem.ts';
import { Timings } from '../../core/timings.ts';
import type { RuleVerdictStore } from '../../store/rule-verdicts.ts';
import type { StoredTraceRule } from '../../store/trace-rules.ts';
import { minuteOf, type SampleFault, type TraceStore } from '../../store/traces.ts';
import {
  type QueueEvaluationNeeds,
  queueEvaluations,
} from '../evaluation-export/queue-evaluations.ts';
import type { Plan } from '../scoring/plan.ts';
import { type PlanNeeds, planScoring } from '../scoring/plan-scoring.ts';
import { type ScoringNeeds, scoreSamples } from '../scoring/score-samples.ts';
import type { SpanReading } from './read-span.ts';
import type { TraceSample } from './samples-of-trace.ts';

export type ScoreMatchedNeeds = ScoringNeeds &
  PlanNeeds &
  QueueEvaluationNeeds & {
    traces: TraceStore;
    ruleVerdicts: RuleVerdictStore;
    log: Log;
    nowMs(): number;
  };

/** A sample that a rule wants, and what its verdict's id follows from. */
export type MatchedSample = TraceSample & { seed: string };

/** Samples that a rule wants. */
export interface Matched {
  rule: StoredTraceRule;
  projectId: string;
  matched: readonly MatchedSample[];
  needs: ScoreMatchedNeeds;
}

const DEFAULT_PER_MINUTE = 60;

/**
 * Scores samples by a rule, up to what it takes in a minute, but for those that have their verdict. What
 * can never be scored, such as by a suite that was deleted, is counted with the reason.
 *
 * @throws ApiProblem for what may pass, such as `storage_unavailable`
 */
export async function scoreMatched(given: Matched): Promise<void> {
  const unscored = await withoutScored(given);
  if (unscored.length > 0) await scoreWithin(unscored, given);
  await tellVerdicts(given);
}

/** Scores what a rule takes in this minute. */
async function scoreWithin(unscored: readonly MatchedSample[], given: Matched): Promise<void> {
  const { rule, projectId, needs } = given;
  const { traces, nowMs } = needs;
  const minute = minuteOf(nowMs());
  const total = await traces.count(projectId, rule.name, minute, unscored.length);
  const room = (rule.content.perMinute ?? DEFAULT_PER_MINUTE) - (total - unscored.length);
  const chosen = unscored.slice(0, Math.max(0, room));
  const outcome = chosen.length === 0 ? NOTHING : await scoreAll(chosen, given);
  if (outcome.scored + outcome.failed > 0) {
    await traces.countOutcome(projectId, rule.name, minute, outcome);
  }
  tellUnscored(unscored.length - outcome.scored, outcome.fault, given);
}

/** The verdict of a trace this old is not told again: that it was may be forgotten. */
const TOLD_MS = 6 * 86_400_000;

/**
 * Tells those who follow the rule, and the endpoint of events, of the verdicts; also of those of a run
 * before this one, which may have died before it did.
 */
async function tellVerdicts({ rule, projectId, matched, needs }: Matched): Promise<void> {
  const sinceMs = needs.nowMs() - TOLD_MS;
  const ids = matched.flatMap(({ seed, span }) =>
    span.startMs > sinceMs ? verdictIdOf(seed) : [],
  );
  if (ids.length === 0) return;
  const scored = await needs.traces.scored(projectId, ids);
  if (scored.size === 0) return;
  await needs.ruleVerdicts.add(projectId, rule.name, [...scored], needs.nowMs());
  await queueEvaluations(projectId, [...scored], needs);
}

interface Outcome {
  scored: number;
  failed: number;
  fault?: SampleFault | undefined;
}

const NOTHING: Outcome = { scored: 0, failed: 0 };

async function scoreAll(
  samples: readonly MatchedSample[],
  { rule, projectId, needs }: Matched,
): Promise<Outcome> {
  const planned = await orFault(() => planScoring(requestOf(rule), projectId, needs));
  if ('fault' in planned) return { scored: 0, failed: samples.length, fault: planned.fault };
  let outcome = NOTHING;
  for (const sample of samples) {
    const fault = await scoreOne(sample, planned.value, { rule, projectId, needs });
    const { scored, failed } = outcome;
    outcome = fault
      ? { scored, failed: failed + 1, fault }
      : { ...outcome, scored: outcome.scored + 1 };
  }
  return outcome;
}

function requestOf({ content: { scorers, suite } }: StoredTraceRule) {
  return { ...(scorers && { scorers }), ...(suite !== undefined && { suite }) };
}

async function withoutScored({ projectId, matched, needs }: Matched): Promise<MatchedSample[]> {
  const ids = matched.map(({ seed }) => verdictIdOf(seed));
  const known = ids.length === 0 ? new Set() : await needs.traces.scored(projectId, ids);
  return matched.filter(({ seed }) => !known.has(verdictIdOf(seed)));
}

/** The id of the verdict of a sample. */
export function verdictIdOf(seed: string): string {
  return derivedId('verdict', seed, 0);
}

/** What can never be scored, with the reason; other failures are thrown on. */
async function orFault<Value>(
  work: () => Promise<Value>,
): Promise<{ value: Value } | { fault: SampleFault }> {
  try {
    return { value: await work() };
  } catch (cause) {
    const fault = faultIn(cause);
    if (fault === undefined) throw cause;
    return { fault };
  }
}

const MOST_CHARACTERS = 500;

function faultIn(cause: unknown): SampleFault | undefined {
  if (cause instanceof InvalidScorers) {
    return { code: 'unknown_scorer', detail: cause.message.slice(0, MOST_CHARACTERS) };
  }
  if (!(cause instanceof ApiProblem) || PROBLEMS[cause.code].retryable) return undefined;
  return { code: cause.code, detail: cause.detail.slice(0, MOST_CHARACTERS) };
}

/** @returns why the sample cannot be scored, if so */
async function scoreOne(
  { seed, sample, span }: MatchedSample,
  plan: Plan,
  { rule, projectId, needs }: Omit<Matched, 'matched'>,
): Promise<SampleFault | undefined> {
  const parsed = Sample.safeParse(sample);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const detail = `The sample is beyond the limits: ${issue?.path.join('.')}: ${issue?.message}`;
    return { code: 'invalid_request', detail: detail.slice(0, MOST_CHARACTERS) };
  }
  const scored = await orFault(() =>
    scoreSamples(
      {
        samples: [parsed.data],
        ...requestOf(rule),
        tags: [`rule:${rule.name}`],
        metadata: metadataOf(span, rule, projectId),
      },
      plan,
      {
        principal: { projectId, keyId: 'rule', scopes: ['score'] },
        requestId: newId('request'),
        timings: new Timings(needs.nowMs),
        trace: { traceId: span.traceId, traceparent: `00-${span.traceId}-${span.spanId}-01` },
        seed,
      },
      needs,
    ),
  );
  return 'fault' in scored ? scored.fault : undefined;
}

function tellUnscored(
  count: number,
  fault: SampleFault | undefined,
  { rule, projectId, needs }: Matched,
): void {
  if (count === 0) return;
  needs.log({
    level: fault ? 'warn' : 'info',
    event: 'trace_samples_not_scored',
    projectId,
    rule: rule.name,
    count,
    ...(fault && { code: fault.code }),
  });
}

/** What verdicts of live traces can be found by. */
function metadataOf(
  { traceId, spanId, attributes, reading }: SpanReading,
  { name, version, content }: StoredTraceRule,
  projectId: string,
): VerdictMetadata {
  const { session, user } = reading;
  const service = attributes['service.name'];
  const release = attributes['service.version'];
  return {
    rule: name,
    ruleVersion: version,
    traceId,
    spanId,
    ...(service !== undefined && { service }),
    ...(release !== undefined && { release }),
    ...(session !== undefined && { session: session.slice(0, 256) }),
    ...(user !== undefined && {
      user: content.hashUsers === false ? user.slice(0, 256) : hashUser(projectId, user),
    }),
  };
}

const USER_DIGITS = 24;

/** The same for a user in all of a project, and in no other project. */
export function hashUser(projectId: string, user: string): string {
  return sha256Hex(`${projectId} ${user}`).slice(0, USER_DIGITS);
}
