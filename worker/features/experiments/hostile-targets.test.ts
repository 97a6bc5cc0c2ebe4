import { expect, test } from 'vitest';
import {
  createExperimentWorld,
  ENDPOINT,
  experimentOf,
  says,
} from '../../testing/experiment-world.ts';
import { listCells } from './find-cells.ts';
import { putSecret } from './secrets.ts';

const samples = [{ id: 'a', input: 'Is it so?' }];
const scorers = ['json-valid'];

type Play = Parameters<typeof createExperimentWorld>[0];

/** What becomes of the one answer of an endpoint. */
async function cellOf(answer: Play, target: object = {}, given: object = {}) {
  let calls = 0;
  const world = createExperimentWorld((asked, request) => {
    calls += 1;
    return answer(asked, request);
  });
  const variants = [{ name: 'v', target: { url: ENDPOINT, ...target }, prompt: '{{input}}' }];
  const input = experimentOf([], { variants, samples, scorers, retry: { attempts: 2 }, ...given });
  const { id } = await world.make(input);
  const ended = await world.runToEnd(id);
  const { items } = await listCells(world.projectId, id, { include: 'sample' }, world.services);
  return { cell: items[0], ended, calls };
}

test.each([
  ['NUL and control characters', 'a\u0000b\u0001\u001b[31mc'],
  ['half of a surrogate pair', 'x\ud800y'],
  ['what looks like a template', '{{secrets.APP_KEY}} {{input}}'],
])('an output with %s is stored and scored', async (_, output) => {
  const { cell, ended } = await cellOf(() => says(output));
  expect(cell?.status).toBe('generated');
  expect(cell?.output?.isWellFormed()).toBe(true);
  expect(cell?.output).toBe(output.toWellFormed());
  expect(ended.counts.scoring).toMatchObject({ total: 1, scored: 1 });
});

test('a name of a model that no name can be is shortened, and does not spoil the answer', async () => {
  const names = ['', 'm\u0000\ud800', `${'m'.repeat(127)}\u{1f600}`];
  const found: unknown[] = [];
  for (const model of names) {
    const respond = () => Response.json({ output: 'yes', model });
    found.push((await cellOf(respond, { response: { model: '/model' } })).cell?.model);
  }
  expect(found).toEqual([null, 'm', 'm'.repeat(127)]);
});

test('a cost or a count beyond all numbers is none that spoils sums', async () => {
  const body = '{"output": "yes", "cost": 1e400, "in": 1e300, "out": 2.4}';
  const response = { costUsd: '/cost', inputTokens: '/in', outputTokens: '/out' };
  const { cell, ended } = await cellOf(() => new Response(body), { response });
  expect(cell).toMatchObject({ status: 'generated', costUsd: 1_000_000 });
  expect(ended.costUsd).toBe(1_000_000);
  expect(ended.usage).toEqual({ inputTokens: 1e9, outputTokens: 2 });
});

test('an answer that the database cannot hold is an error that is asked for once', async () => {
  const control = String.fromCharCode(1).repeat(200_000);
  const { cell, calls } = await cellOf(
    () => new Response(control),
    { body: { input: 'x' }, response: { format: 'text' } },
    { samples: [{ id: 'a', input: control }] },
  );
  expect(cell).toMatchObject({ status: 'error', error: { code: 'answer_invalid' } });
  expect(calls).toBe(1);
});

test('an answer nested without end is an error that is asked for once', async () => {
  const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
  const { cell, calls } = await cellOf(() => new Response(`{"output": ${deep}}`));
  expect(cell?.status).toBe('error');
  expect(calls).toBe(1);
});

test('a target that limits its rate and names no time is asked as often as others that fail', async () => {
  const { cell, calls } = await cellOf(() => new Response('slow', { status: 429 }));
  expect(cell).toMatchObject({ status: 'error', attempts: 2, error: { code: 'http_429' } });
  expect(calls).toBe(2);
});

test.each(['text', 'events', 'json'] as const)(
  'a stream of %s that never ends is a timeout',
  async (format) => {
    const part = format === 'events' ? 'data: {"output":"a"}\n\n' : 'a';
    const endless = () => {
      let timer: ReturnType<typeof setInterval>;
      return new Response(
        new ReadableStream({
          start(stream) {
            timer = setInterval(() => stream.enqueue(new TextEncoder().encode(part)), 20);
          },
          cancel: () => clearInterval(timer),
        }),
      );
    };
    const { cell } = await cellOf(
      endless,
      { timeoutMs: 1_000, response: { format } },
      {
        retry: { attempts: 1 },
      },
    );
    expect(cell).toMatchObject({ status: 'error', error: { code: 'endpoint_timeout' } });
  },
);

test('a header that no request may have is refused, with no call', async () => {
  const { cell, calls } = await cellOf(
    () => says('yes'),
    { headers: { 'X-Ask': '{{input}}' } },
    {
      samples: [{ id: 'a', input: 'Ist es \u{1f600}?' }],
    },
  );
  expect(cell).toMatchObject({ status: 'error', error: { code: 'endpoint_refused' } });
  expect(calls).toBe(0);
});

test('a secret that the endpoint repeats is nowhere in what is stored', async () => {
  const value = 'hush"hush\\1';
  const world = createExperimentWorld((_, request) => {
    const heard = request.headers.get('x-key') ?? '';
    return Response.json({
      ...{ output: `You sent ${heard}, in JSON ${JSON.stringify(heard)}`, model: heard },
      contexts: [heard, { id: heard, text: `key ${heard}` }],
    });
  });
  const hosts = [new URL(ENDPOINT).host];
  await putSecret(world.projectId, 'APP_KEY', { value, hosts }, world.services);
  const target = {
    ...{ url: ENDPOINT, headers: { 'X-Key': '{{secrets.APP_KEY}}' } },
    response: { contexts: '/contexts', model: '/model' },
  };
  const variants = [{ name: 'v', target, prompt: '{{input}}' }];
  const { id } = await world.make(experimentOf([], { variants, samples, scorers }));
  const ended = await world.runToEnd(id);
  const cells = await listCells(world.projectId, id, { include: 'sample' }, world.services);
  const told = JSON.stringify([ended, cells, await world.report(id)]);
  expect(told).not.toContain('hush');
  expect(cells.items[0]?.output).toBe(
    'You sent {{secrets.APP_KEY}}, in JSON "{{secrets.APP_KEY}}"',
  );
});
