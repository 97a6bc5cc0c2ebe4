import type { TraceRuleActivity, TraceRuleContent, TraceRulePreview } from '@assay/schema/types.ts';
import { createWork, UNBOUNDED, WorkExceeded } from '@assay/scorers/work.ts';
import { minuteOf, type TraceFacts, type TraceStore } from '../../store/traces.ts';
import { isSampled, matchesFilter, positionOf, type SpanFacts } from './match-rule.ts';
import { checkRule, getTraceRule, type TraceRuleNeeds } from './rules.ts';
import type { PreviewFacts } from './take-export.ts';

export interface PreviewRuleNeeds extends TraceRuleNeeds {
  traces: TraceStore;
}

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const MOST_FACTS = 5_000;
const MOST_EXAMPLES = 10;

/** What a rule would have scored in the last hour. @throws as `createTraceRule` does */
export async function previewTraceRule(
  projectId: string,
  content: TraceRuleContent,
  needs: PreviewRuleNeeds,
): Promise<TraceRulePreview> {
  await checkRule(content, projectId, needs);
  const sinceMs = needs.nowMs() - HOUR_MS;
  const [facts, minutes] = await Promise.all([
    needs.traces.facts(projectId, sinceMs, MOST_FACTS),
    needs.traces.minutes(projectId, '', minuteOf(sinceMs)),
  ]);
  const seen = minutes.reduce((sum, { matched }) => sum + matched, 0);
  const looked = testable(facts.map(knownOf), content);
  const matches = matchesIn(looked, content);
  return {
    seen,
    looked: looked.length,
    matched: matches.length,
    estimate:
      looked.length === 0
        ? 0
        : Math.round((matches.length * Math.max(seen, facts.length)) / looked.length),
    examples: matches
      .slice(0, MOST_EXAMPLES)
      .map(({ traceId, spanId, name }) => ({ traceId, spanId, name })),
  };
}

type Known = SpanFacts &
  PreviewFacts & {
    traceId: string;
    spanId: string;
  };

function knownOf({ traceId, spanId, facts }: TraceFacts): Known {
  return { ...JSON.parse(facts), traceId, spanId };
}

/** Steps of work that the patterns of one preview may take. */
const PREVIEW_STEPS = 300_000_000;

/** The newest spans, as many as patterns can be matched on within the work. */
function testable(spans: readonly Known[], { filter }: TraceRuleContent): readonly Known[] {
  const work = createWork(PREVIEW_STEPS);
  for (const [i, span] of spans.entries()) {
    try {
      matchesFilter(filter, span, work);
    } catch (cause) {
      if (!(cause instanceof WorkExceeded)) throw cause;
      return spans.slice(0, i);
    }
  }
  return spans;
}

/** The spans that would stand for a sample each. */
function matchesIn(spans: readonly Known[], content: TraceRuleContent): Known[] {
  const matching = (known: readonly Known[]) =>
    known.filter((span) => matchesFilter(content.filter, span, UNBOUNDED));
  if (content.level === 'model-call') {
    return matching(spans.filter(({ kind }) => kind === 'model')).filter(({ traceId }) =>
      isSampled(content, positionOf(traceId)),
    );
  }
  const traces = [...Map.groupBy(spans, ({ traceId }) => traceId).values()].map(rootOf);
  const roots = matching(traces.flatMap((root) => root ?? []));
  if (content.level === 'trace') {
    return roots.filter(({ traceId }) => isSampled(content, positionOf(traceId)));
  }
  const ofSessions = roots.flatMap((root) =>
    root.session === undefined ? [] : [[root.session, root] as const],
  );
  return [...new Map(ofSessions)].flatMap(([session, root]) =>
    isSampled(content, positionOf(session)) ? [root] : [],
  );
}

/** The span of a trace that none of the others holds, with the session that any of them names. */
function rootOf(spans: readonly Known[]): Known | undefined {
  const ids = new Set(spans.map(({ spanId }) => spanId));
  const root = spans
    .filter(({ parent }) => parent === null || !ids.has(parent))
    .toSorted((a, b) => a.startMs - b.startMs)[0];
  const session = root?.session ?? spans.find((span) => span.session !== undefined)?.session;
  return root && { ...root, ...(session !== undefined && { session }) };
}

/** What a rule matched and scored in the last hour. @throws ApiProblem `trace_rule_not_found` */
export async function ruleActivity(
  projectId: string,
  name: string,
  needs: PreviewRuleNeeds,
): Promise<TraceRuleActivity> {
  await getTraceRule(projectId, name, needs);
  const minutes = await needs.traces.minutes(projectId, name, minuteOf(needs.nowMs() - HOUR_MS));
  const faulty = minutes.find(({ fault }) => fault !== null);
  return {
    minutes: minutes.map(({ minute, matched, scored, failed }) => ({
      ...{ at: timeOfMinute(minute), matched, scored, failed },
    })),
    fault: faulty ? { at: timeOfMinute(faulty.minute), ...JSON.parse(faulty.fault ?? '{}') } : null,
  };
}

function timeOfMinute(minute: number): string {
  return new Date(minute * MINUTE_MS).toISOString();
}
