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
 * hexadecimal, 64-bit integers as texts or numbers. Unknown keys are ignored.
 *
 * @throws MalformedExport if the value is no such message
 */
export function* spansInJson(request: JsonValue): Generator<Span | Rejected> {
  requireObject(request);
  for (const ofResource of listAt(request, 'resourceSpans')) {
    const resource = attributesAt(fieldOf(ofResource, 'resource'));
    for (const ofScope of listAt(ofResource, 'scopeSpans')) {
      const scope = textAt(fieldOf(ofScope, 'scope'), 'name');
      for (const span of listAt(ofScope, 'spans')) yield readSpan(span, resource, scope);
    }
  }
}

/** The log records of an `ExportLogsServiceRequest`, as `spansInJson`. @throws MalformedExport */
export function* logsInJson(request: JsonValue): Generator<LogRecord | Rejected> {
  requireObject(request);
  for (const ofResource of listAt(request, 'resourceLogs')) {
    for (const ofScope of listAt(ofResource, 'scopeLogs')) {
      for (const log of listAt(ofScope, 'logRecords')) yield readLog(log);
    }
  }
}

const STATUS_ERROR = 2;

function readSpan(given: JsonValue, resource: Attributes, scope: string): Span | Rejected {
  const ids = idsOf(given);
  const status = fieldOf(given, 'status');
  return (
    idFault(ids.traceId, ids.spanId) ?? {
      ...ids,
      parentSpanId: textAt(given, 'parentSpanId').toLowerCase() || null,
      name: textAt(given, 'name'),
      startMs: timeAt(given, 'startTimeUnixNano'),
      endMs: timeAt(given, 'endTimeUnixNano'),
      attributes: attributesAt(given),
      events: listAt(given, 'events').map((event) => ({
        name: textAt(event, 'name'),
        timeMs: timeAt(event, 'timeUnixNano'),
        attributes: attributesAt(event),
      })),
      isError: fieldOf(status, 'code') === STATUS_ERROR,
      resource,
      scope,
    }
  );
}

function readLog(given: JsonValue): LogRecord | Rejected {
  const ids = idsOf(given);
  return (
    idFault(ids.traceId, ids.spanId) ?? {
      ...ids,
      eventName: textAt(given, 'eventName'),
      timeMs: timeAt(given, 'timeUnixNano'),
      attributes: attributesAt(given),
      body: readAny(fieldOf(given, 'body'), 0),
    }
  );
}

function idsOf(given: JsonValue): { traceId: string; spanId: string } {
  return {
    traceId: textAt(given, 'traceId').toLowerCase(),
    spanId: textAt(given, 'spanId').toLowerCase(),
  };
}

function attributesAt(given: JsonValue, key = 'attributes', depth = 0): Record<string, JsonValue> {
  const attributes = emptyAttributes();
  for (const pair of listAt(given, key)) {
    attributes[textAt(pair, 'key')] = readAny(fieldOf(pair, 'value'), depth);
  }
  return attributes;
}

function readAny(given: JsonValue, depth: number): JsonValue {
  checkDepth(depth);
  if (!isObject(given)) return null;
  const { stringValue, boolValue, intValue, doubleValue, bytesValue, arrayValue, kvlistValue } =
    given;
  if (typeof stringValue === 'string') return stringValue;
  if (typeof boolValue === 'boolean') return boolValue;
  if (typeof intValue === 'number' || isDigits(intValue)) return exactInteger(String(intValue));
  if (doubleValue !== undefined) return finiteNumber(Number(doubleValue));
  if (typeof bytesValue === 'string') return bytesValue;
  if (arrayValue !== undefined) {
    return listAt(arrayValue, 'values').map((item) => readAny(item, depth + 1));
  }
  return kvlistValue === undefined ? null : attributesAt(kvlistValue, 'values', depth + 1);
}

function isDigits(given: JsonValue | undefined): given is string {
  return typeof given === 'string' && /^-?\d{1,20}$/.test(given);
}

function timeAt(given: JsonValue, key: string): number {
  const value = fieldOf(given, key);
  if (typeof value === 'number') return value / 1e6;
  return isDigits(value) ? millisecondsOf(BigInt(value)) : 0;
}

function textAt(given: JsonValue, key: string): string {
  const value = fieldOf(given, key);
  return typeof value === 'string' ? value : '';
}

function listAt(given: JsonValue, key: string): JsonValue[] {
  const value = fieldOf(given, key);
  if (value === null) return [];
  if (Array.isArray(value)) return value;
  throw new MalformedExport(`\`${key}\` must be an array.`);
}

function fieldOf(given: JsonValue, key: string): JsonValue {
  return isObject(given) ? (given[key] ?? null) : null;
}

function requireObject(request: JsonValue): void {
  if (!isObject(request)) throw new MalformedExport('The body must be an object.');
}

function isObject(given: JsonValue): given is { [key: string]: JsonValue } {
  return typeof given === 'object' && given !== null && !Array.isArray(given);
}
