import { expect, test } from 'vitest';
import { ValidationError } from './errors.ts';
import { partsOf, type SampleSource } from './samples.ts';
import { assayWith, problemAnswer } from './testing/fake-fetch.ts';
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

test('a sample that is refused is told by its line in the whole source', async () => {
  let appended = 0;
  const { assay, seen } = assayWith((index) => {
    if (!seen[index]?.url.includes('/samples')) return Response.json({ id: 'bat_1' });
    appended += 1;
    if (appended === 1) return Response.json({ id: 'bat_1' });
    const errors = [
      { pointer: 'line 2 /ouput', message: 'is not a known field' },
      { pointer: 'line 3 /id', message: 'is the same as that of line 1' },
      {
        pointer: 'line 4 /id',
        message: 'is the same as that of line 9 of the batch, sent in an earlier request',
      },
    ];
    return problemAnswer(400, 'invalid_request', { errors });
  });
  const samples = Array.from({ length: 20_010 }, () => a);
  const refused = await assay.batches.create(samples, { suite: 's' }).catch((cause) => cause);
  expect(refused).toBeInstanceOf(ValidationError);
  expect(refused).toMatchObject({ status: 400, requestId: 'req_1' });
  expect(refused.errors).toMatchObject([
    { pointer: 'line 20002 /ouput' },
    { pointer: 'line 20003 /id', message: 'is the same as that of line 20001' },
    { pointer: 'line 20004 /id', message: expect.stringContaining('line 9 of the batch') },
  ]);
  expect(refused.message).toContain('line 20002 /ouput');
});

test('a path instead of samples is told with what reads it', async () => {
  const { assay, seen } = assayWith(() => Response.json({}));
  const path = 'answers.jsonl' as unknown as SampleSource;
  await expect(assay.batches.create(path, { suite: 's' })).rejects.toThrow('createReadStream');
  expect(seen).toEqual([]);
});
