import { LIMITS } from '@assay/schema/limits.ts';
import type { ExperimentInput, WebhookMessage } from '@assay/schema/types.ts';
import { describe, expect, test } from 'vitest';
import { deliverWebhooks } from '../../entry/queue/deliver-webhooks.ts';
import { runExperiments } from '../../entry/queue/run-experiments.ts';
import {
  createExperimentWorld,
  ENDPOINT,
  experimentOf,
  says,
} from '../../testing/experiment-world.ts';
import { listDeliveries } from '../webhooks/list-deliveries.ts';
import { cancelExperiment, deleteExperiment, resumeExperiment } from './control-experiment.ts';
import { estimateExperiment } from './create-experiment.ts';
import { listCells, listRows } from './find-cells.ts';
import { putSecret } from './secrets.ts';

test('each variant answers each sample as often as asked, and every answer is scored', async () => {
  const asked: string[] = [];
  const world = createExperimentWorld(({ input }) => {
    asked.push(input);
    return says(input.startsWith('Briefly') ? 'yes' : 'well, yes');
  });
  const made = await world.make(
    experimentOf(['Briefly: {{input}}', '{{input}}'], { repeats: 3, name: 'two prompts' }),
  );
  expect(made).toMatchObject({ status: 'generating', samples: 5, repeats: 3, name: 'two prompts' });
  expect(made.counts).toMatchObject({ total: 30, pending: 30 });
  const ended = await world.runToEnd(made.id);
  expect(ended).toMatchObject({ status: 'completed', costUsd: 0 });
  expect(ended.counts).toMatchObject({ generated: 30, error: 0, pending: 0 });
  expect(ended.counts.scoring).toMatchObject({ total: 30, passed: 15, failed: 15 });
  expect(asked.length).toBe(30);
  expect(new Set(asked)).toEqual(
    new Set([0, 1, 2, 3, 4].flatMap((i) => [`Briefly: question ${i}`, `question ${i}`])),
  );

  const report = await world.report(made.id);
  expect(report.variants.map(({ variant, scorers }) => [variant, scorers[0]?.mean?.value])).toEqual(
    [
      ['v0', 1],
      ['v1', 0],
    ],
  );
  expect(report.variants[0]?.sameText?.value).toBe(1);
  expect(report.pairs.find(({ scorer }) => scorer === null)).toMatchObject({
    ...{ first: 'v0', second: 'v1', samples: 5 },
    difference: { value: 1 },
  });

  const rows = await listRows(world.projectId, made.id, { limit: 2 }, world.services);
  expect(rows.nextCursor).toBe('2');
  expect(rows.items[0]).toMatchObject({
    ...{ sampleId: 's0', input: 'question 0' },
    cells: [
      { variant: 'v0', answered: 3, passed: 3, value: 1, output: 'yes' },
      { variant: 'v1', answered: 3, passed: 0, value: 0, output: 'well, yes' },
    ],
  });
  const filter = { variant: 'v1', sampleId: 's3', include: 'sample' as const };
  const cells = await listCells(world.projectId, made.id, filter, world.services);
  expect(cells.items.length).toBe(3);
  expect(cells.items[1]).toMatchObject({
    ...{ variant: 'v1', sampleId: 's3', repeat: 1, output: 'well, yes', attempts: 1 },
    ...{ verdict: { passed: false }, sample: { input: 'question 3', expected: 'yes' } },
  });
});

test('a target that fails is an error of its cell and no score; resuming asks for that one alone', async () => {
  let isDown = true;
  const asked: string[] = [];
  const world = createExperimentWorld(({ input }) => {
    asked.push(input);
    return isDown && input === 'question 2' ? new Response('no', { status: 400 }) : says('yes');
  });
  const { id } = await world.make(experimentOf(['{{input}}']));
  const ended = await world.runToEnd(id);
  expect(ended.counts).toMatchObject({ generated: 4, error: 1 });
  const report = await world.report(id);
  expect(report.variants[0]).toMatchObject({ error: 1, errors: [{ code: 'http_400', count: 1 }] });
  expect(report.variants[0]?.scorers[0]).toMatchObject({ scored: 4, mean: { value: 1 } });
  isDown = false;
  asked.length = 0;
  await resumeExperiment(world.projectId, id, {}, world.services);
  const again = await world.runToEnd(id);
  expect(asked).toEqual(['question 2']);
  expect(again.counts).toMatchObject({ generated: 5, error: 0, scoring: { total: 5, passed: 5 } });
  expect(again.batches.length).toBe(2);
  expect((await world.report(id)).variants[0]?.scorers[0]).toMatchObject({ scored: 5 });
});

