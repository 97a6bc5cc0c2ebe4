/** Verdicts as OpenTelemetry events, and the trace of the caller in every request. */
import type { Score, Verdict } from '@assay/schema/types.ts';
import {
  type Attributes,
  type Context,
  context,
  isSpanContextValid,
  type Span,
  type SpanContext,
  TraceFlags,
  trace,
} from '@opentelemetry/api';

/** The part of a logger of `@opentelemetry/api-logs` that is used. */
export interface EventLogger {
  emit(event: { eventName: string; attributes: Attributes; context: Context }): void;
}

export interface RecordOptions {
  /** Receives the events as log records, as the semantic conventions require. */
  logger?: EventLogger | undefined;
  /**
   * The span of the scored answer. Defaults to the span of the verdict's request, or else to the
   * active span. Without a logger, the events are added to this span unless it has ended.
   */
  span?: Span | undefined;
  /** The provider's id of the answer: `gen_ai.response.id`. */
  responseId?: string | undefined;
  /**
   * Whether the reason of each score, which may quote the answer, is recorded. Defaults to true.
   */
  explanations?: boolean | undefined;
}

const EVENT = 'gen_ai.evaluation.result';

/**
 * Records each score of a verdict as the event `gen_ai.evaluation.result` of the GenAI semantic
 * conventions, in the trace of the answer that was scored.
 *
 * @returns the number of recorded events: 0 if there is neither a logger nor a recording span
 * @example
 * recordVerdict(verdict, { logger: logs.getLogger('assay'), responseId });
 */
export function recordVerdict(verdict: Verdict, options: RecordOptions = {}): number {
  const { logger, span = trace.getActiveSpan(), responseId, explanations = true } = options;
  if (!logger && !span?.isRecording()) return 0;
  const { traceparent } = verdict.lineage;
  const parent = options.span?.spanContext() ?? readTraceparent(traceparent);
  const scope = parent ? trace.setSpanContext(context.active(), parent) : context.active();
  for (const score of verdict.scores) {
    const attributes = attributesOf(verdict, score, responseId, explanations);
    if (logger) logger.emit({ eventName: EVENT, attributes, context: scope });
    else span?.addEvent(EVENT, attributes);
  }
  return verdict.scores.length;
}

/**
 * For `new Assay({ traceContext: otelTraceContext() })`: every request sends the active span as
 * `traceparent` and `tracestate` (W3C Trace Context), but no other context such as baggage.
 */
export function otelTraceContext(): () => Record<string, string> {
  return () => {
    const span = trace.getActiveSpan()?.spanContext();
    if (!span || !isSpanContextValid(span)) return {};
    const flags = (span.traceFlags & 0xff).toString(16).padStart(2, '0');
    const headers = { traceparent: `00-${span.traceId}-${span.spanId}-${flags}` };
    const tracestate = span.traceState?.serialize();
    return tracestate ? { ...headers, tracestate } : headers;
  };
}

/**
 * The span context of the request that produced a verdict.
 *
 * @returns the span, to link to or to look up; undefined if the request had none
 */
export function spanContextOf(verdict: Verdict): SpanContext | undefined {
  return readTraceparent(verdict.lineage.traceparent);
}

function readTraceparent(traceparent: string | undefined): SpanContext | undefined {
  const [, traceId = '', spanId = '', flags = '00'] = traceparent?.split('-') ?? [];
  const traceFlags = Number.parseInt(flags, 16) & TraceFlags.SAMPLED;
  const span = { traceId, spanId, traceFlags, isRemote: true };
  return isSpanContextValid(span) ? span : undefined;
}

function attributesOf(
  verdict: Verdict,
  score: Score,
  responseId: string | undefined,
  explanations: boolean,
): Attributes {
  const label = labelOf(score);
  return {
    'gen_ai.evaluation.name': score.name,
    // An error has no value and no label: it is neither 0 nor a fail.
    ...(score.value !== null && { 'gen_ai.evaluation.score.value': score.value }),
    ...(label !== undefined && { 'gen_ai.evaluation.score.label': label }),
    ...(explanations && score.reason && { 'gen_ai.evaluation.explanation': score.reason }),
    ...(responseId !== undefined && { 'gen_ai.response.id': responseId }),
    ...(score.status === 'error' && { 'error.type': score.error.code }),
    'assay.verdict.id': verdict.id,
    ...(verdict.passed !== null && { 'assay.verdict.passed': verdict.passed }),
    'assay.score.fingerprint': score.fingerprint,
  };
}

/** One of `pass`, `fail`, `abstained` and `skipped`; undefined for an error and for what only measures. */
function labelOf({ status, passed }: Score): string | undefined {
  if (status === 'scored') return passed === null ? undefined : passed ? 'pass' : 'fail';
  return status === 'error' ? undefined : status;
}
