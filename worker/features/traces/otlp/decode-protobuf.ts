import type { JsonValue } from '@assay/schema/types.ts';
import { BinaryReader, type WireType } from '@bufbuild/protobuf/wire';
import {
  checkDepth,
  emptyAttributes,
  exactInteger,
  finiteNumber,
  millisecondsOf,
} from './attributes.ts';
import { hexOf, idFault } from './identity.ts';
import {
  type Attributes,
  type LogRecord,
  MalformedExport,
  type Rejected,
  type Span,
  type SpanEvent,
} from './span.ts';

/**
 * The spans of an `ExportTraceServiceRequest` in protobuf, one by one, so that none need be kept.
 * Field numbers: opentelemetry-proto 1.x, trace/v1/trace.proto. Unknown fields are skipped.
 *
 * @throws MalformedExport if the bytes are no such message
 */
export function* spansInProtobuf(bytes: Uint8Array): Generator<Span | Rejected> {
  yield* membersOf(bytes, readSpan);
}

/** The log records of an `ExportLogsServiceRequest`, as `spansInProtobuf`. @throws MalformedExport */
export function* logsInProtobuf(bytes: Uint8Array): Generator<LogRecord | Rejected> {
  yield* membersOf(bytes, readLog);
}

type ReadMember<Member> = (
  bytes: Uint8Array,
  resource: Attributes,
  scope: string,
) => Member | Rejected;

/** Both requests are resources (1) of scopes (2) of members (2). */
function* membersOf<Member>(
  bytes: Uint8Array,
  read: ReadMember<Member>,
): Generator<Member | Rejected> {
  for (const ofResource of parts(bytes, 1)) {
    const [found] = parts(ofResource, 1);
    const resource = found ? attributesIn(found) : emptyAttributes();
    for (const ofScope of parts(ofResource, 2)) {
      const [scope] = parts(ofScope, 1);
      const name = scope ? textIn(scope, 1) : '';
      for (const member of parts(ofScope, 2)) yield read(member, resource, name);
    }
  }
}

function readSpan(bytes: Uint8Array, resource: Attributes, scope: string): Span | Rejected {
  const span = {
    traceId: '',
    spanId: '',
    parentSpanId: null as string | null,
    name: '',
    startMs: 0,
    endMs: 0,
    attributes: emptyAttributes(),
    events: [] as SpanEvent[],
    isError: false,
    resource,
    scope,
  };
  readFields(bytes, (field, wire, reader) => {
    if (field === 1) span.traceId = hexOf(reader.bytes());
    else if (field === 2) span.spanId = hexOf(reader.bytes());
    else if (field === 4) span.parentSpanId = hexOf(reader.bytes()) || null;
    else if (field === 5) span.name = reader.string();
    else if (field === 7) span.startMs = readTime(reader);
    else if (field === 8) span.endMs = readTime(reader);
    else if (field === 9) addAttribute(span.attributes, reader, 0);
    else if (field === 11) span.events.push(readEvent(reader));
    else if (field === 15) span.isError = isErrorStatus(reader);
    else reader.skip(wire, field);
  });
  return idFault(span.traceId, span.spanId) ?? span;
}

function readLog(bytes: Uint8Array): LogRecord | Rejected {
  const log: LogRecord = {
    traceId: '',
    spanId: '',
    eventName: '',
    timeMs: 0,
    attributes: {},
    body: null,
  };
  const attributes = emptyAttributes();
  readFields(bytes, (field, wire, reader) => {
    if (field === 1) log.timeMs = readTime(reader);
    else if (field === 5) log.body = readAny(reader, 0);
    else if (field === 6) addAttribute(attributes, reader, 0);
    else if (field === 9) log.traceId = hexOf(reader.bytes());
    else if (field === 10) log.spanId = hexOf(reader.bytes());
    else if (field === 12) log.eventName = reader.string();
    else reader.skip(wire, field);
  });
  return idFault(log.traceId, log.spanId) ?? { ...log, attributes };
}

