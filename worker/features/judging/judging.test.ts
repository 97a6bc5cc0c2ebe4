import { env } from 'cloudflare:workers';
import type { DailySpend, JsonObject, Sample, Score, Verdict } from '@assay/schema/types.ts';
import { describe, expect, test } from 'vitest';
import { appWith } from '../../testing/app.ts';
import { forgetfulDatabase } from '../../testing/faults.ts';
import { workerWith } from '../../testing/judged-worker.ts';
import { giveKey } from '../../testing/keys.ts';
import { MET, stageJudge, UNMET } from '../../testing/plays.ts';
import { DEVELOPMENT_KEY } from '../auth/development.ts';

const criterion = 'It is polite.';
let count = 0;

/** A sample that no cache knows. */
function sampleOf(more: Partial<Sample> = {}): Sample {
  count += 1;
  return { input: `Question ${count}?`, output: `Good day, number ${count}.`, ...more };
}

function judged(...given: Parameters<typeof workerWith>) {
  const worker = workerWith(...given);
  const verdict = (body: object, key?: string) =>
    worker.askJson<Verdict>('/v1/score', { body, ...(key ? { key } : {}) });
  async function score(
    sample: Sample,
    params: JsonObject = {},
    key?: string,
    more: object = {},
  ): Promise<Score> {
    const scorers = [{ scorer: 'rubric', params: { criterion, ...params } }];
    const [first] = (await verdict({ sample, scorers, ...more }, key)).scores;
    if (first === undefined) throw new Error('there is a score');
    return first;
  }
  return { ...worker, verdict, score };
}

