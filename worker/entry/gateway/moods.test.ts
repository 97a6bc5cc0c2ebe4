import OpenAI from 'openai';
import { describe, expect, test } from 'vitest';
import {
  chunkOf,
  failure,
  gatewayOver,
  reportOf,
  streamStep,
  USED,
} from '../../testing/gateway-world.ts';
import type { Step } from '../../testing/loopback-judge.ts';
import { pipelineWorld } from '../../testing/pipeline-world.ts';

// A provider in every bad mood, behind a real server.

const messages = [{ role: 'user' as const, content: 'Say hello.' }];
const asked = { model: 'local/m', messages };
const HI: Step = { content: 'Hi!' };
const SSE = { 'Content-Type': 'text/event-stream' };
const EVENTS = [
  chunkOf({ role: 'assistant', content: 'Grüße, ' }),
  chunkOf({ content: 'Welt 😀' }),
  chunkOf({}, 'stop'),
  USED,
  '[DONE]',
];
const STREAM = streamStep(EVENTS);
const _BYTES = new TextEncoder().encode(String(STREAM.body));

/** What a caller reads of a stream, and the error that it ends with. */
async function readAll(openai: OpenAI, request: object = asked) {
  let text = '';
  let last: object = {};
  try {
    const stream = await openai.chat.completions.create({ ...asked, ...request, stream: true });
    for await (const chunk of stream) {
      last = chunk;
      text += chunk.choices[0]?.delta.content ?? '';
    }
    return { text, last };
  } catch (cause) {
    if (!(cause instanceof OpenAI.APIError)) throw cause;
    return { text, last, cause };
  }
}

describe('slow bytes', () => {
  test('a stream that comes byte by byte is the same stream', async () => {
    const { openai } = await gatewayOver([{ ...STREAM, byteDelayMs: 0 }]);
    const { text, last, cause } = await readAll(openai);
    expect(cause).toBeUndefined();
    expect(text).toBe('Grüße, Welt 😀');
    expect(reportOf(last)).toMatchObject({ usage: { inputTokens: 11 }, isCostExact: true });
  });

  test('an answer that comes byte by byte is the same answer', async () => {
    const { openai } = await gatewayOver([{ content: 'Grüße 😀', byteDelayMs: 0 }]);
    const answer = await openai.chat.completions.create(asked);
    expect(answer.choices[0]?.message.content).toBe('Grüße 😀');
  });

  test.each<[string, Step]>([
    ['before its first byte', { ...STREAM, stallsAt: 0 }],
    ['before it begins', { ...STREAM, delayMs: 2_000 }],
  ])('a stream that stalls %s is asked of the next target', async (_, step) => {
    const late = { name: 'a', model: 'a/m', firstByteTimeoutMs: 300 };
    const targets = [late, { name: 'b', model: 'b/m' }];
    const { openai } = await pipelineWorld({ plays: [[step], [STREAM]], pipeline: { targets } });
    const { text, last } = await readAll(openai, { model: 'support' });
    expect(text).toBe('Grüße, Welt 😀');
    expect(reportOf(last)).toMatchObject({ model: 'b/m', fallbackRank: 1 });
    expect(reportOf(last).attempts[0]).toMatchObject({ code: 'provider_timeout' });
  });

  test('a stream that stalls in the middle ends with an error at its time limit', async () => {
    const targets = [{ name: 'a', model: 'a/m', firstByteTimeoutMs: 2_000, timeoutMs: 2_000 }];
    const plays = [[{ ...STREAM, stallsAt: 200 }]];
    const { openai, heard } = await pipelineWorld({ plays, pipeline: { targets } });
    const { text, cause } = await readAll(openai, { model: 'support' });
    expect(text).toBe('Grüße, ');
    expect(cause?.code).toBe('provider_timeout');
    await expect.poll(async () => (await heard(0))[0]?.wasAborted).toBe(true);
  });

  test('an answer that stalls is a timeout, and the call is cancelled', async () => {
    const targets = [{ name: 'a', model: 'a/m', firstByteTimeoutMs: 300, timeoutMs: 300 }];
    const plays = [[{ ...HI, stallsAt: 20 }]];
    const pipeline = { targets, retry: { attempts: 1 } };
    const { openai, heard } = await pipelineWorld({ plays, pipeline });
    const cause = await failure(openai.chat.completions.create({ ...asked, model: 'support' }));
    expect(cause).toMatchObject({ status: 504, code: 'provider_timeout' });
    await expect.poll(async () => (await heard(0))[0]?.wasAborted).toBe(true);
  });
});

