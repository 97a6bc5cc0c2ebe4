import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readEvents, readLines } from './read-stream.ts';
import { streamOf } from './testing/stream-of.ts';

/** A text as bytes, cut at the given places, also in the midst of a character. */
function cut(text: string, places: number[]): ReadableStream<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  const ends = [...new Set(places.map((place) => place % (bytes.length + 1)))].sort(
    (a, b) => a - b,
  );
  return streamOf(
    [...ends, bytes.length].map((end, i) => bytes.slice(i === 0 ? 0 : ends[i - 1], end)),
  );
}

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}

const places = fc.array(fc.nat(), { maxLength: 8 });

test('lines are the same however the network cut them', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.jsonValue()), places, async (values, ends) => {
      // What JSON cannot tell apart, such as -0, is not what this is about.
      const lines = values.map((value) => JSON.stringify(value));
      const text = [...lines, '', ''].join('\r\n');
      const read = await collect(readLines(cut(text, ends)));
      expect(read.map((value) => JSON.stringify(value))).toEqual(
        lines.map((line) => JSON.stringify(JSON.parse(line))),
      );
    }),
  );
});

test('events are the same however the network cut them', async () => {
  const text =
    ': a comment\nevent: score\ndata: {"a":\ndata: "ü€😀"}\n\nid: 7\ndata:1\n\nevent: empty\n\nevent:done\r\ndata: {}\r\n\r\n';
  await fc.assert(
    fc.asyncProperty(places, async (ends) => {
      expect(await collect(readEvents(cut(text, ends)))).toEqual([
        { event: 'score', data: { a: 'ü€😀' } },
        { event: 'message', data: 1 },
        { event: 'done', data: {} },
      ]);
    }),
  );
});

test.each([null, cut('', []), cut('1\n', []), cut('1', [])])(
  'lines without the empty line that ends them are not whole',
  async (body) => {
    await expect(collect(readLines(body))).rejects.toThrow('the stream ended before');
  },
);