describe('a call', () => {
  test('is told in the score and the verdict, with its model’s own version', async () => {
    const judge = await stageJudge(MET);
    const prices = JSON.stringify({ 'local/judge-1': { input: 10, output: 100 } });
    const providers = JSON.stringify({ house: { baseUrl: judge.baseUrl, isFree: false } });
    const worker = judged(judge, {
      ASSAY_PROVIDERS: providers,
      ASSAY_JUDGE_MODEL: 'house/judge-1',
      ASSAY_PRICES: prices.replace('local', 'house'),
    });
    const scorers = [{ scorer: 'rubric', params: { criterion } }];
    const verdict = await worker.verdict({ sample: sampleOf(), scorers });
    expect(verdict).toMatchObject({
      passed: true,
      usage: { inputTokens: 120, outputTokens: 30 },
      costUsd: 0.0042,
      scores: [
        {
          status: 'scored',
          value: 1,
          costUsd: 0.0042,
          votes: [{ model: 'house/judge-1', modelVersion: 'judge-1-2026-01-01 fp_1' }],
        },
      ],
    });
  });

  test('is retried as the provider asks', async () => {
    const judge = await stageJudge(
      { status: 429, headers: { 'retry-after-ms': '5' } },
      { status: 500 },
      MET,
    );
    expect(await judged(judge).score(sampleOf())).toMatchObject({ status: 'scored', value: 1 });
    expect(await judge.heard()).toHaveLength(3);
  });

  test('is not retried when the wait would outlast the deadline', async () => {
    const judge = await stageJudge({ status: 429, headers: { 'Retry-After': '3600' } });
    expect(await judged(judge).score(sampleOf())).toMatchObject({
      status: 'error',
      passed: null,
      error: { code: 'judge_rate_limited', retryable: true },
    });
    expect(await judge.heard()).toHaveLength(1);
  });

  test('ends with the deadline, in the middle of an answer too', async () => {
    for (const step of [
      { ...MET, delayMs: 5_000 },
      { ...MET, byteDelayMs: 100 },
    ]) {
      const judge = await stageJudge(step);
      const score = await judged(judge).score(sampleOf(), {}, undefined, { deadlineMs: 300 });
      expect(score).toMatchObject({ status: 'error', error: { code: 'judge_timeout' } });
      await expect.poll(async () => (await judge.heard())[0]?.wasAborted).toBe(true);
    }
  });

  test('turns to the fallback, and says so', async () => {
    const judge = await stageJudge({ status: 401 }, MET);
    const worker = judged(judge, { ASSAY_JUDGE_FALLBACK: 'judge-2' });
    expect(await worker.score(sampleOf())).toMatchObject({
      value: 1,
      warnings: ['fallback_used'],
      votes: [{ model: 'local/judge-2' }],
    });
  });

  test('is hedged when asked for, and the first answer counts', async () => {
    const judge = await stageJudge({ ...UNMET, delayMs: 5_000 }, MET);
    const worker = judged(judge, { ASSAY_JUDGE_HEDGE_MS: '50' });
    // Both were sent, and are charged.
    expect(await worker.score(sampleOf())).toMatchObject({
      value: 1,
      usage: { inputTokens: 240, outputTokens: 60 },
    });
  });

  test('that waits for a connection is not hedged for that', async () => {
    const judge = await stageJudge({ ...MET, delayMs: 150 });
    const worker = judged(judge, { ASSAY_JUDGE_HEDGE_MS: '400' });
    await worker.score(sampleOf(), { samples: 20 });
    expect(await judge.heard()).toHaveLength(20);
  });

  test('that was answered with nothing is sent again, without a blank turn', async () => {
    for (const content of ['', ' \n \n']) {
      const judge = await stageJudge({ content }, MET);
      expect(await judged(judge).score(sampleOf())).toMatchObject({ value: 1 });
      const [, second] = await judge.heard();
      const turns: { content: string }[] = second?.body.messages;
      expect(turns.filter((turn) => turn.content.trim() === '')).toEqual([]);
    }
  });

  test('that is answered with nothing twice is an error that says so, and both are charged', async () => {
    const judge = await stageJudge({ content: '' });
    expect(await judged(judge).score(sampleOf())).toMatchObject({
      value: null,
      error: {
        code: 'judge_output_invalid',
        message: 'The answer of the judge local/judge-1 was empty, even after a retry.',
        retryable: true,
      },
    });
    expect(await judge.heard()).toHaveLength(2);
  });

  test('says what the server said, without words of the sample', async () => {
    const message = 'Bad request: the deployment of Zanzibar is paused.';
    const judge = await stageJudge({ status: 400, body: { error: { message } } });
    const score = await judged(judge).score(sampleOf({ output: 'It is warm in Zanzibar.' }));
    expect(score.reason).toBe(
      'local/judge-1: local answered 400. Its message: “Bad request: the deployment of … is paused.”',
    );
  });

  test('is no verdict where the server read a part of the prompt', async () => {
    const usage = { prompt_tokens: 2_050, completion_tokens: 30 };
    const choices = [{ finish_reason: 'stop', message: { content: MET.content } }];
    const judge = await stageJudge({ body: { choices, usage } });
    const output = 'It takes a few words to say all this. '.repeat(2_000);
    expect(await judged(judge).score(sampleOf({ output }))).toMatchObject({
      value: null,
      error: { code: 'judge_prompt_cut', retryable: false },
      usage: { inputTokens: 2_050 },
    });
  });

  test('that comes to nothing leaves the other scores standing', async () => {
    const judge = await stageJudge({ status: 401 });
    const verdict = await judged(judge).verdict({
      sample: sampleOf({ expected: 'x' }),
      scorers: ['levenshtein', { scorer: 'rubric', params: { criterion }, negate: true }],
    });
    expect(verdict.scores).toMatchObject([
      { status: 'scored' },
      { status: 'error', value: null, passed: null, error: { code: 'judge_rejected' } },
    ]);
  });

  test('never has more than six connections open', async () => {
    const judge = await stageJudge({ ...MET, delayMs: 30 });
    const verdict = await judged(judge).verdict({
      sample: sampleOf(),
      scorers: [{ scorer: 'rubric', params: { criterion, samples: 20 } }],
    });
    expect(verdict.scores[0]?.votes).toHaveLength(20);
    expect(await judge.mostOpen()).toBe(6);
  });
});

