import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dialectOfFrames } from './frame.ts';
import { createFrameReader, type StreamFormat, writeFrame } from './frames.ts';

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

test('data is text unless it is an object or a list, or the stream is said to be text', () => {
  const values = (isText: boolean) =>
    readAll(['data: 5\n\ndata: {}\n\n'], 'sse', isText).map(({ value }) => value);
  expect(values(true)).toEqual(['5', '{}']);
  expect(values(false)).toEqual(['5', {}]);
});

test('a text before the first event of a dialect does not hide what follows', () => {
  const dialect = dialectOfFrames(undefined);
  const chunk = { choices: [{ index: 0, delta: { content: 'Hello' } }] };
  const stream = `data: start\n\ndata: ${JSON.stringify(chunk)}\n\ndata: ping\n\ndata: [DONE]\n\n`;
  const pieces = readAll([stream], 'sse').map((frame) =>
    dialect.read(frame).map(({ part }) => part),
  );
  expect(pieces).toEqual([['text'], ['choices/0/content'], [], []]);
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
  expect(() => reader.read('x'.repeat(1_100_000))).toThrow('more than 1048576 bytes');
});

test('an event is refused for its length however the stream is cut, after the events before it', () => {
  const stream = `data: {}\n\ndata: ${'x'.repeat(1_048_600)}\n\ndata: {}\n\n`;
  for (const size of [1, 100_000, 1_048_590, stream.length]) {
    const reader = createFrameReader('sse', false);
    const values: unknown[] = [];
    const readOn = () => {
      for (let from = 0; from < stream.length; from += size) {
        for (const { value } of reader.read(stream.slice(from, from + size))) values.push(value);
      }
      for (const { value } of reader.read('', true)) values.push(value);
    };
    expect(readOn).toThrow('more than 1048576 bytes');
    expect(values).toEqual([{}]);
  }
});

test('a long event of many short lines that comes byte by byte is one event', () => {
  const lines = Array.from({ length: 100_000 }, (_, i) => `data: ${i % 10}`);
  const reader = createFrameReader('sse', false);
  const frames = [...`${lines.join('\r\n')}\r\n\r\n`].flatMap((character) =>
    reader.read(character),
  );
  expect(frames).toHaveLength(1);
  expect(String(frames[0]?.value).length).toBe(199_999);
});
