import type OpenAI from 'openai';
import { expect, test } from 'vitest';
import type { Env } from '../../../core/env.ts';
import { chunkOf, failure, reportOf, streamStep } from '../../../testing/gateway-world.ts';
import type { Step } from '../../../testing/loopback-judge.ts';
import { pipelineWorld } from '../../../testing/pipeline-world.ts';
import { stageJudge } from '../../../testing/plays.ts';

const messages = [{ role: 'user' as const, content: 'Hi?' }];
const asked = { model: 'support', messages };
const HI: Step = { content: 'Hi!' };
const DOWN: Step = { status: 503, body: { error: { message: 'Down.' } } };
const BUSY: Step = {
  status: 429,
  headers: { 'Retry-After': '0' },
  body: { error: { message: 'Slow.' } },
};

async function askAnd(openai: OpenAI, more: object = {}) {
  const answer = await openai.chat.completions.create({ ...asked, ...more });
  return { text: answer.choices[0]?.message.content, report: reportOf(answer) };
}

test('a target that limits the rate is asked again, and the answer says so', async () => {
  const { openai, calls } = await pipelineWorld({ plays: [[BUSY, HI]], pipeline: {} });
  const { text, report } = await askAnd(openai);
  expect(text).toBe('Hi!');
  expect(report).toMatchObject({ pipeline: 'support@1', model: 'a/m', fallbackRank: 0 });
  expect(report.attempts.map(({ status, code }) => [status, code])).toEqual([
    [429, 'http_429'],
    [200, null],
  ]);
  expect(await calls()).toEqual([2]);
});

test('a wait that is too long is not waited for: the next target is asked, or the caller is told', async () => {
  const busy: Step = { ...BUSY, headers: { 'Retry-After': '60' } };
  const two = await pipelineWorld({ plays: [[busy], [HI]], pipeline: {} });
  expect((await askAnd(two.openai)).report).toMatchObject({ model: 'b/m', fallbackRank: 1 });
  expect(await two.calls()).toEqual([1, 1]);
  const one = await pipelineWorld({ plays: [[busy]], pipeline: {} });
  const error = await failure(one.openai.chat.completions.create(asked));
  expect(error).toMatchObject({ status: 429 });
  expect(error.headers?.get('retry-after')).toBe('60');
});

test('a date in Retry-After is a wait too', async () => {
  const date = new Date(Date.now() - 5_000).toUTCString();
  const busy: Step = { ...BUSY, headers: { 'Retry-After': date } };
  const { openai, calls } = await pipelineWorld({ plays: [[busy, HI]], pipeline: {} });
  expect((await askAnd(openai)).text).toBe('Hi!');
  expect(await calls()).toEqual([2]);
});

test.each<[string, Step]>([
  ['is down', DOWN],
  [
    'does not know the model',
    { status: 404, body: { error: { message: 'No.', code: 'model_not_found' } } },
  ],
  ['rejects the deployment', { status: 401 }],
  ['talks rubbish', { body: '<html>' }],
  ['breaks off', { content: 'Hi!', isCut: true }],
  [
    'has a smaller window',
    { status: 400, body: { error: { message: 'x', code: 'context_length_exceeded' } } },
  ],
])('a target that %s is passed over', async (_, step) => {
  const retry = { attempts: 1 };
  const { openai, calls } = await pipelineWorld({ plays: [[step], [HI]], pipeline: { retry } });
  const { text, report } = await askAnd(openai);
  expect(text).toBe('Hi!');
  expect(report).toMatchObject({ model: 'b/m', fallbackRank: 1 });
  expect(await calls()).toEqual([1, 1]);
});

test('a request that is wrong is not sent to others', async () => {
  const wrong: Step = { status: 400, body: { error: { message: 'Wrong.', param: 'messages' } } };
  const { openai, calls } = await pipelineWorld({ plays: [[wrong], [HI]], pipeline: {} });
  expect(await failure(openai.chat.completions.create(asked))).toMatchObject({
    status: 400,
    param: 'messages',
  });
  expect(await calls()).toEqual([1, 0]);
});

test('if no target answers, the error is that of the first', async () => {
  const plays = [[DOWN], [{ status: 401 }]];
  const { openai, calls } = await pipelineWorld({ plays, pipeline: { retry: { attempts: 1 } } });
  const cause = await failure(openai.chat.completions.create(asked));
  expect(cause).toMatchObject({ status: 503 });
  const header = (name: string) => cause.headers?.get(name);
  expect([header('x-assay-attempts'), header('x-assay-cost-usd')]).toEqual(['2', '0']);
  expect(header('server-timing')).toMatch(/model;dur/);
  expect(await calls()).toEqual([1, 1]);
});

