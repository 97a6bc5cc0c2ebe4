import type { JsonValue } from '@assay/schema/types.ts';
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { JsonTraceSerializer, ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { spansInJson } from './decode-json.ts';
import { spansInProtobuf } from './decode-protobuf.ts';
import { MalformedExport } from './span.ts';

const attributes = fc.dictionary(
  fc.string({ minLength: 1, maxLength: 12 }).filter((key) => key !== '__proto__'),
  fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.boolean(),
    fc.maxSafeInteger(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).filter((value) => !Number.isInteger(value)),
    fc.array(fc.string(), { maxLength: 3 }),
  ),
  { maxKeys: 6 },
);

function exported(given: Record<string, unknown>) {
  const exporter = new InMemorySpanExporter();
  const provider = new BasicTracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'app' }),
    spanProcessors: [new SimpleSpanProcessor(exporter)],
  });
  const span = provider.getTracer('scope').startSpan('chat');
  span.setAttributes(given as Record<string, string>);
  span.addEvent('said', given as Record<string, string>);
  span.setStatus({ code: 2, message: 'no' });
  span.end();
  return exporter.getFinishedSpans();
}

const plain = (value: unknown) => JSON.parse(JSON.stringify(value));

test('what an exporter of OpenTelemetry writes reads the same from protobuf and from JSON', () => {
  fc.assert(
    fc.property(attributes, (given) => {
      const spans = exported(given);
      const [fromBytes] = spansInProtobuf(
        ProtobufTraceSerializer.serializeRequest(spans) ?? new Uint8Array(),
      );
      const text = new TextDecoder().decode(
        JsonTraceSerializer.serializeRequest(spans) ?? new Uint8Array(),
      );
      const [fromText] = spansInJson(JSON.parse(text) as JsonValue);
      expect(plain(fromBytes)).toEqual(plain(fromText));
      expect(plain(fromBytes)).toMatchObject({
        name: 'chat',
        scope: 'scope',
        isError: true,
        parentSpanId: null,
        resource: { 'service.name': 'app' },
        events: [{ name: 'said' }],
        attributes: plain(given),
      });
    }),
  );
});

test('bytes that are no request are refused, whatever they are', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      try {
        for (const span of spansInProtobuf(bytes)) expect(span).toBeTypeOf('object');
      } catch (cause) {
        expect(cause).toBeInstanceOf(MalformedExport);
      }
    }),
  );
});

test('any cut of a request is refused or read in part, never by another error', () => {
  const whole =
    ProtobufTraceSerializer.serializeRequest(exported({ a: 'b', c: [1, 2] })) ?? new Uint8Array();
  for (let end = 0; end < whole.length; end += 1) {
    try {
      expect([...spansInProtobuf(whole.subarray(0, end))].length).toBeLessThanOrEqual(1);
    } catch (cause) {
      expect(cause).toBeInstanceOf(MalformedExport);
    }
  }
});

test('a message that is longer than what holds it is refused, wherever it stands', () => {
  const wrap = (field: number, bytes: Uint8Array, more = 0) => {
    const head = new BinaryWriter()
      .tag(field, WireType.LengthDelimited)
      .uint32(bytes.length + more);
    return new Uint8Array([...head.finish(), ...bytes]);
  };
  const text = wrap(1, new TextEncoder().encode('some text'));
  const withExcess = (at: number) =>
    [2, 9, 2, 2, 1].reduce((bytes, field, i) => wrap(field, bytes, i === at ? 5 : 0), text);
  // What comes after it would make up for what is missing.
  const after = new Uint8Array(20);
  for (let at = 0; at < 4; at += 1) {
    const request = new Uint8Array([...withExcess(at), ...wrap(15, after)]);
    expect(() => [...spansInProtobuf(request)], `at ${at}`).toThrow(MalformedExport);
  }
  const [span] = spansInProtobuf(withExcess(-1));
  expect(span).toMatchObject({ fault: expect.stringContaining('traceId') });
});

test('a value nested without end is refused', () => {
  let value = new BinaryWriter().tag(1, WireType.LengthDelimited).string('x').finish();
  for (let depth = 0; depth < 1_000; depth += 1) {
    const list = new BinaryWriter().tag(1, WireType.LengthDelimited).bytes(value).finish();
    value = new BinaryWriter().tag(5, WireType.LengthDelimited).bytes(list).finish();
  }
  const pair = new BinaryWriter().tag(2, WireType.LengthDelimited).bytes(value).finish();
  const wrap = (field: number, bytes: Uint8Array) =>
    new BinaryWriter().tag(field, WireType.LengthDelimited).bytes(bytes).finish();
  const request = wrap(1, wrap(2, wrap(2, wrap(9, pair))));
  expect(() => [...spansInProtobuf(request)]).toThrow(/nested more than 32 levels/);
});

test('a span without valid ids is rejected, and the others of its request are read', () => {
  const spans = [
    { traceId: '0'.repeat(32), spanId: 'a'.repeat(16), name: 'no' },
    { traceId: 'AB'.repeat(16), spanId: 'a'.repeat(16), name: 'yes', startTimeUnixNano: '1500000' },
  ];
  const request = { resourceSpans: [{ scopeSpans: [{ spans }] }] };
  expect([...spansInJson(request)]).toMatchObject([
    { fault: 'traceId must be 16 bytes that are not all zero' },
    { name: 'yes', traceId: 'ab'.repeat(16), startMs: 1.5 },
  ]);
});

test('integers beyond 2^53 keep their digits, and bytes are base64', () => {
  const values = [
    { key: 'big', value: { intValue: '9007199254740993' } },
    { key: 'bytes', value: { bytesValue: 'AQI=' } },
    { key: 'tree', value: { kvlistValue: { values: [{ key: 'a', value: { intValue: 1 } }] } } },
  ];
  const span = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), attributes: values };
  const [read] = spansInJson({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] });
  expect(plain(read).attributes).toEqual({
    big: '9007199254740993',
    bytes: 'AQI=',
    tree: { a: 1 },
  });
});
