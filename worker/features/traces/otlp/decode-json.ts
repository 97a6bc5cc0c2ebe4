import type { JsonValue } from '@assay/schema/types.ts';
import {
  checkDepth,
  emptyAttributes,
  exactInteger,
  finiteNumber,
  millisecondsOf,
} from './attributes.ts';
import { idFault } from './identity.ts';
import {
  type Attributes,
  type LogRecord,
  MalformedExport,
  type Rejected,
  type Span,
} from './span.ts';

/**
 * The spans of an `ExportTraceServiceRequest` in OTLP's JSON: keys in lowerCamelCase, ids in
 * hexadecimal, 64-bit integers as texts or numbers. Unknown keys are ignored, null is as good as absent.
 *
 * @throws MalformedExport if the value is no such message
 */
export function* spansInJson(request: JsonValue): Generator<Span | Rejected> {
  for (const ofResource of messagesAt(messageOf(request, 'The body'), 'resourceSpans')) {
    const resource = attributesAt(messageAt(ofResource, 'resource'));
    for (const ofScope of messagesAt(ofResource, 'scopeSpans')) {
      const scope = textAt(messageAt(ofScope, 'scope'), 'name');
      for (const span of messagesAt(ofScope, 'spans')) yield readSpan(span, resource, scope);
    }
  }
}

/** The log records of an `ExportLogsServiceRequest`, as `spansInJson`. @throws MalformedExport */
export function* logsInJson(request: JsonValue): Generator<LogRecord | Rejected> {
  for (const ofResource of messagesAt(messageOf(request, 'The body'), 'resourceLogs')) {
    for (const ofScope of messagesAt(ofResource, 'scopeLogs')) {
      for (const log of messagesAt(ofScope, 'logRecords')) yield readLog(log);
    }
  }
}

const STATUS_ERROR = 2;

function readSpan(given: Message, resource: Attributes, scope: string): Span | Rejected {
  const ids = idsOf(given);
  return (
    idFault(ids.traceId, ids.spanId) ?? {
      ...ids,
      parentSpanId: textAt(given, 'parentSpanId').toLowerCase() || null,
      name: textAt(given, 'name'),
      startMs: timeAt(given, 'startTimeUnixNano'),
      endMs: timeAt(given, 'endTimeUnixNano'),
      attributes: attributesAt(given),
      events: messagesAt(given, 'events').map((event) => ({
        name: textAt(event, 'name'),
        timeMs: timeAt(event, 'timeUnixNano'),
        attributes: attributesAt(event),
      })),
      isError: messageAt(given, 'status').code === STATUS_ERROR,
      resource,
      scope,
    }
  );
}

function readLog(given: Message): LogRecord | Rejected {
  const ids = idsOf(given);
  return (
    idFault(ids.traceId, ids.spanId) ?? {
      ...ids,
      eventName: textAt(given, 'eventName'),
      timeMs: timeAt(given, 'timeUnixNano'),
      attributes: attributesAt(given),
      body: readAny(messageAt(given, 'body'), 0),
    }
  );
}

function idsOf(given: Message): { traceId: string; spanId: string } {
  return {
    traceId: textAt(given, 'traceId').toLowerCase(),
    spanId: textAt(given, 'spanId').toLowerCase(),
  };
}

function attributesAt(given: Message, key = 'attributes', depth = 0): Record<string, JsonValue> {
  const attributes = emptyAttributes();
  for (const pair of messagesAt(given, key)) {
    attributes[textAt(pair, 'key')] = readAny(messageAt(pair, 'value'), depth);
  }
  return attributes;
}

function readAny(given: Message, depth: number): JsonValue {
  checkDepth(depth);
  const { stringValue, boolValue, intValue, doubleValue, bytesValue, arrayValue, kvlistValue } =
    given;
  if (typeof stringValue === 'string') return stringValue;
  if (typeof boolValue === 'boolean') return boolValue;
  if (typeof intValue === 'number' || isDigits(intValue)) return exactInteger(String(intValue));
  if (doubleValue !== undefined) return finiteNumber(Number(doubleValue));
  if (typeof bytesValue === 'string') return bytesValue;
  if (arrayValue !== undefined) {
    const values = messagesAt(messageAt(given, 'arrayValue'), 'values');
    return values.map((item) => readAny(item, depth + 1));
  }
  if (kvlistValue === undefined) return null;
  return attributesAt(messageAt(given, 'kvlistValue'), 'values', depth + 1);
}

function isDigits(given: JsonValue | undefined): given is string {
  return typeof given === 'string' && /^-?\d{1,20}$/.test(given);
}

function timeAt(given: Message, key: string): number {
  const value = given[key] ?? null;
  if (value === null) return 0;
  if (typeof value === 'number') return value / 1e6;
  if (isDigits(value)) return millisecondsOf(BigInt(value));
  throw new MalformedExport(`\`${key}\` must be an integer, as a number or a string.`);
}

function textAt(given: Message, key: string): string {
  const value = given[key] ?? '';
  if (typeof value === 'string') return value;
  throw new MalformedExport(`\`${key}\` must be a string.`);
}

/** What a message of protobuf is in JSON. */
type Message = { [key: string]: JsonValue };

const ABSENT: Message = {};

function messagesAt(given: Message, key: string): Message[] {
  const value = given[key] ?? [];
  if (!Array.isArray(value)) throw new MalformedExport(`\`${key}\` must be an array.`);
  return value.map((item) => messageOf(item, `Each item of \`${key}\``));
}

function messageAt(given: Message, key: string): Message {
  const value = given[key] ?? null;
  return value === null ? ABSENT : messageOf(value, `\`${key}\``);
}

function messageOf(given: JsonValue, what: string): Message {
  if (typeof given === 'object' && given !== null && !Array.isArray(given)) return given;
  throw new MalformedExport(`${what} must be an object.`);
}