test('a single target has no substitute', async () => {
  const otherwise = { strategy: 'single' as const, targets: ['a'] };
  const { openai, calls } = await pipelineWorld({
    plays: [[DOWN], [HI]],
    pipeline: { otherwise, retry: { attempts: 1 } },
  });
  expect((await failure(openai.chat.completions.create(asked))).status).toBe(503);
  expect(await calls()).toEqual([1, 0]);
});

test('a target that does not begin in time is passed over', async () => {
  const late = { name: 'a', model: 'a/m', timeoutMs: 200 };
  const targets = [late, { name: 'b', model: 'b/m' }];
  const plays = [[{ ...HI, delayMs: 30_000 }], [HI]];
  const { openai } = await pipelineWorld({ plays, pipeline: { targets, retry: { attempts: 1 } } });
  const { report } = await askAnd(openai);
  expect(report.model).toBe('b/m');
  expect(report.attempts[0]).toMatchObject({ status: null, code: 'provider_timeout' });
});

test('a stream that does not begin in time is passed over, and one that has begun may take longer', async () => {
  const plays = [
    [{ ...HI, delayMs: 30_000 }],
    [
      streamStep([chunkOf({ role: 'assistant', content: 'Hi!' }, 'stop'), '[DONE]'], {
        byteDelayMs: 12,
      }),
    ],
  ];
  const limits = { a: 250, b: 2_000 };
  const targets = Object.entries(limits).map(([name, firstByteTimeoutMs]) => ({
    ...{ name, model: `${name}/m`, firstByteTimeoutMs },
  }));
  const { openai } = await pipelineWorld({ plays, pipeline: { targets, retry: { attempts: 1 } } });
  const final = await openai.chat.completions.stream(asked).finalChatCompletion();
  expect(final.choices[0]?.message.content).toBe('Hi!');
  expect(reportOf(final)).toMatchObject({ model: 'b/m', fallbackRank: 1 });
});

test('a hedge asks the next target if the first is late, and lets go of the first', async () => {
  const otherwise = { strategy: 'fallback' as const, targets: ['a', 'b'], hedgeAfterMs: 50 };
  const plays = [[{ ...HI, delayMs: 30_000 }], [HI]];
  const { openai, heard, ended } = await pipelineWorld({ plays, pipeline: { otherwise } });
  const { report } = await askAnd(openai);
  expect(report).toMatchObject({ model: 'b/m', fallbackRank: 1 });
  expect(report.attempts.map(({ code }) => code)).toEqual([null, 'cancelled']);
  await ended();
  await expect.poll(async () => (await heard(0))[0]?.wasAborted).toBe(true);
});

test('a hedge is not needed by a target that is fast', async () => {
  const otherwise = { strategy: 'fallback' as const, targets: ['a', 'b'], hedgeAfterMs: 20_000 };
  const { openai, calls } = await pipelineWorld({ plays: [[HI], [HI]], pipeline: { otherwise } });
  expect((await askAnd(openai)).report.model).toBe('a/m');
  expect(await calls()).toEqual([1, 0]);
});

test('load is shared by weight, and a target that is down leaves its share to others', async () => {
  const targets = [
    { name: 'a', model: 'a/m', weight: 3 },
    { name: 'b', model: 'b/m', weight: 1 },
  ];
  const otherwise = { strategy: 'load-balance' as const, targets: ['a', 'b'] };
  const { openai, calls } = await pipelineWorld({
    plays: [[HI], [HI]],
    pipeline: { targets, otherwise },
  });
  for (let i = 0; i < 40; i += 1) await askAnd(openai);
  const [a = 0, b = 0] = await calls();
  expect(a + b).toBe(40);
  expect(a).toBeGreaterThan(b);
  expect(b).toBeGreaterThan(0);
  const down = await pipelineWorld({
    plays: [[DOWN], [HI]],
    pipeline: { targets, otherwise, retry: { attempts: 1 } },
  });
  for (let i = 0; i < 5; i += 1) expect((await askAnd(down.openai)).report.model).toBe('b/m');
});

test('parameters of a target replace those of the request', async () => {
  const targets = [{ name: 'a', model: 'a/m', parameters: { temperature: 0, seed: 7 } }];
  const { openai, heard } = await pipelineWorld({ plays: [[HI]], pipeline: { targets } });
  await askAnd(openai, { temperature: 1, top_p: 0.5 });
  expect((await heard(0))[0]?.body).toMatchObject({
    model: 'm',
    temperature: 0,
    seed: 7,
    top_p: 0.5,
  });
});

