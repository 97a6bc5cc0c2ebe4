import type { JsonValue } from '@assay/schema/types.ts';

/** Attributes by key. Bytes are base64; integers beyond 2^53 are text. */
export type Attributes = Readonly<Record<string, JsonValue>>;

export interface SpanEvent {
  name: string;
  timeMs: number;
  attributes: Attributes;
}

/** A span as OTLP carries it, with its resource's attributes. */
export interface Span {
  /** 32 hexadecimal digits, in lower case. */
  traceId: string;
  /** 16 hexadecimal digits, in lower case. */
  spanId: string;
  /** Null for the root of a trace. */
  parentSpanId: string | null;
  name: string;
  startMs: number;
  endMs: number;
  attributes: Attributes;
  events: SpanEvent[];
  isError: boolean;
  resource: Attributes;
  scope: string;
}

/** A log record that stands in a trace. */
export interface LogRecord {
  traceId: string;
  spanId: string;
  eventName: string;
  timeMs: number;
  attributes: Attributes;
  /** The structured body, in which older conventions keep the content. */
  body: JsonValue;
}

/** A span or log record that breaks the protocol, while the rest of its request does not. */
export interface Rejected {
  fault: string;
}

/** A request that cannot be read at all. */
export class MalformedExport extends Error {
  override name = 'MalformedExport';
}
