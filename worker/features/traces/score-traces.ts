import { hashedId } from '@assay/schema/ids.ts';
import { sha256Hex } from '@assay/schema/sha256.ts';
import type { TraceLevel } from '@assay/schema/types.ts';
import { createWork, type Work, WorkExceeded } from '@assay/scorers/work.ts';
import type { StoredTraceRule } from '../../store/trace-rules.ts';
import { minuteOf, type SampleFault, type TraceTurn } from '../../store/traces.ts';
import type { ActiveRules } from './active-rules.ts';
import { isSampled, matchesFilter, positionOf } from './match-rule.ts';
import type { LogReading, SpanReading } from './read-span.ts';
import { samplesOfTrace, type TraceSample } from './samples-of-trace.ts';
import { type ScoreMatchedNeeds, scoreMatched } from './score-matched.ts';
import { addTurn, isSessionKey, type ScoreSessionNeeds, scoreSession } from './score-sessions.ts';
import { factsOf } from './take-export.ts';

export type ScoreTracesNeeds = ScoreMatchedNeeds & ScoreSessionNeeds & { activeRules: ActiveRules };

const LEASE_MS = 5 * 60_000;
/** Steps of work that the patterns of one rule, and of all rules, may take on one trace. */
const RULE_STEPS = 100_000_000;
const TRACE_STEPS = 500_000_000;
/** What is read of a trace; parts that came later are not. */
const MOST_READ = { parts: 2_000, characters: 16_000_000 };

/**
 * Scores one trace by the rules of its project, or one session by its rule, if it is due, and drops it.
 * Verdicts have ids that follow from rule, trace and span, so that a trace which is scored again, for
 * whatever reason, has no second verdicts.
 */
export async function scoreTrace(
  { projectId, traceId }: Pick<TraceTurn, 'projectId' | 'traceId'>,
  needs: ScoreTracesNeeds,
): Promise<void> {
  const nowMs = needs.nowMs();
  const turn = await needs.traces.begin(projectId, traceId, { nowMs, untilMs: nowMs + LEASE_MS });
  if (turn === undefined) return;
  const rules = await needs.activeRules.of(projectId);
  if (isSessionKey(traceId)) return scoreSession(turn, rules, needs);
  const rows = await needs.traces.parts(projectId, traceId, MOST_READ);
  const spans: SpanReading[] = [];
  const logs: LogReading[] = [];
  for (const { part, reading } of rows) {
    const read = JSON.parse(reading);
    if (part.includes(' ')) logs.push(read);
    else spans.push(read);
  }
  const position = positionOf(traceId);
  const made = new Map<TraceLevel, TraceSample[]>();
  const work = createWork(TRACE_STEPS);
  for (const rule of rules) {
    const { content } = rule;
    const isWhole = content.level !== 'session';
    if (isWhole && !isSampled(content, position)) continue;
    const level = isWhole ? content.level : 'trace';
    const samples = made.get(level) ?? samplesOfTrace(level, spans, logs);
    made.set(level, samples);
    const { wanted, untested, fault } = wantedBy(rule, samples, work);
    if (fault) await countUntested({ rule, projectId, untested, fault }, needs);
    const matched = wanted.map((each) => ({ ...each, seed: seedOf(rule, each.span) }));
    if (isWhole) await scoreMatched({ rule, projectId, matched, needs });
    else for (const each of matched) await addTurn(each, { rule, projectId, spans, needs });
  }
  const last = rows.reduce((latest, { arrivedAtMs }) => Math.max(latest, arrivedAtMs), 0);
  await needs.traces.finish(turn, last);
}

interface Wanted {
  wanted: TraceSample[];
  /** How many samples are left, and why, if the patterns of the filter took too much work. */
  untested: number;
  fault?: SampleFault;
}

function wantedBy(
  { content: { filter } }: StoredTraceRule,
  samples: readonly TraceSample[],
  ofTrace: Work,
): Wanted {
  const work = createWork(RULE_STEPS, ofTrace);
  const wanted: TraceSample[] = [];
  for (const [i, sample] of samples.entries()) {
    try {
      if (matchesFilter(filter, factsOf(sample.span), work)) wanted.push(sample);
    } catch (cause) {
      if (!(cause instanceof WorkExceeded)) throw cause;
      const detail = `${cause.message} The rest of the trace was not scored. Use shorter patterns, or \`in\`.`;
      return {
        wanted,
        untested: samples.length - i,
        fault: { code: 'work_limit_exceeded', detail },
      };
    }
  }
  return { wanted, untested: 0 };
}

/** What could not be tested is no match and no pass: it counts as failed, and takes nothing of the rule's cap. */
async function countUntested(
  {
    rule: { name },
    projectId,
    untested,
    fault,
  }: { rule: StoredTraceRule; projectId: string; untested: number; fault: SampleFault },
  { traces, nowMs, log }: ScoreTracesNeeds,
): Promise<void> {
  const minute = minuteOf(nowMs());
  await traces.count(projectId, name, minute, 0);
  await traces.countOutcome(projectId, name, minute, { scored: 0, failed: untested, fault });
  log({
    ...{ level: 'warn', event: 'trace_samples_not_scored', projectId, rule: name },
    ...{ count: untested, code: fault.code },
  });
}

/** The same for every version of the rule: an edit must not score a trace twice. */
function seedOf({ name }: StoredTraceRule, { traceId, spanId, startMs }: SpanReading): string {
  return hashedId('request', startMs, sha256Hex(`${name} ${traceId} ${spanId}`));
}
