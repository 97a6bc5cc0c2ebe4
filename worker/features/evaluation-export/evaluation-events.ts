import type { Score, Verdict } from '@assay/schema/types.ts';

/** A value of an attribute. */
export type EventAttribute = string | number | boolean;

/** One `gen_ai.evaluation.result` event: a log record beside the span that was judged. */
export interface EvaluationEvent {
  /** Milliseconds since 1970. */
  timeMs: number;
  /** 32 hexadecimal digits; null for what was scored outside of a trace. */
  traceId: string | null;
  /** 16 hexadecimal digits. */
  spanId: string | null;
  attributes: Readonly<Record<string, EventAttribute>>;
}

export const EVENT_NAME = 'gen_ai.evaluation.result';

const MOST_CHARACTERS = 8_000;

/**
 * The scores of a verdict as events, one each. A score without a value, because its judge abstained or
 * could not judge, has a label and never a number.
 *
 * Source: OpenTelemetry semantic conventions for generative AI, `gen_ai.evaluation.result`.
 */
export function eventsOf(verdict: Verdict, timeMs: number): EvaluationEvent[] {
  const { traceId, spanId } = parentOf(verdict);
  const common = commonOf(verdict);
  return verdict.scores.map((score) => ({
    ...{ timeMs, traceId, spanId },
    attributes: { ...attributesOf(score), ...common },
  }));
}

function attributesOf(score: Score): Record<string, EventAttribute> {
  const { name, scorer, fingerprint, status, value, reason } = score;
  return {
    'gen_ai.evaluation.name': name,
    ...(value !== null && { 'gen_ai.evaluation.score.value': value }),
    'gen_ai.evaluation.score.label': labelOf(score),
    ...(reason !== '' && { 'gen_ai.evaluation.explanation': reason.slice(0, MOST_CHARACTERS) }),
    ...(status === 'error' && { 'error.type': score.error.code }),
    'assay.scorer': scorer,
    'assay.fingerprint': fingerprint,
  };
}

/** `pass` or `fail` where the score has a threshold, otherwise what became of it. */
function labelOf({ status, passed }: Score): string {
  if (passed === null) return status;
  return passed ? 'pass' : 'fail';
}

function commonOf({ id, passed, metadata }: Verdict): Record<string, EventAttribute> {
  const { rule, session } = metadata;
  return {
    'assay.verdict.id': id,
    ...(passed !== null && { 'assay.verdict.passed': passed }),
    ...(rule !== undefined && { 'assay.rule': rule }),
    ...(session !== undefined && { 'gen_ai.conversation.id': String(session) }),
  };
}

// W3C Trace Context, 3.2.
const TRACEPARENT = /^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-/;

function parentOf({ lineage }: Verdict): Pick<EvaluationEvent, 'traceId' | 'spanId'> {
  const [, traceId = null, spanId = null] = TRACEPARENT.exec(lineage.traceparent ?? '') ?? [];
  return { traceId, spanId };
}
