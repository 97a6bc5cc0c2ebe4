import { describe, expect, test } from 'vitest';
import { fakeSystem } from '../testing/fake-system.ts';

const assay = {
  ...{ requestId: 'req_1', verdictId: null, pipeline: 'support@3', model: 'openai/gpt-5-mini' },
  ...{ fallbackRank: 0, attempts: [{}], usage: { inputTokens: 9, outputTokens: 2 } },
  ...{ costUsd: 0.0001, judgeCostUsd: 0, isCostExact: true, guard: 'flag' },
  steps: { guardInput: { action: 'flag', findings: [] }, route: { rule: 'long' } },
};

/** A stream of chat completions that says these parts, as the gateway sends it. */
function streaming(...parts: string[]): Response {
  const chunks = [
    ...parts.map((content) => ({ choices: [{ index: 0, delta: { content } }] })),
    { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] },
    { choices: [], assay },
  ];
  const events = [...chunks.map((chunk) => JSON.stringify(chunk)), '[DONE]'];
  return new Response(events.map((data) => `data: ${data}\n\n`).join(''), {
    headers: { 'Content-Type': 'text/event-stream' },
  });
}

const ROUTE = 'POST /openai/v1/chat/completions';

test('a message is asked once: the answer goes to the output, what each step did beside it', async () => {
  const machine = fakeSystem({ routes: { [ROUTE]: () => streaming('On its ', 'way.') } });
  const argv = ['chat', '-p', 'support', '-s', 'Be brief.', '-m', 'Where is it?'];
  const { code, stdout, stderr } = await machine.assay(...argv);
  expect(code).toBe(0);
  expect(stdout).toBe('On its way.\n');
  expect(stderr).toBe(`support@3 · openai/gpt-5-mini · 1 attempt · $0.000100 · guard flag
  guardInput  {"action":"flag","findings":[]}
  route       {"rule":"long"}
`);
  expect(JSON.parse(machine.asked[0]?.body ?? '')).toEqual({
    model: 'support',
    user: expect.stringMatching(/^chat-/),
    stream: true,
    messages: [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Where is it?' },
    ],
  });
});

test('a text from a pipe is a message, and a program reads JSON', async () => {
  const machine = fakeSystem({ routes: { [ROUTE]: () => streaming('Yes.') }, stdin: 'Is it?' });
  const { stdout, stderr } = await machine.assay('chat', '--json');
  expect(JSON.parse(stdout)).toEqual({ text: 'Yes.', finish: 'stop', assay });
  expect(stderr).toBe('');
  expect(JSON.parse(machine.asked[0]?.body ?? '')).toMatchObject({
    model: 'default',
    messages: [{ role: 'user', content: 'Is it?' }],
  });
});

test('in a terminal a conversation goes on until an empty line, under one name', async () => {
  const typed = ['First?', 'Second?', ''];
  const routes = { [ROUTE]: () => streaming('Answer.') };
  const machine = fakeSystem({ routes, typed, isTerminal: true });
  expect(await machine.assay('chat', '-p', 'support')).toMatchObject({
    code: 0,
    stdout: 'Answer.\nAnswer.\n',
  });
  const [first, second] = machine.asked.map(({ body }) => JSON.parse(body));
  expect(second.user).toBe(first.user);
  expect(second.messages).toEqual([
    { role: 'user', content: 'First?' },
    { role: 'assistant', content: 'Answer.' },
    { role: 'user', content: 'Second?' },
  ]);
});

describe('is an error, never a whole answer:', () => {
  const cut = 'data: {"choices":[{"delta":{"content":"Half"}}]}\n\n';
  test.each<[string, () => Response, string]>([
    [
      'a pipeline that is none',
      () =>
        Response.json(
          { error: { message: 'There is no model "none".', code: 'model_not_found' } },
          { status: 404 },
        ),
      'There is no model "none". (model_not_found)',
    ],
    ['a stream that breaks off', () => new Response(cut), 'the stream ended without [DONE]'],
    [
      'a stream that a guard stops',
      () =>
        new Response(`${cut}data: {"error":{"message":"Blocked.","code":"content_filter"}}\n\n`),
      'Blocked. (content_filter)',
    ],
    ['a page of a proxy', () => new Response('<html>', { status: 502 }), 'answered 502'],
  ])('%s', async (_, route, said) => {
    const { code, stderr } = await fakeSystem({ routes: { [ROUTE]: route } }).assay(
      'chat',
      '-m',
      'x',
    );
    expect([code, stderr]).toEqual([2, expect.stringContaining(said)]);
  });
});