test('equal requests get the answer of the first, if the pipeline caches', async () => {
  const plays = [[HI, { content: 'Another.' }]];
  const { openai, calls, ended } = await pipelineWorld({ plays, pipeline: { cacheSeconds: 60 } });
  expect((await askAnd(openai)).report.isCached).toBe(false);
  await ended();
  const again = await askAnd(openai, { user: 'else' });
  expect(again.text).toBe('Hi!');
  expect(again.report).toMatchObject({ isCached: true, model: 'a/m', attempts: [], costUsd: 0 });
  const streamed = await openai.chat.completions.stream(asked).finalChatCompletion();
  expect(streamed.choices[0]?.message.content).toBe('Hi!');
  expect(await calls()).toEqual([1]);
  expect((await askAnd(openai, { temperature: 0 })).text).toBe('Another.');
});

test('a cached answer is not that of another project, nor kept of a request that is not stored', async () => {
  const provider = await stageJudge(HI);
  const providers = JSON.stringify({ a: { baseUrl: provider.baseUrl, isFree: true } });
  const targets = [{ name: 'a', model: 'a/m' }];
  const pipeline = { cacheSeconds: 60, targets };
  const projects = await Promise.all(
    [1, 2].map(() =>
      pipelineWorld({ plays: [], pipeline, bindings: { ASSAY_PROVIDERS: providers } }),
    ),
  );
  const [one, other] = projects;
  if (one === undefined || other === undefined) throw new Error('two projects');
  const secret = { messages: [{ role: 'user' as const, content: 'Our secret?' }] };
  await askAnd(one.openai, { ...secret, assay: { store: 'none' } });
  await one.ended();
  await askAnd(one.openai, secret);
  await one.ended();
  expect((await askAnd(one.openai, secret)).report.isCached).toBe(true);
  expect((await askAnd(other.openai, secret)).report.isCached).toBe(false);
  expect(await provider.heard()).toHaveLength(3);
});

test('without a cache each request is asked', async () => {
  const { openai, calls, ended } = await pipelineWorld({ plays: [[HI]], pipeline: {} });
  await askAnd(openai);
  await ended();
  await askAnd(openai);
  expect(await calls()).toEqual([2]);
});

test('a Worker behind a service binding is a target like any other', async () => {
  const seen: { url: string; body: unknown; authorization: string | null }[] = [];
  const MODEL = {
    async fetch(url: string, init: RequestInit) {
      const headers = new Headers(init.headers);
      seen.push({
        url,
        body: JSON.parse(String(init.body)),
        authorization: headers.get('authorization'),
      });
      const choices = [
        { index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'Hi!' } },
      ];
      return Response.json({ choices, usage: { prompt_tokens: 1, completion_tokens: 1 } });
    },
  };
  const targets = [{ name: 'own', model: 'binding/MODEL' }];
  const bindings = { ASSAY_BINDINGS: 'MODEL', MODEL } as unknown as Partial<Env>;
  const { openai } = await pipelineWorld({ plays: [[DOWN]], pipeline: { targets }, bindings });
  const { text, report } = await askAnd(openai);
  expect(text).toBe('Hi!');
  expect(report).toMatchObject({ model: 'binding/MODEL', costUsd: 0 });
  expect(seen).toMatchObject([
    {
      url: 'https://model.binding/v1/chat/completions',
      body: { model: 'MODEL' },
      authorization: null,
    },
  ]);
});

test('a caller who leaves stops the call, and pays for what the model may have read', async () => {
  const { openai, heard, ended, app, key } = await pipelineWorld({
    plays: [[{ ...HI, delayMs: 30_000 }]],
    pipeline: {},
  });
  const controller = new AbortController();
  const work = openai.chat.completions.create(asked, { signal: controller.signal });
  await expect.poll(async () => (await heard(0)).length).toBe(1);
  controller.abort();
  await expect(work).rejects.toThrow();
  await expect.poll(async () => (await heard(0))[0]?.wasAborted).toBe(true);
  await ended();
  const spend = await app.fetch('http://localhost/v1/project/judges', {
    headers: { Authorization: `Bearer ${key}` },
  });
  await expect(spend.json()).resolves.toMatchObject({ items: [{ model: 'a/m', errors: 1 }] });
});