function readEvent(reader: BinaryReader): SpanEvent {
  const event = { name: '', timeMs: 0, attributes: emptyAttributes() };
  readMessage(reader, (field, wire) => {
    if (field === 1) event.timeMs = readTime(reader);
    else if (field === 2) event.name = reader.string();
    else if (field === 3) addAttribute(event.attributes, reader, 0);
    else reader.skip(wire, field);
  });
  return event;
}

const STATUS_ERROR = 2;

function isErrorStatus(reader: BinaryReader): boolean {
  let isError = false;
  readMessage(reader, (field, wire) => {
    if (field === 3) isError = reader.int32() === STATUS_ERROR;
    else reader.skip(wire, field);
  });
  return isError;
}

function addAttribute(to: Record<string, JsonValue>, reader: BinaryReader, depth: number): void {
  let key = '';
  let value: JsonValue = null;
  readMessage(reader, (field, wire) => {
    if (field === 1) key = reader.string();
    else if (field === 2) value = readAny(reader, depth);
    else reader.skip(wire, field);
  });
  to[key] = value;
}

function readAny(reader: BinaryReader, depth: number): JsonValue {
  checkDepth(depth);
  let value: JsonValue = null;
  readMessage(reader, (field, wire) => {
    if (field === 1) value = reader.string();
    else if (field === 2) value = reader.bool();
    else if (field === 3) value = exactInteger(reader.int64());
    else if (field === 4) value = finiteNumber(reader.double());
    else if (field === 5) value = readList(reader, depth + 1);
    else if (field === 6) value = readAttributes(reader, depth + 1);
    else if (field === 7) value = reader.bytes().toBase64();
    else reader.skip(wire, field);
  });
  return value;
}

function readList(reader: BinaryReader, depth: number): JsonValue[] {
  const values: JsonValue[] = [];
  readMessage(reader, (field, wire) => {
    if (field === 1) values.push(readAny(reader, depth));
    else reader.skip(wire, field);
  });
  return values;
}

function readAttributes(reader: BinaryReader, depth: number): Record<string, JsonValue> {
  const attributes = emptyAttributes();
  readMessage(reader, (field, wire) => {
    if (field === 1) addAttribute(attributes, reader, depth);
    else reader.skip(wire, field);
  });
  return attributes;
}

function attributesIn(bytes: Uint8Array): Record<string, JsonValue> {
  const attributes = emptyAttributes();
  readFields(bytes, (field, wire, reader) => {
    if (field === 1) addAttribute(attributes, reader, 0);
    else reader.skip(wire, field);
  });
  return attributes;
}

function textIn(bytes: Uint8Array, wanted: number): string {
  let text = '';
  readFields(bytes, (field, wire, reader) => {
    if (field === wanted) text = reader.string();
    else reader.skip(wire, field);
  });
  return text;
}

/** The repeated messages under one field, in order. */
function parts(bytes: Uint8Array, wanted: number): Uint8Array[] {
  const found: Uint8Array[] = [];
  readFields(bytes, (field, wire, reader) => {
    if (field === wanted) found.push(reader.bytes());
    else reader.skip(wire, field);
  });
  return found;
}

function readTime(reader: BinaryReader): number {
  return millisecondsOf(BigInt(reader.fixed64()));
}

type ReadField = (field: number, wire: WireType, reader: BinaryReader) => void;

function readFields(bytes: Uint8Array, read: ReadField): void {
  const reader = new BinaryReader(bytes);
  try {
    readUntil(reader.len, reader, read);
  } catch (cause) {
    if (cause instanceof MalformedExport) throw cause;
    throw new MalformedExport('The body is not an OTLP request in protobuf.', { cause });
  }
}

/** Reads a message where it stands among its bytes, as its length says: cutting each out takes longer than reading it. */
function readMessage(reader: BinaryReader, read: ReadField): void {
  const length = reader.uint32();
  readUntil(reader.pos + length, reader, read);
}

function readUntil(end: number, reader: BinaryReader, read: ReadField): void {
  if (end > reader.len) throw new RangeError('A message is longer than what holds it.');
  while (reader.pos < end) {
    const [field, wire] = reader.tag();
    read(field, wire, reader);
  }
  if (reader.pos > end) throw new RangeError('A field is longer than its message.');
}
