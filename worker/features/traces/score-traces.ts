import { derivedId, hashedId, newId } from '@assay/schema/ids.ts';
import { Sample } from '@assay/schema/sample.ts';
import { sha256Hex } from '@assay/schema/sha256.ts';
import type { TraceLevel, VerdictMetadata } from '@assay/schema/types.ts';
import type { Log } from '../../core/log.ts';
import { Timings } from '../../core/timings.ts';
import type { StoredTraceRule } from '../../store/trace-rules.ts';
import { minuteOf, type TraceStore, type TraceTurn } from '../../store/traces.ts';
import { type PlanNeeds, planScoring } from '../scoring/plan-scoring.ts';
import { type ScoringNeeds, scoreSamples } from '../scoring/score-samples.ts';
import type { ActiveRules } from './active-rules.ts';
import { isSampled, matchesFilter, positionOf } from './match-rule.ts';
import type { LogReading, SpanReading } from './read-span.ts';
import { samplesOfTrace, type TraceSample } from './samples-of-trace.ts';
import { factsOf } from './take-export.ts';

export type ScoreTracesNeeds = ScoringNeeds &
  PlanNeeds & {
    traces: TraceStore;
    activeRules: ActiveRules;
    log: Log;
    nowMs(): number;
  };

const LEASE_MS = 5 * 60_000;
const DEFAULT_PER_MINUTE = 60;
/** Parts of a trace that are read; those that came later are not. */
const MOST_PARTS = 2_000;

/**
 * Scores one trace by the rules of its project, if it is due, and drops it. Verdicts have ids that follow from rule,
 * trace and span, so that a trace which is scored again, for whatever reason, has no second verdicts.
 */
export async function scoreTrace(
  { projectId, traceId }: Pick<TraceTurn, 'projectId' | 'traceId'>,
  needs: ScoreTracesNeeds,
): Promise<void> {
  const nowMs = needs.nowMs();
  const turn = await needs.traces.begin(projectId, traceId, { nowMs, untilMs: nowMs + LEASE_MS });
  if (turn === undefined) return;
  const rows = await needs.traces.parts(projectId, traceId, MOST_PARTS);
  const spans: SpanReading[] = [];
  const logs: LogReading[] = [];
  for (const { part, reading } of rows) {
    const read = JSON.parse(reading);
    if (part.includes(' ')) logs.push(read);
    else spans.push(read);
  }
  const position = positionOf(traceId);
  const made = new Map<TraceLevel, TraceSample[]>();
  for (const rule of await needs.activeRules.of(projectId)) {
    const { content } = rule;
    if (!isSampled(content, position)) continue;
    const samples = made.get(content.level) ?? samplesOfTrace(content.level, spans, logs);
    made.set(content.level, samples);
    const matched = samples.filter(({ span }) => matchesFilter(content.filter, factsOf(span)));
    await scoreMatched({ rule, projectId, matched, needs });
  }
  const last = rows.reduce((latest, { arrivedAtMs }) => Math.max(latest, arrivedAtMs), 0);
  await needs.traces.finish(turn, last);
}

interface Matched {
  rule: StoredTraceRule;
  projectId: string;
  matched: TraceSample[];
  needs: ScoreTracesNeeds;
}

async function scoreMatched({ rule, projectId, matched, needs }: Matched): Promise<void> {
  const { traces, nowMs, log } = needs;
  const unscored = await withoutScored({ rule, projectId, matched, needs });
  if (unscored.length === 0) return;
  const minute = minuteOf(nowMs());
  const total = await traces.count(projectId, rule.name, minute, unscored.length);
  const room = (rule.content.perMinute ?? DEFAULT_PER_MINUTE) - (total - unscored.length);
  let scored = 0;
  for (const each of unscored.slice(0, Math.max(0, room))) {
    const isScored = await scoreOne(each, { rule, projectId, needs });
    scored += isScored ? 1 : 0;
  }
  if (scored > 0) await traces.countScored(projectId, rule.name, minute, scored);
  if (scored < unscored.length) {
    const left = unscored.length - scored;
    log({
      level: 'info',
      event: 'trace_samples_not_scored',
      projectId,
      rule: rule.name,
      count: left,
    });
  }
}

type Identified = TraceSample & { seed: string; id: string };

async function withoutScored({ rule, projectId, matched, needs }: Matched): Promise<Identified[]> {
  const identified = matched.map((each) => {
    const seed = seedOf(rule, each.span);
    return { ...each, seed, id: derivedId('verdict', seed, 0) };
  });
  const ids = identified.map(({ id }) => id);
  const known = ids.length === 0 ? new Set() : await needs.traces.scored(projectId, ids);
  return identified.filter(({ id }) => !known.has(id));
}

/** The same for every version of the rule: an edit must not score a trace twice. */
function seedOf({ name }: StoredTraceRule, { traceId, spanId, startMs }: SpanReading): string {
  return hashedId('request', startMs, sha256Hex(`${name} ${traceId} ${spanId}`));
}

/** @returns false if the sample is one that cannot be scored, such as one beyond the limits */
async function scoreOne(
  { seed, sample, span }: Identified,
  { rule, projectId, needs }: Omit<Matched, 'matched'>,
): Promise<boolean> {
  const parsed = Sample.safeParse(sample);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    needs.log({
      level: 'warn',
      event: 'trace_sample_invalid',
      projectId,
      rule: rule.name,
      fault: `${issue?.path.join('.')}: ${issue?.message}`,
    });
    return false;
  }
  const { scorers, suite } = rule.content;
  const request = { ...(scorers && { scorers }), ...(suite !== undefined && { suite }) };
  const plan = await planScoring(request, projectId, needs);
  await scoreSamples(
    {
      samples: [parsed.data],
      ...request,
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
  );
  return true;
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
function hashUser(projectId: string, user: string): string {
  return sha256Hex(`${projectId} ${user}`).slice(0, USER_DIGITS);
}
