import { LIMITS } from '@assay/schema/limits.ts';
import { sha256Hex } from '@assay/schema/sha256.ts';
import type { PipelineTest, TraceFilter, TraceRuleContent } from '@assay/schema/types.ts';
import { compileLinear } from '@assay/scorers/text/linear-regex.ts';
import { createWork } from '@assay/scorers/work.ts';
import { createTtlCache } from '../../core/ttl-cache.ts';

/** What a filter tests of a span. */
export interface SpanFacts {
  attributes: Record<string, string | number | boolean>;
  generator?: string;
  isError: boolean;
  latencyMs: number;
}

/** Whether all that a filter names holds of a span. */
export function matchesFilter(filter: TraceFilter | undefined, span: SpanFacts): boolean {
  if (filter === undefined) return true;
  const { attributes = {}, models, isError, minLatencyMs = 0 } = filter;
  if (isError !== undefined && isError !== span.isError) return false;
  if (span.latencyMs < minLatencyMs) return false;
  if (models && (span.generator === undefined || !models.includes(span.generator))) return false;
  return Object.entries(attributes).every(([key, test]) => holds(test, span.attributes[key]));
}

function holds(test: PipelineTest, value: string | number | boolean | undefined): boolean {
  if ('exists' in test) return test.exists === (value !== undefined);
  if (value === undefined) return false;
  const text = String(value);
  return 'in' in test ? test.in.includes(text) : patternOf(test.pattern).matcher(text).find();
}

type Pattern = ReturnType<typeof compileLinear>;

// Rules are few and their patterns short; a pattern always compiles to the same.
const compiled = createTtlCache<Pattern>(Number.POSITIVE_INFINITY, 500, () => 0);

function patternOf(pattern: string): Pattern {
  const known = compiled.get(pattern);
  if (known) return known;
  const made = compileLinear(pattern, 0, createWork(LIMITS.planSteps));
  compiled.set(pattern, made);
  return made;
}

const DIGITS = 13;

/**
 * Whether a trace is in the share of a rule. It hangs on the trace's id alone: a trace is in or out as
 * a whole, and what a small share has, a larger one has too.
 */
export function isSampled(
  { share = 1 }: Pick<TraceRuleContent, 'share'>,
  traceId: string,
): boolean {
  if (share >= 1) return true;
  return Number.parseInt(sha256Hex(traceId).slice(0, DIGITS), 16) / 16 ** DIGITS < share;
}