describe('the cache', () => {
  test('answers what was asked before, at no cost', async () => {
    const judge = await stageJudge(MET);
    const worker = judged(judge);
    const sample = sampleOf();
    expect(await worker.score(sample)).toMatchObject({ cached: false });
    expect(await worker.score(sample)).toMatchObject({
      value: 1,
      cached: true,
      costUsd: 0,
      usage: { inputTokens: 0, outputTokens: 0 },
      votes: [{ cached: true, modelVersion: 'judge-1-2026-01-01 fp_1' }],
    });
    expect(await judge.heard()).toHaveLength(1);
  });

  test('never answers for another sample, parameter, model or project', async () => {
    const judge = await stageJudge(MET);
    const worker = judged(judge);
    const sample = sampleOf();
    const { key } = await giveKey();
    await worker.score(sample);
    await worker.score(sample, {}, key);
    await worker.score({ ...sample, output: `${sample.output} ` });
    await worker.score(sample, { criterion: 'It is short.' });
    await worker.score(sample, { model: 'local/judge-2' });
    await worker.score(sample, { seed: 1 });
    expect(await judge.heard()).toHaveLength(6);
  });

  test('is passed over by "off" and renewed by "refresh"', async () => {
    const judge = await stageJudge(MET, UNMET, UNMET, UNMET);
    const worker = judged(judge);
    const sample = sampleOf();
    await worker.score(sample);
    expect(await worker.score(sample, { cache: 'off' })).toMatchObject({ value: 0, cached: false });
    expect(await worker.score(sample)).toMatchObject({ value: 1, cached: true });
    expect(await worker.score(sample, { cache: 'refresh' })).toMatchObject({ value: 0 });
    expect(await worker.score(sample)).toMatchObject({ value: 0, cached: true });
  });

  test('forgets after its time', async () => {
    const judge = await stageJudge(MET);
    let nowMs = Date.now();
    const worker = judged(judge, { ASSAY_JUDGE_CACHE_DAYS: '1' }, { nowMs: () => nowMs });
    const sample = sampleOf();
    await worker.score(sample);
    nowMs += 86_400_001;
    expect(await worker.score(sample)).toMatchObject({ cached: false });
  });

  test('keeps no failure', async () => {
    const judge = await stageJudge({ content: 'rubbish' }, { content: 'rubbish' }, MET);
    const worker = judged(judge);
    const sample = sampleOf();
    expect(await worker.score(sample)).toMatchObject({ error: { code: 'judge_output_invalid' } });
    expect(await worker.score(sample)).toMatchObject({ status: 'scored', cached: false });
  });

  test('makes one call of identical requests at the same time', async () => {
    const judge = await stageJudge({ ...MET, delayMs: 100 });
    const worker = judged(judge);
    const sample = sampleOf();
    const scores = await Promise.all([1, 2, 3, 4].map(() => worker.score(sample)));
    expect(scores.map(({ value }) => value)).toEqual([1, 1, 1, 1]);
    expect(await judge.heard()).toHaveLength(1);
  });
});

