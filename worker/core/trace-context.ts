/** The trace context of a request. */
export interface TraceContext {
  /** 32 hex digits. */
  traceId: string;
  /** The header as it came, without what a later version may have added. */
  traceparent: string;
}

const SHAPE = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}(?=$|-)/;
const KNOWN_LENGTH = 55;

/**
 * Reads a `traceparent`. What is not one is ignored, as the specification requires: tracing must
 * not make a request fail.
 *
 * Source: W3C Trace Context.
 */
export function parseTraceparent(text: string | undefined): TraceContext | undefined {
  const [traceparent, version, traceId, spanId] = SHAPE.exec(text ?? '') ?? [];
  if (traceparent === undefined || traceId === undefined || spanId === undefined) return undefined;
  if (version === 'ff' || (version === '00' && text?.length !== KNOWN_LENGTH)) return undefined;
  if (/^0+$/.test(traceId) || /^0+$/.test(spanId)) return undefined;
  return { traceId, traceparent };
}