test('a target that limits the rate is waited for, and nothing is lost', async () => {
  let refusals = 0;
  const world = createExperimentWorld(() => {
    if (refusals >= 3) return says('yes');
    refusals += 1;
    return new Response('slow', { status: 429, headers: { 'Retry-After': '120' } });
  });
  const { id } = await world.make(experimentOf(['{{input}}'], { concurrency: 1 }));
  const ended = await world.runToEnd(id);
  expect(ended.counts).toMatchObject({ generated: 5, error: 0 });
});

test('a target that is down for a moment is asked again, and one that stays down is given up', async () => {
  const tries = new Map<string, number>();
  const world = createExperimentWorld(({ input }) => {
    const nth = (tries.get(input) ?? 0) + 1;
    tries.set(input, nth);
    if (input === 'question 1') return new Response('down', { status: 503 });
    return nth < 2 ? new Response('down', { status: 503 }) : says('yes');
  });
  const { id } = await world.make(experimentOf(['{{input}}'], { retry: { attempts: 2 } }));
  const ended = await world.runToEnd(id);
  expect(ended.counts).toMatchObject({ generated: 4, error: 1 });
  expect([...tries.values()]).toEqual([2, 2, 2, 2, 2]);
});

describe('an endpoint', () => {
  test('is asked as its templates say, with secrets that nothing returns', async () => {
    const requests: { headers: Headers; body: unknown }[] = [];
    const world = createExperimentWorld(async (_, request) => {
      requests.push({ headers: request.headers, body: await request.json() });
      return Response.json({
        choices: [{ text: 'yes' }],
        found: ['A fact.', { id: 'd2', text: 'Another.' }],
        meta: { cost: 0.002, in: 12, out: 3, model: 'mine-2' },
      });
    });
    const secret = { value: 'hush-hush', hosts: [new URL(ENDPOINT).host] };
    await putSecret(world.projectId, 'APP_KEY', secret, world.services);
    const target = {
      url: ENDPOINT,
      headers: { Authorization: 'Bearer {{secrets.APP_KEY}}' },
      body: { ask: '{{prompt}}', tone: '{{tone}}', n: '{{seed}}' },
      response: {
        ...{ output: '/choices/0/text', contexts: '/found', costUsd: '/meta/cost' },
        ...{ inputTokens: '/meta/in', outputTokens: '/meta/out', model: '/meta/model' },
      },
    };
    const { id } = await world.make(
      experimentOf([], {
        variants: [{ name: 'app', target, prompt: 'Q: {{input}}', variables: { tone: 'kind' } }],
        samples: [{ id: 'a', input: 'Is it so?', expected: 'yes' }],
        seed: 41,
        repeats: 2,
      }),
    );
    const ended = await world.runToEnd(id);
    expect(ended).toMatchObject({ costUsd: 0.004, usage: { inputTokens: 24, outputTokens: 6 } });
    expect(requests.map(({ headers }) => headers.get('authorization'))).toEqual([
      'Bearer hush-hush',
      'Bearer hush-hush',
    ]);
    expect(requests.map(({ body }) => body)).toEqual([
      { ask: 'Q: Is it so?', tone: 'kind', n: 41 },
      { ask: 'Q: Is it so?', tone: 'kind', n: 42 },
    ]);
    expect(JSON.stringify(ended)).not.toContain('hush');
    const cells = await listCells(world.projectId, id, { include: 'sample' }, world.services);
    expect(cells.items[0]?.sample).toMatchObject({
      ...{ generator: 'mine-2', contexts: ['A fact.', { id: 'd2', text: 'Another.' }] },
      generation: { costUsd: 0.002, usage: { inputTokens: 12, outputTokens: 3 } },
    });
  });

  test('may stream events or text, of which the first part is timed', async () => {
    const parts = ['data: {"delta":"y"}\n\n', 'data: {"delta":"es"}\n\n', 'data: [DONE]\n\n'];
    const world = createExperimentWorld(
      ({ input }) =>
        new Response(input.startsWith('text') ? 'yes' : parts.join(''), {
          headers: { 'Content-Type': 'text/event-stream' },
        }),
    );
    const variants = [
      {
        ...{ name: 'events', prompt: '{{input}}' },
        target: { url: ENDPOINT, response: { format: 'events' as const, output: '/delta' } },
      },
      {
        ...{ name: 'text', prompt: 'text {{input}}' },
        target: { url: ENDPOINT, response: { format: 'text' as const } },
      },
    ];
    const { id } = await world.make(experimentOf([], { variants }));
    expect((await world.runToEnd(id)).counts.scoring).toMatchObject({ passed: 10 });
    const report = await world.report(id);
    expect(report.variants.map(({ firstTokenMs }) => firstTokenMs !== null)).toEqual([true, true]);
  });

  test.each([
    ['a private address', { url: 'https://10.0.0.1/x' }, '/variants/0/target/url'],
    ['plain HTTP', { url: 'http://example.com/x' }, '/variants/0/target/url'],
    [
      'a secret that is not there',
      { url: ENDPOINT, headers: { 'X-Key': '{{secrets.NONE}}' } },
      '/variants/0/target',
    ],
    ['a pipeline that is not there', 'nowhere', '/variants/0/target'],
    ['a provider that is not configured', 'nobody/model', '/variants/0/target'],
  ])('is refused before anything runs: %s', async (_, target, pointer) => {
    const world = createExperimentWorld(() => says('yes'));
    const variants = [{ name: 'app', target }];
    await expect(world.make(experimentOf([], { variants }))).rejects.toMatchObject({
      ...{ code: 'invalid_request', errors: [{ pointer }] },
    });
  });

  test.each([
    [
      'a name that is misspelt in its body',
      { target: { url: ENDPOINT, body: { a: ['{{promt}}'] } } },
      '/variants/0/target/body/a/0',
      'Did you mean {{prompt}}?',
    ],
    [
      'a name that only some samples have, in a header',
      { target: { url: ENDPOINT, headers: { 'X-City': '{{city}}' } } },
      '/variants/0/target/headers/X-City',
      'no value for sample "b"',
    ],
    [
      'a brace that ends nothing',
      { target: { url: ENDPOINT, body: { ask: '{{prompt}' } } },
      '/variants/0/target/body/ask',
      'without a name',
    ],
    ['a name of its prompt', { prompt: '{{question}}' }, '/variants/0/prompt', '`variables`'],
    [
      'a secret in a prompt',
      { prompt: '{{secrets.APP_KEY}}' },
      '/variants/0/prompt',
      'only in headers and bodies',
    ],
    [
      'a name of its parameters',
      { parameters: { user: '{{user}}' } },
      '/variants/0/parameters/user',
      'known here: city, input',
    ],
  ])(
    'that could not be asked is refused before anything runs: %s',
    async (_, given, pointer, message) => {
      const world = createExperimentWorld(() => says('yes'));
      const samples = [
        { id: 'a', input: 'x', metadata: { city: 'Rome' } },
        { id: 'b', input: 'y' },
      ];
      const variants = [{ name: 'app', target: { url: ENDPOINT }, ...given }];
      await expect(world.make(experimentOf([], { variants, samples }))).rejects.toMatchObject({
        errors: [{ pointer, message: expect.stringContaining(message) }],
      });
    },
  );

  test('names each of its templates in one answer', async () => {
    const world = createExperimentWorld(() => says('yes'));
    const body = { one: '{{one}}', two: '{{two}}' };
    const variants = [{ name: 'app', target: { url: ENDPOINT, body } }];
    await expect(world.make(experimentOf([], { variants }))).rejects.toMatchObject({
      errors: [
        { pointer: '/variants/0/target/body/one' },
        { pointer: '/variants/0/target/body/two' },
      ],
    });
  });

  test('is not sent a secret that is for another host', async () => {
    const world = createExperimentWorld(() => says('yes'));
    const target = { url: ENDPOINT, headers: { 'X-Key': '{{secrets.APP_KEY}}' } };
    const save = (hosts: string[]) =>
      putSecret(world.projectId, 'APP_KEY', { value: 'hush', hosts }, world.services);
    await save(['elsewhere.example.com']);
    const variants = [{ name: 'app', target }];
    await expect(world.make(experimentOf([], { variants }))).rejects.toMatchObject({
      ...{ code: 'invalid_request', errors: [{ pointer: '/variants/0/target/url' }] },
    });
    await save([new URL(ENDPOINT).host]);
    const { id } = await world.make(experimentOf([], { variants }));
    // What an administrator takes back is not sent by what waits to run.
    await save(['elsewhere.example.com']);
    expect((await world.runToEnd(id)).counts).toMatchObject({ generated: 0 });
  });

  test.each([
    ['redirects', () => Response.redirect('https://example.com', 302), 'http_302'],
    [
      'says nothing where it should',
      () => Response.json({ answer: 'yes' }),
      'endpoint_answer_invalid',
    ],
    ['sends no JSON', () => new Response('<html>'), 'endpoint_answer_invalid'],
    ['sends too much', () => new Response('x'.repeat(1_100_000)), 'endpoint_answer_invalid'],
    [
      'refuses the connection',
      () => Promise.reject(new TypeError('refused')),
      'endpoint_unreachable',
    ],
  ])('that %s is an error of the cell', async (_, answer, code) => {
    const world = createExperimentWorld(answer);
    const samples = [{ id: 'a', input: 'x' }];
    const { id } = await world.make(
      experimentOf(['{{input}}'], { samples, retry: { attempts: 1 } }),
    );
    expect((await world.runToEnd(id)).counts).toMatchObject({ generated: 0, error: 1 });
    expect((await world.report(id)).variants[0]?.errors).toEqual([{ code, count: 1 }]);
  });
});