describe('a project', () => {
  async function putSettings(worker: ReturnType<typeof judged>, key: string, settings: object) {
    const body = { allowedModels: null, selfEvaluation: 'warn', dailyCapUsd: null, ...settings };
    const response = await worker.ask('/v1/project/settings', { method: 'PUT', key, body });
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual(body);
  }

  test('that allows some models has nothing sent to others', async () => {
    const judge = await stageJudge(MET);
    const worker = judged(judge);
    const { key } = await giveKey();
    await putSettings(worker, key, { allowedModels: ['house/*', 'local/judge-2'] });
    expect(await worker.score(sampleOf(), {}, key)).toMatchObject({
      status: 'error',
      error: { code: 'judge_model_not_allowed', retryable: false },
    });
    expect(await judge.heard()).toHaveLength(0);
    expect(await worker.score(sampleOf(), { model: 'local/judge-2' }, key)).toMatchObject({
      value: 1,
    });
    expect(await worker.score(sampleOf())).toMatchObject({ value: 1 });
  });

  test('is warned of a model that judges its own family, or refuses it', async () => {
    const judge = await stageJudge(MET);
    const worker = judged(judge, { ASSAY_JUDGE_MODEL: 'gpt-5' });
    const { key } = await giveKey();
    const own = () => sampleOf({ generator: 'azure/gpt-4o-mini' });
    expect(await worker.score(own(), {}, key)).toMatchObject({ warnings: ['self_evaluation'] });
    expect(await worker.score(sampleOf({ generator: 'x/llama-3' }), {}, key)).toMatchObject({
      warnings: [],
    });
    await putSettings(worker, key, { selfEvaluation: 'refuse' });
    expect(await worker.score(own(), {}, key)).toMatchObject({
      error: { code: 'judge_self_evaluation' },
    });
    expect(await judge.heard()).toHaveLength(2);
  });

  test('never passes its daily cap, whatever is asked at once', async () => {
    const judge = await stageJudge(MET);
    const providers = JSON.stringify({ house: { baseUrl: judge.baseUrl, isFree: false } });
    const worker = judged(judge, {
      ASSAY_PROVIDERS: providers,
      ASSAY_JUDGE_MODEL: 'house/judge-1',
      ASSAY_PRICES: JSON.stringify({ 'judge-1': { input: 1, output: 1_000 } }),
    });
    const { key } = await giveKey();
    // A call costs 0.03 and is reserved at about 4.1.
    await putSettings(worker, key, { dailyCapUsd: 9 });
    const scores = await Promise.all(
      Array.from({ length: 5 }, () => worker.score(sampleOf(), {}, key)),
    );
    const refused = scores.filter(({ status }) => status === 'error');
    expect(scores.length - refused.length).toBeGreaterThanOrEqual(2);
    for (const score of refused)
      expect(score).toMatchObject({ error: { code: 'judge_budget_exceeded' } });
    const spend = await (await worker.ask('/v1/project/spend', { key })).json<{
      items: { costUsd: number; calls: number }[];
    }>();
    const calls = (await judge.heard()).length;
    expect(spend.items).toMatchObject([{ calls, costUsd: expect.closeTo(calls * 0.03012) }]);
    // What was reserved and not spent is free again.
    expect(await worker.score(sampleOf(), {}, key)).toMatchObject({ status: 'scored' });
  });

  test('is charged once, when the database does not answer that it was', async () => {
    const judge = await stageJudge(MET);
    const { key } = await giveKey();
    const spendOf = async (worker: ReturnType<typeof judged>) => {
      const { items } = await worker.askJson<{ items: DailySpend[] }>('/v1/project/spend', { key });
      return items;
    };
    for (const [losses, calls] of [
      [1, 1],
      [2, 2],
    ] as const) {
      const DB = forgetfulDatabase(env.DB, { after: 0, losses });
      const worker = judged(judge, { DB });
      expect(await worker.score(sampleOf(), {}, key)).toMatchObject({ status: 'scored' });
      expect(await spendOf(worker)).toMatchObject([{ calls }]);
    }
  });

  test('is charged for what was answered before the caller left, and for no more', async () => {
    const judge = await stageJudge(MET, { ...MET, delayMs: 3_000 });
    const providers = JSON.stringify({ house: { baseUrl: judge.baseUrl, isFree: false } });
    const worker = judged(judge, {
      ASSAY_PROVIDERS: providers,
      ASSAY_JUDGE_MODEL: 'house/judge-1',
      ASSAY_PRICES: JSON.stringify({ 'judge-1': { input: 1, output: 1_000 } }),
    });
    const { key } = await giveKey();
    await putSettings(worker, key, { dailyCapUsd: 90 });
    const caller = new AbortController();
    const scorers = [{ scorer: 'rubric', params: { criterion, samples: 2 } }];
    const asking = worker.ask('/v1/score', {
      ...{ key, signal: caller.signal },
      body: { sample: sampleOf(), scorers, store: 'none' },
    });
    await expect.poll(async () => (await judge.heard()).length).toBe(2);
    await new Promise((resolve) => setTimeout(resolve, 100));
    caller.abort();
    await asking.catch(() => {});
    expect(await worker.askJson('/v1/project/spend', { key })).toMatchObject({
      items: [{ calls: 1, costUsd: expect.closeTo(0.03012) }],
    });
  });

  const HOUSE = {
    ASSAY_JUDGE_MODEL: 'house/judge-1',
    ASSAY_PRICES: JSON.stringify({ 'judge-1': { input: 1, output: 1_000 } }),
  };

  async function pay(...steps: Parameters<typeof stageJudge>) {
    const judge = await stageJudge(...steps);
    const house = { baseUrl: judge.baseUrl, isFree: false };
    const worker = judged(judge, { ...HOUSE, ASSAY_PROVIDERS: JSON.stringify({ house }) });
    const { key } = await giveKey();
    const score = await worker.score(sampleOf(), {}, key);
    const { items } = await worker.askJson<{ items: DailySpend[] }>('/v1/project/spend', { key });
    return { score, spend: items[0] };
  }

  const choices = [{ finish_reason: 'stop', message: { content: MET.content } }];

  test('pays an estimate, and is told so, where the server counts nothing', async () => {
    for (const usage of [undefined, null, { prompt_tokens: 0, completion_tokens: 0 }]) {
      const { score, spend } = await pay({ body: { choices, usage } });
      expect(score).toMatchObject({ value: 1, usageEstimated: true });
      expect(score.usage?.inputTokens).toBeGreaterThan(100);
      expect(score.costUsd).toBeGreaterThan(0.008);
      expect(spend?.costUsd).toBeCloseTo(score.costUsd, 6);
    }
  });

  test('pays what was counted, with no estimate', async () => {
    const { score } = await pay(MET);
    expect(score.costUsd).toBeCloseTo(0.03012);
    expect(score).not.toHaveProperty('usageEstimated');
  });

  test('pays for refusals, which are answers too', async () => {
    const { score, spend } = await pay({
      body: {
        choices: [{ finish_reason: 'stop', message: { content: null, refusal: 'No.' } }],
        usage: { prompt_tokens: 120, completion_tokens: 30 },
      },
    });
    expect(score).toMatchObject({
      error: { code: 'judge_refused' },
      usage: { inputTokens: 120, outputTokens: 30 },
      costUsd: expect.closeTo(0.03012),
    });
    expect(spend).toMatchObject({ calls: 1, costUsd: expect.closeTo(0.03012) });
  });

  test('pays for the judge that refused and for its fallback', async () => {
    const refused = {
      choices: [{ finish_reason: 'SAFETY', message: { content: null } }],
      usage: { prompt_tokens: 100, completion_tokens: 1 },
    };
    const judge = await stageJudge({ body: refused }, MET);
    const worker = judged(judge, { ASSAY_JUDGE_FALLBACK: 'judge-2' });
    expect(await worker.score(sampleOf())).toMatchObject({
      value: 1,
      warnings: ['fallback_used'],
      usage: { inputTokens: 220, outputTokens: 31 },
    });
  });

  test('with a cap is not judged by models without a price', async () => {
    const judge = await stageJudge(MET);
    const providers = JSON.stringify({ house: { baseUrl: judge.baseUrl, isFree: false } });
    const worker = judged(judge, {
      ASSAY_PROVIDERS: providers,
      ASSAY_JUDGE_MODEL: 'house/unheard-of',
    });
    const { key } = await giveKey();
    await putSettings(worker, key, { dailyCapUsd: 9 });
    expect(await worker.score(sampleOf(), {}, key)).toMatchObject({
      error: { code: 'judge_budget_exceeded', message: expect.stringContaining('ASSAY_PRICES') },
    });
  });
});

