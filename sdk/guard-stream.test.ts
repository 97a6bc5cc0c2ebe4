import type { StreamCheck } from '@assay/schema/guard-stream/stream-guard.ts';
import { fakeGuard } from '@assay/schema/testing/fake-guard.ts';
import { expect, test } from 'vitest';
import { GuardBlockedError, guardStream, ValidationError } from './index.ts';
import { chunksOf } from './read-stream.ts';
import { assayWith, problemAnswer } from './testing/fake-fetch.ts';

type Asked = StreamCheck & Record<string, unknown>;

function guarded() {
  return assayWith((_, init) => Response.json(fakeGuard(askedIn(init))));
}

function askedIn(init: RequestInit | undefined): Asked {
  return JSON.parse(String(init?.body));
}

function sourceOf<Chunk>(...chunks: Chunk[]): ReadableStream<Chunk> {
  return new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  });
}

async function collect<Chunk>(stream: ReadableStream<Chunk>): Promise<Chunk[]> {
  const all: Chunk[] = [];
  for await (const chunk of chunksOf(stream)) all.push(chunk);
  return all;
}

test('a text is redacted while it streams', async () => {
  const { assay, seen } = guarded();
  const stream = guardStream<string>({ assay, policy: 'support@2', store: 'now', holdBack: 10 });
  const source = sourceOf('word '.repeat(20), 'a <se', 'cret> b', ' end'.repeat(20));
  const text = (await collect(source.pipeThrough(stream))).join('');
  expect(text).toBe(`${'word '.repeat(20)}a [SECRET] b${' end'.repeat(20)}`);
  expect(await stream.report).toMatchObject({
    status: 'checked',
    action: 'redact',
    findings: [{ kind: 'secret', start: 102, end: 110 }],
  });
  const asked = seen.map(({ init }) => askedIn(init));
  expect(asked.every(({ policy }) => policy === 'support@2')).toBe(true);
  // Only the verdict on the whole text is stored.
  expect(asked.map(({ store }) => store).slice(0, -1)).toEqual(asked.slice(1).map(() => undefined));
  expect(asked.at(-1)).toMatchObject({ store: 'now', text: expect.stringMatching(/^word.*end$/) });
});

test('chunks of a provider keep their shape', async () => {
  const { assay } = guarded();
  const chunk = (content: string) => ({ id: 'c', choices: [{ index: 0, delta: { content } }] });
  const stream = guardStream<ReturnType<typeof chunk>>({ assay, mode: 'buffer' });
  const out = await collect(sourceOf(chunk('<a'), chunk('>'), chunk('b')).pipeThrough(stream));
  expect(out).toEqual([chunk('[SECRET]'), chunk(''), chunk('b')]);
});

test('a block ends the stream with an error that says what decided', async () => {
  const { assay } = guarded();
  const stream = guardStream<string>({ assay });
  const reading = collect(sourceOf('to the BOMB').pipeThrough(stream));
  const error = await reading.catch((cause: unknown) => cause);
  expect(error).toBeInstanceOf(GuardBlockedError);
  expect(error).toMatchObject({
    code: 'guard_blocked',
    message: 'The guard blocked it by find-bomb.',
    report: { action: 'block' },
  });
  expect(await stream.report).toMatchObject({ action: 'block', decidedBy: 'find-bomb' });
});

test('an outage blocks or lets through, as onError says, and is not_run', async () => {
  const { assay } = assayWith(() => problemAnswer(503, 'storage_unavailable'), { maxRetries: 0 });
  const blocked = guardStream<string>({ assay });
  await expect(collect(sourceOf('text').pipeThrough(blocked))).rejects.toMatchObject({
    code: 'guard_blocked',
    cause: { code: 'storage_unavailable' },
  });
  const open = guardStream<string>({ assay, onError: 'allow' });
  expect(await collect(sourceOf('text').pipeThrough(open))).toEqual(['text']);
  expect(await open.report).toMatchObject({ status: 'not_run', action: 'allow' });
});

test('a mistake in the options is an error, whatever onError says', async () => {
  const { assay } = assayWith(() => problemAnswer(400, 'unknown_policy'));
  const stream = guardStream<string>({ assay, onError: 'allow', policy: 'nowhere' });
  const reading = collect(sourceOf('text').pipeThrough(stream));
  await expect(reading).rejects.toBeInstanceOf(ValidationError);
});

test('observe is refused before any text goes out', async () => {
  const errors = [{ pointer: '/streamed', message: 'cannot be `observed`' }];
  const { assay, seen } = assayWith(() => problemAnswer(400, 'invalid_request', { errors }));
  const stream = guardStream<string>({ assay, mode: 'observe' });
  const out: string[] = [];
  const reading = (async () => {
    for await (const text of chunksOf(sourceOf('text').pipeThrough(stream))) out.push(text);
  })();
  await expect(reading).rejects.toBeInstanceOf(ValidationError);
  expect(out).toEqual([]);
  expect(seen.map(({ init }) => askedIn(init).stage)).toEqual(['output', 'tool-call']);
});

test('a reader that leaves stops the source and the check, and the stream is not_run', async () => {
  let isAborted = false;
  let begin = () => {};
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const { assay } = assayWith(async (index, init) => {
    if (index === 0) return Response.json(fakeGuard(askedIn(init)));
    begin();
    return new Promise<Response>((_, reject) => {
      init?.signal?.addEventListener('abort', () => {
        isAborted = true;
        reject(init.signal?.reason);
      });
    });
  });
  let leave = () => {};
  const left = new Promise<void>((resolve) => {
    leave = resolve;
  });
  const source = new ReadableStream<string>({
    pull: (controller) => controller.enqueue('word '.repeat(100)),
    cancel: () => leave(),
  });
  const stream = guardStream<string>({ assay });
  const reader = source.pipeThrough(stream).getReader();
  const reading = (async () => {
    for (let isDone = false; !isDone; ) isDone = (await reader.read()).done;
  })();
  await begun;
  await reader.cancel();
  await reading;
  expect(await stream.report).toMatchObject({ status: 'not_run' });
  await left;
  expect(isAborted).toBe(true);
});

test('no more is read from the source than is asked for', async () => {
  const { assay } = guarded();
  let pulled = 0;
  const source = new ReadableStream<string>(
    {
      pull(controller) {
        pulled += 1;
        controller.enqueue('x'.repeat(50));
      },
    },
    { highWaterMark: 0 },
  );
  const reader = source.pipeThrough(guardStream<string>({ assay, holdBack: 10 })).getReader();
  for (let i = 0; i < 3; i += 1) await reader.read();
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(pulled).toBeLessThan(12);
  await reader.cancel();
});