test('each completion is told to the webhook, and its delivery is listed', async () => {
  const received: string[] = [];
  const url = 'https://hooks.example.com/assay';
  const world = createExperimentWorld(() => says('yes'), {
    outside: {
      async fetch(input, init) {
        const request = new Request(input, init);
        if (request.url !== url) return says('yes');
        received.push((await request.json<WebhookMessage>()).type);
        return new Response('thanks');
      },
    },
  });
  const { id } = await world.make(experimentOf(['{{input}}'], { webhook: { url } }));
  await world.runToEnd(id);
  await world.webhooks.deliver(0, (batch) => deliverWebhooks(batch, world.services));
  expect(received).toEqual(['experiment.completed']);
  const { items } = await listDeliveries(world.projectId, id, world.services);
  expect(items).toMatchObject([{ url, status: 'delivered', answers: [{ status: 200 }] }]);
});

test('generation stops before it costs more than it may, and goes on with a higher limit', async () => {
  let calls = 0;
  const world = createExperimentWorld(() => {
    calls += 1;
    return Response.json({ output: 'yes', cost: 0.1 });
  });
  const target = { url: ENDPOINT, response: { costUsd: '/cost' } };
  const { id } = await world.make(
    experimentOf([], {
      variants: [{ name: 'v', target, prompt: '{{input}}' }],
      ...{ repeats: 4, maxCostUsd: 0.55, concurrency: 1 },
    }),
  );
  const ended = await world.runToEnd(id);
  expect(ended.costUsd).toBeLessThanOrEqual(0.55);
  expect(ended.counts.generated).toBe(5);
  expect((await world.report(id)).variants[0]?.errors).toEqual([
    { code: 'experiment_cost_capped', count: 15 },
  ]);
  await resumeExperiment(world.projectId, id, { maxCostUsd: 10 }, world.services);
  expect((await world.runToEnd(id)).counts).toMatchObject({ generated: 20, error: 0 });
  expect(calls).toBe(20);
});

