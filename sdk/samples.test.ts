import { expect, test } from 'vitest';
import { partsOf, type SampleSource } from './samples.ts';
import { streamOf } from './testing/stream-of.ts';

const a = { id: 'a', output: 'ä' };
const b = { id: 'b', output: 'b' };
const texts = [JSON.stringify(a), JSON.stringify(b)];
const bytes = new TextEncoder().encode(texts.join('\n'));

async function collect(source: SampleSource) {
  const parts = [];
  for await (const part of partsOf(source)) parts.push(part);
  return parts;
}

async function* both() {
  yield a;
  yield b;
}

async function* drip() {
  for (const byte of bytes) yield Uint8Array.of(byte);
}

test.each<[string, SampleSource]>([
  ['a list', [a, b]],
  ['a set', new Set([a, b])],
  ['an async iterable', both()],
  ['a stream of samples', streamOf([a, b])],
  ['a stream of bytes', new Blob([bytes]).stream()],
  ['bytes that come one at a time', drip()],
  ['a stream of text', streamOf([texts.join('\n').slice(0, 5), texts.join('\n').slice(5)])],
  ['a file', new Blob([bytes])],
])('samples are read from %s', async (_, source) => {
  const [part, ...rest] = await collect(source);
  expect(rest).toEqual([]);
  expect(part).toMatchObject({ lines: texts, isLast: true, bytes: bytes.length + 1 });
});

test('an empty source is one empty part', async () => {
  expect(await collect([])).toEqual([{ lines: [], bytes: 0, samples: [], isLast: true }]);
});

test('many samples come in parts that each fit a request, read no further than they are sent', async () => {
  let made = 0;
  function* endless() {
    for (;;) {
      made += 1;
      yield { output: 'x'.repeat(100_000) };
    }
  }
  const parts = partsOf(endless());
  const first = (await parts.next()).value;
  expect(first?.bytes).toBeLessThanOrEqual(4_194_304);
  expect(made).toBe((first?.lines.length ?? 0) + 1);
  await parts.return(undefined);

  const large = await collect([{ output: 'x'.repeat(5_000_000) }, b]);
  expect(large.map(({ lines }) => lines.length)).toEqual([1, 1]);

  const many = await collect(Array.from({ length: 45_000 }, () => b));
  expect(many.map(({ lines, isLast }) => [lines.length, isLast])).toEqual([
    [20_000, false],
    [20_000, false],
    [5_000, true],
  ]);
});
