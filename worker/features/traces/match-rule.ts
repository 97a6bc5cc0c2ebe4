import { sha256Hex } from '@assay/schema/sha256.ts';
import type { PipelineTest, TraceFilter, TraceRuleContent } from '@assay/schema/types.ts';
import { matchSteps } from '@assay/scorers/text/pattern-work.ts';
import type { Work } from '@assay/scorers/work.ts';
import { knownPattern } from '../scoring/patterns.ts';
import { MOST_CHARACTERS } from './read-span.ts';

/** What a filter tests of a span. */
export interface SpanFacts {
  attributes: Record<string, string | number | boolean>;
  generator?: string;
  isError: boolean;
  latencyMs: number;
}

/** Steps of work that the patterns of a filter may take on one span. */
export const SPAN_STEPS = 5_000_000;

/** Steps that the patterns of a filter take at most on one span. */
export function patternSteps({ attributes = {} }: TraceFilter): number {
  return Object.values(attributes).reduce(
    (sum, test) => sum + ('pattern' in test ? stepsOf(test.pattern, MOST_CHARACTERS) : 0),
    0,
  );
}

/**
 * Whether all that a filter names holds of a span.
 *
 * @param work bounds its patterns @throws WorkExceeded if it is used up
 */
export function matchesFilter(
  filter: TraceFilter | undefined,
  span: SpanFacts,
  work: Work,
): boolean {
  if (filter === undefined) return true;
  const { attributes = {}, models, isError, minLatencyMs = 0 } = filter;
  if (isError !== undefined && isError !== span.isError) return false;
  if (span.latencyMs < minLatencyMs) return false;
  if (models && (span.generator === undefined || !models.includes(span.generator))) return false;
  return Object.entries(attributes).every(([key, test]) => holds(test, span.attributes[key], work));
}

function holds(
  test: PipelineTest,
  value: string | number | boolean | undefined,
  work: Work,
): boolean {
  if ('exists' in test) return test.exists === (value !== undefined);
  if (value === undefined) return false;
  const text = String(value);
  if ('in' in test) return test.in.includes(text);
  work.spend(stepsOf(test.pattern, text.length), 'matching the patterns of `filter.attributes`');
  return knownPattern(test.pattern).matcher(text).find();
}

function stepsOf(pattern: string, characters: number): number {
  return matchSteps(knownPattern(pattern).programSize(), characters, pattern);
}

const DIGITS = 13;

/**
 * Where a trace stands among all, from 0 up to 1. It hangs on the trace's id alone, so that a trace is in
 * a share or out of it as a whole, and what a small share has, a larger one has too.
 */
export function positionOf(traceId: string): number {
  return Number.parseInt(sha256Hex(traceId).slice(0, DIGITS), 16) / 16 ** DIGITS;
}

/** Whether a trace of a position is in the share of a rule. */
export function isSampled(
  { share = 1 }: Pick<TraceRuleContent, 'share'>,
  position: number,
): boolean {
  return share >= 1 || position < share;
}
