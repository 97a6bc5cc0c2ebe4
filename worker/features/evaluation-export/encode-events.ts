import type { EvaluationEncoding } from '@assay/schema/types.ts';
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { EVENT_NAME, type EvaluationEvent, type EventAttribute } from './evaluation-events.ts';

const SERVICE = 'assay';
const SEVERITY_INFO = 9;
const NS_PER_MS = 1_000_000n;

/** The body of an `ExportLogsServiceRequest` with the events, and its type. */
export function encodeEvents(
  events: readonly EvaluationEvent[],
  encoding: EvaluationEncoding,
): { body: Uint8Array<ArrayBuffer>; contentType: string } {
  if (encoding === 'json') {
    const body = new TextEncoder().encode(JSON.stringify(requestInJson(events)));
    return { body: new Uint8Array(body), contentType: 'application/json' };
  }
  const body = new Uint8Array(requestInProtobuf(events));
  return { body, contentType: 'application/x-protobuf' };
}

/** OTLP's JSON: ids in hexadecimal, 64-bit integers as texts. */
function requestInJson(events: readonly EvaluationEvent[]) {
  const logRecords = events.map(({ timeMs, traceId, spanId, attributes }) => ({
    timeUnixNano: String(nanosecondsOf(timeMs)),
    observedTimeUnixNano: String(nanosecondsOf(timeMs)),
    severityNumber: SEVERITY_INFO,
    eventName: EVENT_NAME,
    ...(traceId !== null && { traceId }),
    ...(spanId !== null && { spanId }),
    attributes: Object.entries(attributes).map(([key, value]) => ({ key, value: anyOf(value) })),
  }));
  const resource = { attributes: [{ key: 'service.name', value: { stringValue: SERVICE } }] };
  const scopeLogs = [{ scope: { name: SERVICE }, logRecords }];
  return { resourceLogs: [{ resource, scopeLogs }] };
}

function anyOf(value: EventAttribute) {
  if (typeof value === 'boolean') return { boolValue: value };
  return typeof value === 'number' ? { doubleValue: value } : { stringValue: String(value) };
}

/**
 * Field numbers: opentelemetry-proto 1.x, logs/v1/logs.proto. Request{resource_logs 1};
 * ResourceLogs{resource 1, scope_logs 2}; ScopeLogs{scope 1, log_records 2}.
 */
function requestInProtobuf(events: readonly EvaluationEvent[]): Uint8Array {
  const resource = new BinaryWriter();
  addAttribute(resource, 1, 'service.name', SERVICE);
  const scopeLogs = new BinaryWriter();
  addMessage(scopeLogs, 1, addText(new BinaryWriter(), 1, SERVICE));
  for (const event of events) addMessage(scopeLogs, 2, recordOf(event));
  const resourceLogs = new BinaryWriter();
  addMessage(resourceLogs, 1, resource);
  addMessage(resourceLogs, 2, scopeLogs);
  const request = new BinaryWriter();
  addMessage(request, 1, resourceLogs);
  return request.finish();
}

/** LogRecord{time 1, severity_number 2, attributes 6, trace_id 9, span_id 10, observed 11, event_name 12}. */
function recordOf({ timeMs, traceId, spanId, attributes }: EvaluationEvent): BinaryWriter {
  const record = new BinaryWriter();
  record.tag(1, WireType.Bit64).fixed64(nanosecondsOf(timeMs));
  record.tag(2, WireType.Varint).int32(SEVERITY_INFO);
  for (const [key, value] of Object.entries(attributes)) addAttribute(record, 6, key, value);
  if (traceId !== null) record.tag(9, WireType.LengthDelimited).bytes(Uint8Array.fromHex(traceId));
  if (spanId !== null) record.tag(10, WireType.LengthDelimited).bytes(Uint8Array.fromHex(spanId));
  record.tag(11, WireType.Bit64).fixed64(nanosecondsOf(timeMs));
  return addText(record, 12, EVENT_NAME);
}

/** KeyValue{key 1, value 2}; AnyValue{string 1, bool 2, double 4}. */
function addAttribute(to: BinaryWriter, field: number, key: string, value: EventAttribute): void {
  const any = new BinaryWriter();
  if (typeof value === 'boolean') any.tag(2, WireType.Varint).bool(value);
  else if (typeof value === 'number') any.tag(4, WireType.Bit64).double(value);
  else addText(any, 1, String(value));
  const pair = addText(new BinaryWriter(), 1, key);
  addMessage(pair, 2, any);
  addMessage(to, field, pair);
}

function addText(to: BinaryWriter, field: number, text: string): BinaryWriter {
  return to.tag(field, WireType.LengthDelimited).string(text.toWellFormed());
}

function addMessage(to: BinaryWriter, field: number, message: BinaryWriter): void {
  to.tag(field, WireType.LengthDelimited).bytes(message.finish());
}

function nanosecondsOf(ms: number): bigint {
  return BigInt(Math.floor(ms)) * NS_PER_MS;
}
