import type { PipelineContent, StoredVerdict } from '@assay/schema/types.ts';
import { describe, expect, test } from 'vitest';
import {
  chunkOf,
  failure,
  gatewayTo,
  reportOf,
  streamStep,
  USED,
} from '../../testing/gateway-world.ts';
import { giveKey } from '../../testing/keys.ts';
import type { Step } from '../../testing/loopback-judge.ts';
import { MET, stageJudge } from '../../testing/plays.ts';

const messages = [{ role: 'user' as const, content: 'Where is Oslo?' }];
const rubric = { scorer: 'rubric', params: { criterion: 'It is polite.', model: 'judge/j' } };
const FLAGGING = { rules: [{ scorer: rubric, action: 'flag' as const }] };

// A call of a model: 120 tokens in, 30 out.
const WRITER_USD = (120 * 1 + 30 * 2) / 1e6;
const JUDGE_USD = (120 * 10 + 30 * 20) / 1e6;

interface Setting {
  writer: Step[];
  pipeline: Omit<PipelineContent, 'targets'>;
  prices?: object;
}

/** A project with the pipeline `support`, whose models cost something. */
async function world({ writer, pipeline, prices }: Setting) {
  const { key } = await giveKey();
  const [writing, judging] = await Promise.all([stageJudge(...writer), stageJudge(MET)]);
  const gateway = gatewayTo(undefined, {
    key,
    bindings: {
      ASSAY_PROVIDERS: JSON.stringify({
        writer: { baseUrl: writing.baseUrl, isFree: false },
        judge: { baseUrl: judging.baseUrl, isFree: false },
      }),
      ASSAY_PRICES: JSON.stringify({
        'writer/m': { input: 1, output: 2 },
        'judge/j': { input: 10, output: 20 },
        ...prices,
      }),
    },
  });
  const call = (path: string, method: string, body?: object) =>
    gateway.app.fetch(`http://localhost${path}`, {
      method,
      headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
  const targets = [{ name: 'writer', model: 'writer/m' }];
  const made = await call('/v1/pipelines', 'POST', { name: 'support', targets, ...pipeline });
  if (made.status !== 201) throw new Error(await made.text());
  return { ...gateway, call, writing };
}

describe('the cost of an answer', () => {
  test('has the judges of a guard and of the step that scores', async () => {
    const { openai } = await world({
      writer: [{ content: 'In Norway.' }],
      pipeline: {
        guardOutput: { policy: FLAGGING },
        // Another criterion: the judge's answer to the same is cached.
        judge: {
          scorers: [{ ...rubric, params: { ...rubric.params, criterion: 'It is true.' } }],
          when: 'before',
        },
      },
    });
    const asked = openai.chat.completions.create({ model: 'support', messages });
    const { data, response } = await asked.withResponse();
    const report = reportOf(data);
    const judges = 2 * JUDGE_USD;
    expect(report.judgeCostUsd).toBeCloseTo(judges, 10);
    expect(report.costUsd).toBeCloseTo(judges + WRITER_USD, 10);
    expect(report.isCostExact).toBe(true);
    expect(report.usage).toEqual({ inputTokens: 120, outputTokens: 30 });
    expect(Number(response.headers.get('x-assay-cost-usd'))).toBeCloseTo(judges + WRITER_USD, 10);
  });

  test('has those of a stream, in its last chunk', async () => {
    const events = [chunkOf({ role: 'assistant', content: 'In Norway.' }, 'stop'), USED, '[DONE]'];
    const { openai } = await world({
      writer: [streamStep(events)],
      pipeline: { guardOutput: { policy: FLAGGING, stream: 'buffer' } },
    });
    const stream = openai.chat.completions.stream({ model: 'support', messages });
    const report = reportOf(await stream.finalChatCompletion());
    expect(report.costUsd).toBeCloseTo(JUDGE_USD + (11 * 1 + 5 * 2) / 1e6, 10);
  });

  test('has the recognition of an intent', async () => {
    const { openai } = await world({
      writer: [{ content: 'In Norway.' }],
      pipeline: {
        route: {
          intent: { by: 'classify', model: 'judge/j', intents: { a: 'One.', b: 'Two.' } },
          rules: [{ name: 'a', when: { intent: ['a'] }, use: { targets: ['writer'] } }],
        },
      },
    });
    const answer = await openai.chat.completions.create({ model: 'support', messages });
    expect(reportOf(answer).judgeCostUsd).toBeGreaterThan(0);
  });

  test('is not known if the price of a judge is not', async () => {
    const { openai } = await world({
      writer: [{ content: 'In Norway.' }],
      pipeline: {
        judge: {
          scorers: [{ ...rubric, params: { ...rubric.params, model: 'judge/other' } }],
          when: 'before',
        },
      },
    });
    const { data, response } = await openai.chat.completions
      .create({ model: 'support', messages })
      .withResponse();
    expect(reportOf(data)).toMatchObject({ costUsd: null, judgeCostUsd: null, isCostExact: false });
    expect(response.headers.get('x-assay-cost-usd')).toBeNull();
    expect(response.headers.get('x-assay-cost-exact')).toBe('false');
  });
});

describe('what a request says of storing', () => {
  const plain = { writer: [{ content: 'In Norway. Ask maria@posteo.de.' }], pipeline: {} };

  test('holds for its samples, by the field and by headers', async () => {
    const { openai, call } = await world(plain);
    const ask = (assay: object, headers: Record<string, string> = {}) =>
      openai.chat.completions.create({ model: 'support', messages, assay } as never, { headers });
    const idOf = (answer: object) => reportOf(answer).verdictId;
    expect(idOf(await ask({ store: 'none' }))).toBeNull();
    expect(idOf(await ask({}, { 'X-Assay-Store': 'none' }))).toBeNull();
    expect(idOf(await ask({ keep: 'nothing' }))).toBeNull();
    // What the field says is nearer to the request.
    expect(idOf(await ask({ store: 'now' }, { 'X-Assay-Store': 'none' }))).toMatch(/^ver_/);
    const read = async (id: string | null) =>
      (await call(`/v1/verdicts/${id}`, 'GET')).json<StoredVerdict>();
    const now = await read(idOf(await ask({ store: 'now', tags: ['shop'] })));
    expect(now).toMatchObject({
      tags: ['gateway', 'shop'],
      sample: { output: expect.stringMatching(/Norway/) },
    });
    const scores = await read(idOf(await ask({ store: 'now' }, { 'X-Assay-Keep': 'scores' })));
    expect(scores).toMatchObject({ kept: 'scores' });
    expect(JSON.stringify(scores)).not.toContain('Norway');
    const redact = { stored: ['detect-pii'] };
    const redacted = await ask({ store: 'now', redact });
    expect(Object(redacted).choices[0].message.content).toContain('maria@posteo.de');
    expect(JSON.stringify(await read(idOf(redacted)))).not.toContain('maria@');
  });

  test('is refused before a model is asked, if it is more than the project keeps', async () => {
    const { openai, call, writing } = await world(plain);
    await call('/v1/project/data-settings', 'PUT', { keep: 'scores' });
    const cause = await failure(
      openai.chat.completions.create({
        model: 'support',
        messages,
        assay: { keep: 'sample' },
      } as never),
    );
    expect(cause.code).toBe('keep_not_allowed');
    const bad = openai.chat.completions.create(
      { model: 'support', messages },
      { headers: { 'X-Assay-Store': 'later' } },
    );
    expect((await failure(bad)).message).toContain('X-Assay-Store must be one of');
    expect(await writing.heard()).toEqual([]);
  });

  test('each of several choices is a sample', async () => {
    const choices = ['Norway', 'Sweden'].map((content, index) => ({
      ...{ index, message: { role: 'assistant', content }, finish_reason: 'stop' },
    }));
    const body = { id: 'x', choices, usage: { prompt_tokens: 9, completion_tokens: 4 } };
    const { openai, call } = await world({ writer: [{ body }], pipeline: {} });
    const answer = await openai.chat.completions.create({
      ...{ model: 'support', messages, n: 2, assay: { store: 'now' } },
    } as never);
    const report = reportOf(answer);
    const named = Object(report.steps.store).choices;
    expect(named).toMatchObject([{ index: 0, verdictId: report.verdictId }, { index: 1 }]);
    const second = await call(`/v1/verdicts/${named[1].verdictId}`, 'GET');
    const { sample, lineage } = await second.json<StoredVerdict>();
    expect(sample).toMatchObject({ output: 'Sweden', metadata: { choice: 1 } });
    expect(sample?.generation?.usage).toBeUndefined();
    expect(lineage.pipeline).toMatchObject({ name: 'support', version: 1 });
  });

  test('a scored answer is stored with how it was generated', async () => {
    const policy = { rules: [{ scorer: 'detect-pii', action: 'redact' as const }] };
    const { openai, call } = await world({
      ...plain,
      pipeline: {
        guardOutput: { policy },
        judge: { scorers: ['json-valid'], when: 'before' },
      },
    });
    const answer = await openai.chat.completions.create({
      ...{ model: 'support', messages, assay: { store: 'now' } },
    } as never);
    const stored = await call(`/v1/verdicts/${reportOf(answer).verdictId}`, 'GET');
    const { sample, lineage, tags } = await stored.json<StoredVerdict>();
    expect(tags).toEqual(['gateway']);
    expect(sample).toMatchObject({
      output: 'In Norway. Ask [EMAIL].',
      metadata: { modelOutput: 'In Norway. Ask maria@posteo.de.' },
      generation: {
        finishReason: 'stop',
        usage: { inputTokens: 120, outputTokens: 30 },
        latencyMs: expect.any(Number),
        costUsd: expect.closeTo(WRITER_USD, 10),
      },
    });
    expect(lineage.pipeline).toMatchObject({ name: 'support', version: 1 });
  });
});

describe('the daily cap of a project', () => {
  const capped = async () => {
    const made = await world({ writer: [{ content: 'In Norway.' }], pipeline: {} });
    const settings = { allowedModels: null, selfEvaluation: 'warn', dailyCapUsd: 0.01 };
    await made.call('/v1/project/settings', 'PUT', settings);
    const ask = (more: object) =>
      made.openai.chat.completions.create({ model: 'writer/m', messages, ...more } as never);
    return { ...made, ask };
  };

  test.each<[string, object]>([
    ['no limit', {}],
    ['a limit below 0', { max_tokens: -1_000_000 }],
    ['two limits', { max_completion_tokens: 1, max_tokens: 100_000 }],
    ['a limit as a text', { max_tokens: '100000' }],
    ['many choices', { max_tokens: 100, n: 1_000 }],
    ['a large schema', { max_tokens: 1, response_format: { x: 'y'.repeat(20_000) } }],
    [
      'many images',
      { max_tokens: 1, x: Array(9).fill({ type: 'image_url', image_url: { url: 'x' } }) },
    ],
  ])('holds for %s', async (_, more) => {
    const { ask, call, writing } = await capped();
    expect((await failure(ask(more))).code).toBe('budget_exceeded');
    expect(await writing.heard()).toEqual([]);
    const spend = await call('/v1/project/spend', 'GET');
    expect(JSON.stringify(await spend.json())).not.toMatch(/"costUsd":0*[1-9]/);
  });

  test('holds for requests at once, of which each could be the last', async () => {
    const { ask, call } = await capped();
    const asked = Array.from({ length: 12 }, () =>
      ask({ max_tokens: 2_000, n: -5 }).then(
        () => 200,
        (cause) => cause.status,
      ),
    );
    const statuses = await Promise.all(asked);
    expect(new Set(statuses)).toEqual(new Set([200, 429]));
    const spend = await (await call('/v1/project/spend', 'GET')).json<{
      items: { costUsd: number }[];
    }>();
    expect(spend.items[0]?.costUsd).toBeLessThanOrEqual(0.01);
  });
});
