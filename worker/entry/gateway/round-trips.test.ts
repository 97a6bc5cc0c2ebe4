import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { countedCalls } from '../../testing/counted-calls.ts';
import { chunkOf, gatewayOver, reportOf, streamStep, USED } from '../../testing/gateway-world.ts';
import { giveKey } from '../../testing/keys.ts';

const messages = [{ role: 'user' as const, content: 'Where is Oslo?' }];
const STREAM = streamStep([
  chunkOf({ role: 'assistant', content: 'In Norway.' }),
  chunkOf({}, 'stop'),
  USED,
  '[DONE]',
]);
const GUARDS = { guardInput: {}, guardOutput: {} };

/** A gateway that has answered once, and what its calls come to from then on. */
async function warm(model: 'local/m' | 'guarded', stream: boolean) {
  const clock = { nowMs: Date.now(), isDown: false };
  const { DB, VERDICTS, calls } = countedCalls(env.DB, env.VERDICTS, () => clock.isDown);
  const { key } = await giveKey();
  const gateway = await gatewayOver([stream ? STREAM : { content: 'In Norway.' }], {
    key,
    bindings: { DB, VERDICTS },
    outside: { nowMs: () => clock.nowMs },
  });
  const { app, ended } = gateway;
  const send = (path: string, body: object) =>
    app.begin(`http://localhost${path}`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
  if (model === 'guarded') {
    const targets = [{ name: 'm', model: 'local/m' }];
    const made = await send('/v1/pipelines', { name: 'guarded', targets, ...GUARDS });
    expect(made.response.status).toBe(201);
    await made.ended();
  }
  const ask = () => send('/openai/v1/chat/completions', { model, messages, stream });
  const first = await ask();
  await first.response.text();
  await first.ended();
  await ended();
  Object.assign(calls, { database: 0, queue: 0 });
  return { ask, calls, clock };
}

test.each([
  { model: 'local/m', stream: false },
  { model: 'local/m', stream: true },
  { model: 'guarded', stream: false },
  { model: 'guarded', stream: true },
] as const)(
  'a warm isolate hands one message over before the end of an answer of $model, and asks the database nothing: stream $stream',
  async ({ model, stream }) => {
    const { ask, calls } = await warm(model, stream);
    const { response, ended } = await ask();
    expect(calls.database).toBe(0);
    await response.text();
    expect(calls.queue).toBe(1);
    await ended();
    // What was spent goes with the verdict.
    expect(calls).toEqual({ database: 0, queue: 1 });
  },
);

test('what is known for a while already is read again beside a request, which does not wait for it', async () => {
  const { ask, calls, clock } = await warm('guarded', false);
  clock.nowMs += 8_000;
  clock.isDown = true;
  const { response, ended } = await ask();
  expect(response.status).toBe(200);
  expect(reportOf(await response.json<object>()).verdictId).toMatch(/^ver_/);
  await ended();
  expect(calls.database).toBeGreaterThan(0);
});