test('a model of no provider is refused with the providers that there are', async () => {
  const worker = judged(await stageJudge(MET));
  expect(await worker.score(sampleOf(), { model: 'nowhere/x' })).toMatchObject({
    error: { code: 'judge_unknown_model', message: expect.stringContaining('local') },
  });
});

test('no line of the log holds anything of a sample or a judge', async () => {
  const judge = await stageJudge({ status: 400, body: { error: 'SECRETWORD' } });
  const worker = judged(judge);
  await worker.score(sampleOf({ output: 'SECRETWORD is out.' }));
  expect(JSON.stringify(worker.lines)).not.toContain('SECRETWORD');
});

test('embeddings are asked for once a set of texts, and kept', async () => {
  const judge = await stageJudge({});
  const worker = judged(judge, { ASSAY_EMBEDDING_MODEL: 'embedder' });
  const { output = '' } = sampleOf();
  const ask = () =>
    worker.verdict({
      sample: { output, expected: [output, 'x'] },
      scorers: ['embedding-similarity'],
    });
  const first = await ask();
  expect(first.scores).toMatchObject([
    { kind: 'embedding', value: expect.closeTo(1), usage: { inputTokens: 7 }, cached: false },
  ]);
  const second = await ask();
  expect(second.scores).toMatchObject([{ cached: true, usage: { inputTokens: 0 } }]);
  expect(second.scores[0]?.value).toBeCloseTo(first.scores[0]?.value ?? 0, 5);
  expect(await judge.heard()).toHaveLength(1);
});

