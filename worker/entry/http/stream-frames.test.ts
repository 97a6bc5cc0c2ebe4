import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createFrameReader, type StreamFormat, writeFrame } from './stream-frames.ts';

function readAll(chunks: readonly string[], format: StreamFormat, isText = false) {
  const reader = createFrameReader(format, isText);
  return [...chunks.flatMap((chunk) => reader.read(chunk)), ...reader.read('', true)];
}

test('events are the same however the stream is cut, and go out as they came', () => {
  const stream =
    ': hi\n\nevent: a\r\nid: 1\r\ndata: {"x":\r\ndata: 1}\r\n\r\ndata: [DONE]\n\ndata: end';
  fc.assert(
    fc.property(fc.array(fc.nat(stream.length), { maxLength: 30 }), (at) => {
      const cuts = [0, ...at.toSorted((a, b) => a - b), stream.length];
      const frames = readAll(
        cuts.slice(1).map((cut, i) => stream.slice(cuts[i], cut)),
        'sse',
      );
      expect(frames.map(({ value }) => value)).toEqual([undefined, { x: 1 }, '[DONE]', 'end']);
      expect(frames.map((frame) => writeFrame(frame, 'sse'))).toEqual([
        ': hi\n\n',
        'event: a\nid: 1\ndata: {"x":\ndata: 1}\n\n',
        'data: [DONE]\n\n',
        'data: end\n\n',
      ]);
    }),
  );
});

test('an event that was changed keeps its other fields', () => {
  const [frame] = readAll(['event: a\nid: 1\ndata: {"x":1}\n\n'], 'sse');
  if (frame === undefined) throw new Error('There is one event.');
  const changed = { ...frame, value: { x: 2 } };
  expect(writeFrame(changed, 'sse')).toBe('event: a\nid: 1\ndata: {"x":2}\n\n');
});

test('data is text if the stream is said to be text', () => {
  expect(readAll(['data: 5\n\n'], 'sse', true).map(({ value }) => value)).toEqual(['5']);
  expect(readAll(['data: 5\n\n'], 'sse').map(({ value }) => value)).toEqual([5]);
});

test('lines of NDJSON are events', () => {
  const frames = readAll(['{"a":1}\n\n{"b"', ':2}'], 'ndjson');
  expect(frames.map((frame) => writeFrame(frame, 'ndjson'))).toEqual([
    'data: {"a":1}\n\n',
    'data: {"b":2}\n\n',
  ]);
});

test('text is divided between characters, never inside one', () => {
  const text = `${'x'.repeat(63)}😀${'y'.repeat(70)}\n😀`;
  const frames = readAll([text.slice(0, 64), text.slice(64)], 'text');
  expect(frames.map(({ value }) => value).join('')).toBe(text);
  expect(frames.every(({ raw }) => raw.isWellFormed() && raw.length <= 128)).toBe(true);
});

test('an event without end is refused', () => {
  const reader = createFrameReader('sse', false);
  expect(() => reader.read('x'.repeat(1_100_000))).toThrow('request_too_large');
});
