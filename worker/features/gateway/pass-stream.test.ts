import type { GatewayReport } from '@assay/schema/types.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chunkOf, streamStep, USED } from '../../testing/gateway-world.ts';
import { createAssembler } from './assemble.ts';
import { readerOf } from './byte-reader.ts';
import { passStream } from './pass-stream.ts';
import type { StreamStep } from './step.ts';

const encoder = new TextEncoder();

/** Holds each frame until the next, and stops at the word “stop”. */
function holding(): StreamStep {
  let held: Parameters<StreamStep['push']>[0][] = [];
  let isStopped = false;
  return {
    async push(frame) {
      if (frame.raw.includes('stop here')) isStopped = true;
      const out = isStopped ? [] : held;
      held = [frame];
      return out;
    },
    end: async () => held,
    stopped: () => (isStopped ? { code: 'stopped', message: 'It says stop.' } : undefined),
    note: () => undefined,
  };
}

async function passed(parts: readonly Uint8Array[], steps: readonly StreamStep[] = []) {
  const source = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const part of parts) controller.enqueue(part);
      controller.close();
    },
  });
  const assembler = createAssembler('chat/completions');
  const endings: boolean[] = [];
  const stream = passStream(readerOf(source), {
    ...{
      provider: 'local',
      assembler,
      steps,
      hidesUsage: true,
      onSent: () => {},
      onWhole: () => {},
    },
    report: () => ({ requestId: 'req_1' }) as GatewayReport,
    async onEnd({ isFailed }) {
      endings.push(isFailed);
    },
  });
  return { text: await new Response(stream).text(), endings, answer: assembler.answer() };
}

function divided(bytes: Uint8Array, cuts: readonly number[]): Uint8Array[] {
  const places = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b);
  return [0, ...places].map((from, i) => bytes.slice(from, places[i] ?? bytes.length));
}

const text = fc.oneof(
  fc.constantFrom('stop here', 'Grüße 😀', '\n\ndata: x', ''),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
);
const event = fc.oneof(
  { weight: 6, arbitrary: text.map((content) => JSON.stringify(chunkOf({ content }))) },
  { weight: 1, arbitrary: fc.constant(JSON.stringify({ x_unknown: [1, { a: null }] })) },
  { weight: 1, arbitrary: fc.constant(JSON.stringify(USED)) },
  { weight: 1, arbitrary: fc.constant(JSON.stringify({ error: { message: 'No.' } })) },
  { weight: 1, arbitrary: fc.constant('no JSON') },
);
const wire = fc
  .record({
    events: fc.array(event, { maxLength: 8 }),
    lineEnd: fc.constantFrom('\n', '\r\n', '\r'),
    comment: fc.constantFrom('', ': ping'),
    isWhole: fc.boolean(),
  })
  .map(({ events, lineEnd, comment, isWhole }) => {
    const end = isWhole ? [JSON.stringify(chunkOf({}, 'stop')), '[DONE]'] : [];
    const blocks = [...events, ...end].map((data) => `data: ${data}${lineEnd}${lineEnd}`);
    const before = comment === '' ? '' : `${comment}${lineEnd}${lineEnd}`;
    return encoder.encode(before + blocks.join(''));
  });

test.each([
  ['without steps', () => []],
  ['with a step', () => [holding()]],
])('however a stream is divided, the same goes out: %s', async (_, steps) => {
  await fc.assert(
    fc.asyncProperty(wire, fc.array(fc.nat(), { maxLength: 12 }), async (bytes, cuts) => {
      const whole = await passed([bytes], steps());
      expect(await passed(divided(bytes, cuts), steps())).toEqual(whole);
      expect(
        await passed(
          [...bytes].map((byte) => Uint8Array.of(byte)),
          steps(),
        ),
      ).toEqual(whole);
    }),
    { numRuns: 60 },
  );
});

test('a stream either ends as it should, or with an error, and never with both', async () => {
  await fc.assert(
    fc.asyncProperty(wire, async (bytes) => {
      const { text: out, endings } = await passed([bytes]);
      const isDone = out.trimEnd().endsWith('data: [DONE]');
      expect(isDone).not.toBe(out.includes('event: error'));
      expect(endings).toEqual([!isDone]);
    }),
    { numRuns: 100 },
  );
});

test('what came before the end of a connection goes out before the error', async () => {
  const { body } = streamStep([chunkOf({ content: 'Hel' }), chunkOf({ content: 'lo' })]);
  const bytes = encoder.encode(String(body));
  let given = 0;
  const source = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (given >= bytes.length) return controller.error(new Error('reset'));
        controller.enqueue(bytes.slice(given, given + 40));
        given += 40;
      },
    },
    { highWaterMark: 0 },
  );
  const stream = passStream(readerOf(source), {
    ...{ provider: 'local', steps: [], hidesUsage: false, onSent: () => {}, onWhole: () => {} },
    assembler: createAssembler('chat/completions'),
    ...{ report: () => undefined, onEnd: async () => {} },
  });
  const out = await new Response(stream).text();
  expect(out.startsWith(String(body))).toBe(true);
  expect(out).toContain('"code":"provider_answer_cut"');
});

test('an event that is longer than any may be ends the stream with an error', async () => {
  const { text: out } = await passed([encoder.encode(`data: "${'x'.repeat(1_200_000)}`)]);
  expect(out).toContain('"code":"provider_answer_invalid"');
});

test('the source is let go when the reader leaves, and no more is read than is asked for', async () => {
  let pulled = 0;
  let isCancelled = false;
  const source = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        pulled += 1;
        controller.enqueue(
          encoder.encode(`data: ${JSON.stringify(chunkOf({ content: 'x' }))}\n\n`),
        );
      },
      cancel() {
        isCancelled = true;
      },
    },
    { highWaterMark: 0 },
  );
  const endings: boolean[] = [];
  const reader = passStream(readerOf(source), {
    ...{ provider: 'local', steps: [], hidesUsage: false, onSent: () => {}, onWhole: () => {} },
    assembler: createAssembler('chat/completions'),
    report: () => undefined,
    async onEnd({ isFailed }) {
      endings.push(isFailed);
    },
  }).getReader();
  await reader.read();
  await reader.read();
  expect(pulled).toBe(2);
  await reader.cancel();
  expect(isCancelled).toBe(true);
  expect(endings).toEqual([true]);
});
