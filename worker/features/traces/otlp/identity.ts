import type { Rejected } from './span.ts';

const TRACE_ID = /^[0-9a-f]{32}$/;
const SPAN_ID = /^[0-9a-f]{16}$/;
const NO_TRACE = '0'.repeat(32);
const NO_SPAN = '0'.repeat(16);

/** What is wrong with the ids of a span or log record; undefined if nothing is. */
export function idFault(traceId: string, spanId: string): Rejected | undefined {
  if (traceId === NO_TRACE || !TRACE_ID.test(traceId)) {
    return { fault: 'traceId must be 16 bytes that are not all zero' };
  }
  if (spanId === NO_SPAN || !SPAN_ID.test(spanId)) {
    return { fault: 'spanId must be 8 bytes that are not all zero' };
  }
  return undefined;
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

export function hexOf(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += HEX[byte];
  return text;
}