test('what answers cost that nothing can score counts towards the limit, also when it resumes', async () => {
  let calls = 0;
  const world = createExperimentWorld(() => {
    calls += 1;
    return Response.json({ output: 'yes', found: Array(LIMITS.contexts + 1).fill('x'), cost: 0.1 });
  });
  const target = { url: ENDPOINT, response: { costUsd: '/cost', contexts: '/found' } };
  const { id } = await world.make(
    experimentOf([], {
      variants: [{ name: 'v', target, prompt: '{{input}}' }],
      ...{ maxCostUsd: 0.95, concurrency: 1 },
    }),
  );
  expect(await world.runToEnd(id)).toMatchObject({ counts: { error: 5 } });
  expect((await world.get(id)).costUsd).toBeCloseTo(0.5, 9);
  for (const _ of [1, 2, 3]) {
    await resumeExperiment(world.projectId, id, {}, world.services);
    await world.runToEnd(id);
  }
  expect((await world.get(id)).costUsd).toBeCloseTo(0.1 * calls, 9);
  expect(calls).toBeLessThanOrEqual(10);
});

describe('requests at the same time', () => {
  const TOO_MANY = { code: 'quota_exceeded' };
  const refused = (outcomes: readonly PromiseSettledResult<unknown>[]) =>
    outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));

  test('make no more experiments than a project may have, and store nothing of the others', async () => {
    const world = createExperimentWorld(() => says('yes'), {
      bindings: { ASSAY_BATCH_QUOTA: '2' },
    });
    const input = experimentOf(['{{input}}']);
    const outcomes = await Promise.allSettled(Array.from({ length: 6 }, () => world.make(input)));
    const problems = refused(outcomes);
    expect(problems).toHaveLength(4);
    for (const problem of problems) expect(problem).toMatchObject(TOO_MANY);
    const { experiments } = world.services;
    expect(await experiments.load(world.projectId)).toEqual({ experiments: 2, cells: 10 });
  });

  test('resume no more than that either', async () => {
    const world = createExperimentWorld(() => says('yes'), {
      bindings: { ASSAY_BATCH_QUOTA: '2' },
    });
    const { projectId, services } = world;
    const input = experimentOf(['{{input}}']);
    const ended: string[] = [];
    for (let i = 0; i < 4; i += 1) {
      const { id } = await world.make(input);
      await cancelExperiment(projectId, id, services);
      ended.push(id);
    }
    const outcomes = await Promise.allSettled(
      ended.map((id) => resumeExperiment(projectId, id, {}, services)),
    );
    expect(refused(outcomes)).toMatchObject([TOO_MANY, TOO_MANY]);
    expect(await services.experiments.load(projectId)).toEqual({ experiments: 2, cells: 10 });
    const [first = ''] = ended.filter((_, i) => outcomes[i]?.status === 'fulfilled');
    await expect(resumeExperiment(projectId, first, {}, services)).rejects.toMatchObject({
      code: 'experiment_not_ended',
    });
  });

  test('count the cells as well', async () => {
    const world = createExperimentWorld(() => says('yes'), {
      bindings: { ASSAY_SAMPLE_QUOTA: '12' },
    });
    const input = experimentOf(['{{input}}']);
    const outcomes = await Promise.allSettled(Array.from({ length: 4 }, () => world.make(input)));
    expect(refused(outcomes)).toMatchObject([TOO_MANY, TOO_MANY]);
  });
});