test('a text that was embedded once is not sent again, in whatever company', async () => {
  const judge = await stageJudge({});
  const worker = judged(judge, { ASSAY_EMBEDDING_MODEL: 'embedder' });
  const { output = '', input = '' } = sampleOf();
  const { key } = await giveKey();
  const ask = (expected: string[], as?: string) =>
    worker.verdict({ sample: { output, expected }, scorers: ['embedding-similarity'] }, as);
  await ask([`${input} One`, `${input} One`]);
  const second = await ask([`${input} Two`, `${input} One`]);
  expect(second.scores).toMatchObject([{ cached: false, usage: { inputTokens: 7 } }]);
  await ask([`${input} Two`]);
  const sent = async () => (await judge.heard()).map(({ body }) => body.input);
  expect(await sent()).toEqual([[output, `${input} One`], [`${input} Two`]]);
  await ask([`${input} Two`], key);
  expect((await sent()).at(-1)).toEqual([output, `${input} Two`]);
});

test('a text that is embedded twice at the same time is sent once', async () => {
  const judge = await stageJudge({ delayMs: 100 });
  const worker = judged(judge, { ASSAY_EMBEDDING_MODEL: 'embedder' });
  const { output = '', input = '' } = sampleOf();
  const verdicts = await Promise.all(
    ['One', 'Two', 'Two'].map((word) =>
      worker.verdict({
        sample: { output, expected: `${input} ${word}` },
        scorers: ['embedding-similarity'],
      }),
    ),
  );
  for (const { scores } of verdicts) expect(scores).toMatchObject([{ status: 'scored' }]);
  const sent = (await judge.heard()).flatMap(({ body }) => body.input);
  expect(sent.toSorted()).toEqual([output, `${input} One`, `${input} Two`].toSorted());
});