describe('cut streams', () => {
  // Each event is cut at its beginning, in its middle and before its empty line.
  let sent = 0;
  const ends = EVENTS.map((event) => {
    const data = typeof event === 'string' ? event : JSON.stringify(event);
    sent += new TextEncoder().encode(`data: ${data}\n\n`).length;
    return sent;
  });
  const places = ends.flatMap((end, i) => {
    const start = ends[i - 1] ?? 0;
    return [start + 3, Math.floor((start + end) / 2), end - 1];
  });

  test.each(places.map((cutAt) => [cutAt]))(
    'one that is cut at byte %i is never taken for whole',
    async (cutAt) => {
      const { openai, ended } = await gatewayOver([{ ...STREAM, cutAt }]);
      const { text, cause } = await readAll(openai);
      expect('Grüße, Welt 😀'.startsWith(text)).toBe(true);
      // What is missing after the last event with text is only what was used.
      const isWhole = cutAt >= (ends[3] ?? 0);
      if (!isWhole) expect(cause).toBeDefined();
      await ended();
    },
  );

  test('one that is cut before its first event is asked again, as nothing has gone out', async () => {
    const plays = [[{ ...STREAM, cutAt: 0 }, STREAM]];
    const { openai, calls } = await pipelineWorld({ plays, pipeline: {} });
    const { text } = await readAll(openai, { model: 'support' });
    expect(text).toBe('Grüße, Welt 😀');
    expect(await calls()).toEqual([2]);
  });

  test('one without a byte is an error with a status, which clients retry', async () => {
    const { openai } = await gatewayOver([{ headers: SSE, body: '' }]);
    const cause = await failure(openai.chat.completions.create({ ...asked, stream: true }));
    expect(cause).toMatchObject({ status: 502, code: 'provider_answer_cut' });
  });

  test('an answer that is cut is an error', async () => {
    const { openai } = await gatewayOver([{ ...HI, isCut: true }]);
    const cause = await failure(openai.chat.completions.create(asked));
    expect(cause).toMatchObject({ status: 502, code: 'provider_answer_cut' });
  });
});

describe('huge', () => {
  test('an answer that is too large is an error, and is not read to its end', async () => {
    const body = `{"choices":[],"x":"${'y'.repeat(1_000_000)}`;
    const { openai, provider } = await gatewayOver([{ body, isEndless: true }]);
    const cause = await failure(openai.chat.completions.create(asked));
    expect(cause).toMatchObject({ status: 502, code: 'provider_answer_invalid' });
    await expect.poll(async () => (await provider.heard())[0]?.wasAborted).toBe(true);
  });

  test('one event that is too large ends the stream, after what came before it', async () => {
    const large = chunkOf({ content: 'z'.repeat(1_200_000) });
    const { openai } = await gatewayOver([streamStep([EVENTS[0], large, '[DONE]'])]);
    const { text, cause } = await readAll(openai);
    expect(text).toBe('Grüße, ');
    expect(cause?.code).toBe('provider_answer_invalid');
  });

  test('a stream without end is stopped at the limit, and the call is cancelled', async () => {
    const body = `data: ${JSON.stringify(chunkOf({ content: 'z'.repeat(500_000) }))}\n\n`;
    const { openai, provider, ended } = await gatewayOver([
      { headers: SSE, body, isEndless: true },
    ]);
    const { text, cause } = await readAll(openai);
    expect(text.length).toBeLessThanOrEqual(16_777_216);
    expect(cause?.code).toBe('provider_answer_invalid');
    await ended();
    await expect.poll(async () => (await provider.heard())[0]?.wasAborted).toBe(true);
  });
});

