import type { TraceRuleActivity, TraceRuleContent, TraceRulePreview } from '@assay/schema/types.ts';
import { minuteOf, type TraceStore } from '../../store/traces.ts';
import { isSampled, matchesFilter, positionOf, type SpanFacts } from './match-rule.ts';
import { checkRule, getTraceRule, type TraceRuleNeeds } from './rules.ts';

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
  const found = facts.flatMap(({ traceId, spanId, facts: text }) => {
    const { name, kind, ...span }: SpanFacts & { name: string; kind: string } = JSON.parse(text);
    if (content.level === 'model-call' && kind !== 'model') return [];
    return isSampled(content, positionOf(traceId)) && matchesFilter(content.filter, span)
      ? [{ traceId, spanId, name }]
      : [];
  });
  // A trace is one sample, whichever of its spans matches.
  const matches =
    content.level === 'trace'
      ? [...new Map(found.map((each) => [each.traceId, each])).values()]
      : found;
  return {
    seen,
    looked: facts.length,
    matched: matches.length,
    estimate:
      facts.length === 0
        ? 0
        : Math.round((matches.length * Math.max(seen, facts.length)) / facts.length),
    examples: matches.slice(0, MOST_EXAMPLES),
  };
}

/** What a rule matched and scored in the last hour. @throws ApiProblem `trace_rule_not_found` */
export async function ruleActivity(
  projectId: string,
  name: string,
  needs: PreviewRuleNeeds,
): Promise<TraceRuleActivity> {
  await getTraceRule(projectId, name, needs);
  const minutes = await needs.traces.minutes(projectId, name, minuteOf(needs.nowMs() - HOUR_MS));
  return {
    minutes: minutes.map(({ minute, matched, scored }) => ({
      at: new Date(minute * MINUTE_MS).toISOString(),
      matched,
      scored,
    })),
  };
}