test('vectors of a model that was exchanged behind its name are not compared with new ones', async () => {
  const vectors = (...embeddings: number[][]) => ({
    body: { data: embeddings.map((embedding, index) => ({ index, embedding })) },
  });
  const judge = await stageJudge(
    vectors([1, 0], [1, 0]),
    vectors([1, 0, 0]),
    vectors([1, 0, 0], [0, 1, 0]),
  );
  const worker = judged(judge, { ASSAY_EMBEDDING_MODEL: 'embedder' });
  const { output = '', input = '' } = sampleOf();
  const ask = (expected: string) =>
    worker.verdict({ sample: { output, expected }, scorers: ['embedding-similarity'] });
  await ask(`${input} One`);
  expect((await ask(`${input} Two`)).scores).toMatchObject([{ value: 0 }]);
  expect(await judge.heard()).toHaveLength(3);
});

test('Workers AI judges through its binding', async () => {
  const run = async () => ({ response: { reasoning: 'Met.', level: 2 } });
  const worker = appWith({ AI: { run }, ASSAY_JUDGE_MODEL: 'workers-ai/@cf/meta/llama' });
  const response = await worker.fetch('http://localhost/v1/score', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${DEVELOPMENT_KEY}` },
    body: JSON.stringify({
      sample: sampleOf(),
      scorers: [{ scorer: 'rubric', params: { criterion } }],
    }),
  });
  expect(await response.json()).toMatchObject({ scores: [{ value: 1, cached: false }] });
});

test('Workers AI reranks contexts, each once', async () => {
  const asked: string[][] = [];
  const run = async (_model: string, input: object) => {
    const { contexts } = input as { contexts: { text: string }[] };
    asked.push(contexts.map(({ text }) => text));
    return {
      response: contexts.map(({ text }, id) => ({ id, score: text === 'Yes.' ? 40 : -40 })),
    };
  };
  const worker = judged(await stageJudge(MET), {
    AI: { run },
    ASSAY_RERANKING_MODEL: 'workers-ai/@cf/baai/bge-reranker-base',
  });
  const { input } = sampleOf();
  const ask = (contexts: string[]) =>
    worker.verdict({ sample: { input, contexts }, scorers: ['rerank-relevance'] });
  expect((await ask(['Yes.', 'No.'])).scores).toMatchObject([
    { value: 0.5, cached: false, costUsd: expect.any(Number) },
  ]);
  expect((await ask(['No.', 'Yes.', 'Other.'])).scores).toMatchObject([
    { value: expect.closeTo(1 / 3) },
  ]);
  expect(asked).toEqual([['Yes.', 'No.'], ['Other.']]);
});

test('a judge is left when the caller leaves', async () => {
  const judge = await stageJudge({ ...MET, delayMs: 3_000 });
  const caller = new AbortController();
  const asking = workerWith(judge).ask('/v1/score', {
    body: { sample: sampleOf(), scorers: [{ scorer: 'rubric', params: { criterion } }] },
    signal: caller.signal,
  });
  await expect.poll(async () => (await judge.heard()).length).toBe(1);
  caller.abort();
  await expect.poll(async () => (await judge.heard())[0]?.wasAborted).toBe(true);
  await asking.catch(() => {});
});

test('a judge that is moved to another server answers anew, whatever its model is called', async () => {
  const sample = sampleOf();
  const [first, second] = [await stageJudge(MET), await stageJudge(UNMET)];
  expect(await judged(first).score(sample)).toMatchObject({ value: 1, cached: false });
  expect(await judged(second).score(sample)).toMatchObject({ value: 0, cached: false });
  expect(await judged(first).score(sample)).toMatchObject({ value: 1, cached: true });
});

test('credentials and a slash at the end of its address make no server another', async () => {
  const sample = sampleOf();
  const judge = await stageJudge(MET);
  await judged(judge).score(sample);
  const baseUrl = `${judge.baseUrl.replace('://', '://user:secret@')}/`;
  const again = judged(judge, { ASSAY_JUDGE_BASE_URL: baseUrl });
  expect(await again.score(sample)).toMatchObject({ value: 1, cached: true });
});