describe('rubbish', () => {
  test.each<[string, Step]>([
    ['HTML with 200', { headers: { 'Content-Type': 'text/html' }, body: '<html>Hello</html>' }],
    ['JSON that is cut', { body: '{"choices":[' }],
    ['a JSON list', { body: '[1,2]' }],
    ['nothing', { body: '' }],
    ['bytes that are no text', { body: '\u0000\u0001' }],
  ])('%s is an error, streamed and not', async (_, step) => {
    const { openai } = await gatewayOver([step]);
    const whole = await failure(openai.chat.completions.create(asked));
    expect(whole).toMatchObject({ status: 502, code: 'provider_answer_invalid' });
    const streamed = await failure(openai.chat.completions.create({ ...asked, stream: true }));
    expect(streamed).toMatchObject({ status: 502, code: 'provider_answer_invalid' });
  });

  test('an answer of the wrong content type is read as what it is', async () => {
    const body = {
      id: 'x',
      choices: [{ index: 0, message: { role: 'assistant', content: 'Hi' } }],
    };
    const { openai } = await gatewayOver([{ headers: { 'Content-Type': 'text/plain' }, body }]);
    const answer = await openai.chat.completions.create(asked);
    expect(answer.choices[0]?.message.content).toBe('Hi');
  });

  test('an event that is no JSON ends the stream with an error', async () => {
    const { openai } = await gatewayOver([streamStep([EVENTS[0], '<html>', '[DONE]'])]);
    const { text, cause } = await readAll(openai);
    expect(text).toBe('Grüße, ');
    expect(cause?.code).toBe('provider_answer_invalid');
  });

  test('HTML as a stream of events is an error before anything is sent on', async () => {
    const { openai } = await gatewayOver([{ headers: SSE, body: '<html>\n\n</html>\n\n' }]);
    const { text, cause } = await readAll(openai);
    expect(text).toBe('');
    expect(cause).toBeDefined();
  });
});

describe('limits of rate', () => {
  const busy = (headers: Record<string, string> = {}): Step => ({
    ...{ status: 429, headers },
    body: { error: { message: 'Slow down.', type: 'requests', code: 'rate_limit_exceeded' } },
  });

  test.each<[string, Record<string, string>, string | null]>([
    ['in seconds', { 'Retry-After': '7' }, '7'],
    ['in milliseconds', { 'Retry-After-Ms': '1500' }, '2'],
    ['not at all', {}, null],
    ['wrongly', { 'Retry-After': 'soon' }, null],
  ])('one that says how long to wait %s reaches the caller', async (_, headers, expected) => {
    const { openai } = await gatewayOver([busy(headers)]);
    const cause = await failure(openai.chat.completions.create({ ...asked, stream: true }));
    expect(cause).toBeInstanceOf(OpenAI.RateLimitError);
    expect(cause.code).toBe('rate_limit_exceeded');
    expect(cause.headers?.get('retry-after') ?? null).toBe(expected);
  });

  test('one without Retry-After is asked again after a moment', async () => {
    const { openai, calls } = await pipelineWorld({ plays: [[busy(), HI]], pipeline: {} });
    const answer = await openai.chat.completions.create({ ...asked, model: 'support' });
    expect(reportOf(answer).attempts).toMatchObject([{ status: 429 }, { status: 200 }]);
    expect(await calls()).toEqual([2]);
  });
});

describe('a caller who leaves', () => {
  test('midway cancels the call, and what is known of it is charged', async () => {
    const plays = [[{ ...STREAM, stallsAt: 400 }]];
    const { openai, heard, app, key, ended } = await pipelineWorld({ plays, pipeline: {} });
    const stream = await openai.chat.completions.create({
      ...{ ...asked, model: 'support', stream: true as const },
    });
    for await (const _ of stream) break;
    await ended();
    await expect.poll(async () => (await heard(0))[0]?.wasAborted).toBe(true);
    const headers = { Authorization: `Bearer ${key}` };
    const spend = async () => {
      const answer = await app.fetch('http://localhost/v1/project/spend', { headers });
      return answer.text();
    };
    // It comes with the verdict, through the queue.
    await expect.poll(spend).toMatch(/"inputTokens":[1-9]/);
  });
});
