import root from 'otlp-messages/build/src/generated/root.js';

interface AnyMessage {
  [field: string]: unknown;
}

/** A value of an attribute, as it is decoded. */
interface KeyValue {
  key: string;
  value: object;
}

export interface DecodedLogRecord {
  timeUnixNano: number;
  severityNumber: number;
  eventName: string;
  traceId: number[];
  spanId: number[];
  attributes: KeyValue[];
}

interface DecodedLogs {
  resourceLogs: {
    resource: { attributes: KeyValue[] };
    scopeLogs: { scope: { name: string }; logRecords: DecodedLogRecord[] }[];
  }[];
}

interface Codec<Decoded> {
  decode(bytes: Uint8Array): AnyMessage;
  encode(message: object): { finish(): Uint8Array<ArrayBuffer> };
  toObject(message: AnyMessage, how: object): Decoded;
}

interface Generated {
  opentelemetry: {
    proto: {
      collector: {
        trace: { v1: { ExportTraceServiceRequest: Codec<object> } };
        logs: {
          v1: {
            ExportLogsServiceRequest: Codec<DecodedLogs>;
            ExportLogsServiceResponse: Codec<object>;
          };
        };
      };
    };
  };
}

/** What the JavaScript SDK of OpenTelemetry generated from the protocol's own definitions; it has no types. */
const generated = root as unknown as Generated;
const { collector } = generated.opentelemetry.proto;
const { v1 } = collector.logs;

/** Decodes an export of spans, whole. */
export function decodeSpans(bytes: Uint8Array): object {
  return collector.trace.v1.ExportTraceServiceRequest.decode(bytes);
}

export function decodeLogs(bytes: Uint8Array): DecodedLogs {
  const { ExportLogsServiceRequest: codec } = v1;
  return codec.toObject(codec.decode(bytes), { bytes: Array, longs: Number });
}

export function encodeLogsResponse(response: object): Uint8Array<ArrayBuffer> {
  return v1.ExportLogsServiceResponse.encode(response).finish();
}
