import { env } from 'cloudflare:workers';
import type { PipelineContent } from '@assay/schema/types.ts';
import { expect, test } from 'vitest';
import { createExperimentWorld, experimentOf, says } from '../../../testing/experiment-world.ts';
import { chunkOf, streamStep, USED } from '../../../testing/gateway-world.ts';
import type { Step } from '../../../testing/loopback-judge.ts';
import { stageJudge } from '../../../testing/plays.ts';
import { createPipeline } from '../../gateway/pipelines/pipelines.ts';
import { listCells } from '../find-cells.ts';

const YES = streamStep(
  [
    chunkOf({ role: 'assistant', content: 'y' }),
    chunkOf({ content: 'es' }, 'stop'),
    USED,
    '[DONE]',
  ],
  { byteDelayMs: 0 },
);

/** A world whose provider `paid` plays these steps; it costs a dollar a million tokens. */
async function worldWith(...steps: Step[]) {
  const provider = await stageJudge(...steps);
  const world = createExperimentWorld(() => says('unused'), {
    bindings: {
      // A server of one's own is free unless it is said not to be.
      ASSAY_PROVIDERS: JSON.stringify({ paid: { baseUrl: provider.baseUrl, isFree: false } }),
      ASSAY_PRICES: JSON.stringify({ 'paid/writer-1': { input: 1, output: 1 } }),
    },
  });
  return { ...world, provider };
}

const samples = [{ id: 'a', input: 'Is it so?', expected: 'yes' }];

function asking(target: string) {
  const variant = { name: 'v', target, prompt: 'Q: {{input}}', parameters: { seed: '{{seed}}' } };
  return experimentOf([], { variants: [variant], samples, retry: { attempts: 2 } });
}

test('a model is asked as the variant says, and its answer has cost, tokens and the time of its first part', async () => {
  const world = await worldWith(YES);
  const made = await world.make({ ...asking('paid/writer-1'), seed: 5, repeats: 2 });
  expect(made.estimate.costUsd).toBeGreaterThan(0);
  const ended = await world.runToEnd(made.id);
  expect(ended.counts.scoring).toMatchObject({ total: 2, passed: 2 });
  expect(ended.usage).toEqual({ inputTokens: 22, outputTokens: 10 });
  expect(ended.costUsd).toBeCloseTo(32e-6, 9);
  const heard = await world.provider.heard();
  expect(heard.map(({ body }) => [body.model, body.seed, body.messages])).toEqual([
    ['writer-1', 5, [{ role: 'user', content: 'Q: Is it so?' }]],
    ['writer-1', 6, [{ role: 'user', content: 'Q: Is it so?' }]],
  ]);
  const { items } = await listCells(world.projectId, made.id, {}, world.services);
  expect(items[0]).toMatchObject({ output: 'yes', model: 'paid/writer-1', attempts: 1 });
  expect(items[0]?.firstTokenMs).not.toBeNull();
  // What is tried out is no answer of the application.
  const verdicts = env.DB.prepare('SELECT count(*) AS n FROM verdicts WHERE project_id = ?1');
  expect(await verdicts.bind(world.projectId).first()).toEqual({ n: 0 });
});

test('a model that fails is asked again, and given up by its own error', async () => {
  const down: Step = { status: 503, body: { error: { message: 'Down.' } } };
  const passing = await worldWith(down, YES);
  const first = await passing.make(asking('paid/writer-1'));
  expect((await passing.runToEnd(first.id)).counts).toMatchObject({ generated: 1 });
  const wrong: Step = { status: 400, body: { error: { message: 'Wrong.', code: 'bad_input' } } };
  const refusing = await worldWith(wrong);
  const second = await refusing.make(asking('paid/writer-1'));
  expect((await refusing.runToEnd(second.id)).counts).toMatchObject({ error: 1 });
  expect((await refusing.report(second.id)).variants[0]?.errors).toEqual([
    { code: 'bad_input', count: 1 },
  ]);
  expect((await refusing.provider.heard()).length).toBe(1);
});

test('a pipeline answers with its guards, and its cache does not make repeats equal', async () => {
  const other: Step = { content: 'no' };
  const world = await worldWith(YES, other);
  const content: PipelineContent = {
    targets: [{ name: 'small', model: 'paid/writer-1' }],
    cacheSeconds: 600,
  };
  await createPipeline(world.projectId, { name: 'support', ...content }, world.services);
  const { id } = await world.make({ ...asking('support'), repeats: 2, concurrency: 1 });
  await world.runToEnd(id);
  expect((await world.get(id)).counts.scoring).toMatchObject({ passed: 1, failed: 1 });
});

test('the list of models and the daily cap of the project hold', async () => {
  const world = await worldWith(YES);
  const { projectId, services } = world;
  const put = (settings: object) =>
    services.judging.settingsCache.put(projectId, {
      ...{ allowedModels: null, selfEvaluation: 'warn' as const, dailyCapUsd: null },
      ...settings,
    });
  await put({ allowedModels: ['paid/another'] });
  await expect(world.make(asking('paid/writer-1'))).rejects.toMatchObject({
    errors: [{ pointer: '/variants/0/target', message: expect.stringContaining('not allow') }],
  });
  await put({ dailyCapUsd: 0.000001 });
  const { id } = await world.make(asking('paid/writer-1'));
  expect((await world.runToEnd(id)).counts).toMatchObject({ generated: 0, error: 1 });
  expect((await world.report(id)).variants[0]?.errors).toEqual([
    { code: 'budget_exceeded', count: 1 },
  ]);
  expect(await world.provider.heard()).toEqual([]);
});