test('one that is cancelled asks no more, and one that is deleted leaves nothing', async () => {
  let calls = 0;
  const world = createExperimentWorld(() => {
    calls += 1;
    return says('yes');
  });
  const { id } = await world.make(experimentOf(['{{input}}']));
  const cancelled = await cancelExperiment(world.projectId, id, world.services);
  expect(cancelled.status).toBe('cancelled');
  for (const _ of [...world.steps.messages]) await world.runToEnd(id);
  expect(calls).toBe(0);
  await resumeExperiment(world.projectId, id, {}, world.services);
  expect((await world.runToEnd(id)).counts).toMatchObject({ generated: 5 });
  await deleteExperiment(world.projectId, id, world.services);
  await expect(world.get(id)).rejects.toMatchObject({ code: 'experiment_not_found' });
  const { DB } = await import('cloudflare:workers').then(({ env }) => env);
  for (const table of ['experiment_cells', 'experiment_samples', 'experiment_parts']) {
    const left = await DB.prepare(`SELECT count(*) AS n FROM ${table} WHERE experiment_id = ?1`)
      .bind(id)
      .first<{ n: number }>();
    expect(left?.n).toBe(0);
  }
});

test('repeats are compared by meaning where a scorer for that is named', async () => {
  let nth = 0;
  const world = createExperimentWorld(({ input }) => {
    nth += 1;
    return says(input === 'question 0' ? `yes ${'!'.repeat(nth % 3)}` : nth % 2 ? 'YES' : 'yes');
  });
  const { id } = await world.make(
    experimentOf(['{{input}}'], {
      repeats: 3,
      agreement: { scorer: 'exact-match', params: { caseSensitive: false } },
    }),
  );
  const ended = await world.runToEnd(id);
  expect(ended.status).toBe('completed');
  const [report] = (await world.report(id)).variants;
  expect(report?.sameText?.value).toBe(0);
  expect(report?.sameMeaning?.value).toBeCloseTo(0.8, 9);
});

test('answers are scored while others are still asked for', async () => {
  const world = createExperimentWorld(() => says('yes'));
  const samples = Array.from({ length: 250 }, (_, i) => ({ input: `${i}`, expected: 'yes' }));
  const { id } = await world.make(experimentOf(['{{input}}'], { samples, concurrency: 4 }));
  const turn = () => world.steps.deliver(0, (batch) => runExperiments(batch, world.services));
  await turn();
  await turn();
  const { status, batches, counts } = await world.get(id);
  expect({ status, batches: batches.length }).toEqual({ status: 'generating', batches: 1 });
  expect(counts).toMatchObject({ generated: 200, scoring: { total: 100 } });
  const ended = await world.runToEnd(id);
  expect(ended.status).toBe('completed');
  expect(ended.counts.scoring).toMatchObject({ total: 250, passed: 250 });
  expect((await world.report(id)).variants[0]?.scorers[0]).toMatchObject({ scored: 250 });
});

test('a placeholder that is not closed is refused, and other braces are sent as they are', async () => {
  const asked: string[] = [];
  const world = createExperimentWorld(({ input }) => {
    asked.push(input);
    return says('yes');
  });
  await expect(world.make(experimentOf(['Briefly: {{input}']))).rejects.toMatchObject({
    ...{ code: 'invalid_request' },
    errors: [
      {
        pointer: '/variants/0/prompt',
        message: expect.stringContaining(
          'has {{input without }}: write a placeholder as {{input}}',
        ),
      },
    ],
  });
  const { id } = await world.make(experimentOf(['{{"input": 1}} {{}} {{input}}']));
  await world.runToEnd(id);
  expect(asked).toContain('{{"input": 1}} {{}} question 0');
});

test('a template that makes a huge request of a sample is refused before it is filled in', async () => {
  const world = createExperimentWorld(() => says('yes'));
  const samples = [{ id: 'long', input: 'x'.repeat(200_000), expected: 'yes' }];
  const made = (prompt: string, given: Partial<ExperimentInput> = {}) =>
    world.make(experimentOf([prompt], { samples, ...given }));
  const refused = (pointer: string) => ({
    ...{ code: 'invalid_request' },
    errors: [{ pointer, message: expect.stringContaining('of sample "long", more than 4194304') }],
  });
  const many = '{{input}}'.repeat(25_000);
  await expect(made(many)).rejects.toMatchObject(refused('/variants/0/prompt'));
  const body = { question: '{{prompt}}'.repeat(30) };
  const variants = [{ name: 'v', target: { url: ENDPOINT, body }, prompt: '{{input}}' }];
  await expect(made('', { variants })).rejects.toMatchObject(
    refused('/variants/0/target/body/question'),
  );
  expect(await made('{{input}} {{input}}')).toMatchObject({ status: 'generating' });
});

test('requests that are too much together are refused', async () => {
  const world = createExperimentWorld(() => says('yes'));
  const samples = Array.from({ length: 300 }, (_, i) => ({ input: `${i}`, expected: 'yes' }));
  const long = `${'x'.repeat(250_000)} {{input}}`;
  const prompts = Array.from({ length: 15 }, () => long);
  await expect(world.make(experimentOf(prompts, { samples }))).rejects.toMatchObject({
    ...{ code: 'invalid_request' },
    errors: [{ pointer: '/variants', message: expect.stringContaining('characters together') }],
  });
});

test('an estimate stores nothing, and names a variable that has no value', async () => {
  const world = createExperimentWorld(() => says('yes'));
  const input = experimentOf(['{{input}}', 'In {{language}}: {{input}}'], { repeats: 4 });
  await expect(estimateExperiment(world.projectId, input, world.services)).rejects.toMatchObject({
    errors: [{ message: expect.stringContaining('language') }],
  });
  const samples = [{ input: 'Hi', metadata: { language: 'German' } }];
  const estimate = await estimateExperiment(world.projectId, { ...input, samples }, world.services);
  expect(estimate).toMatchObject({ cells: 8, costUsd: 0 });
  expect(await world.services.experiments.load(world.projectId)).toEqual({
    experiments: 0,
    cells: 0,
  });
});

test('what an endpoint costs is unknown until it says so, and nothing if it never does', async () => {
  const world = createExperimentWorld(() => says('yes'));
  const input = experimentOf(['{{input}}', '{{input}}']);
  const [first, second] = input.variants;
  if (first === undefined || second === undefined) throw new Error('two variants');
  const target = { url: ENDPOINT, response: { output: '/output', costUsd: '/cost' } };
  const variants = [{ ...first, target }, second];
  const estimate = await estimateExperiment(
    world.projectId,
    { ...input, variants },
    world.services,
  );
  expect(estimate.costUsd).toBeNull();
  expect(estimate.variants.map(({ costUsd }) => costUsd)).toEqual([null, 0]);
  expect(estimate.notes.join('\n')).toContain('is not known before they answer: v0.');
  expect(estimate.notes.join('\n')).toContain('count as free');
  expect(estimate.notes.join('\n')).not.toContain('ASSAY_PRICES');
});
