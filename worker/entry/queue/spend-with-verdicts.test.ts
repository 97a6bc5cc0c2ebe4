import { env } from 'cloudflare:workers';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createServices } from '../../services.ts';
import { FakeQueue } from '../../testing/crashes.ts';
import { failingDatabase, forgetfulDatabase } from '../../testing/faults.ts';
import { gatewayOver, reportOf } from '../../testing/gateway-world.ts';
import { giveKey } from '../../testing/keys.ts';
import { storeVerdicts } from './store-verdicts.ts';

const asked = { model: 'local/m', messages: [{ role: 'user' as const, content: 'Hi' }] };
const quiet = { log: () => {} };

/** What befalls a message on its way into the queue. */
type Sending = 'taken' | 'refused' | 'taken, and not confirmed';

function queueThat(sendings: readonly Sending[]) {
  const queue = new FakeQueue({ isDead: false, step: (work) => work() });
  const left = [...sendings];
  const binding = {
    async send(body: unknown) {
      const befalls = left.shift() ?? 'taken';
      if (befalls !== 'refused') queue.messages.push({ body, attempts: 0 });
      if (befalls !== 'taken') throw new Error('the queue did not answer');
    },
  };
  return { queue, VERDICTS: binding as unknown as Queue };
}

/** What a project is charged for, as D1 has it. */
async function charged(projectId: string) {
  const sums = (table: string) =>
    env.DB.prepare(
      `SELECT coalesce(sum(calls), 0) AS calls, coalesce(sum(input_tokens), 0) AS tokens
       FROM ${table} WHERE project_id = ?1`,
    )
      .bind(projectId)
      .first<{ calls: number; tokens: number }>();
  return { spend: await sums('judge_spend'), use: await sums('judge_use') };
}

const sendings = fc.array(
  fc.constantFrom<Sending>('taken', 'refused', 'taken, and not confirmed'),
  { minLength: 3, maxLength: 3 },
);
const deliveries = fc.array(fc.array(fc.nat({ max: 2 }), { minLength: 1, maxLength: 4 }), {
  maxLength: 3,
});

test('an answer is charged once, whatever the queue and the database do', async () => {
  await fc.assert(
    fc.asyncProperty(sendings, deliveries, fc.boolean(), async (fates, order, isForgetful) => {
      const { key, projectId } = await giveKey();
      const { queue, VERDICTS } = queueThat(fates);
      const { openai, ended } = await gatewayOver([{ content: 'Hi!' }], {
        key,
        bindings: { VERDICTS },
      });
      let tokens = 0;
      for (const _ of fates) {
        const answer = await openai.chat.completions.create(asked);
        expect(reportOf(answer).verdictId).not.toBeNull();
        tokens += reportOf(answer).usage.inputTokens;
      }
      await ended();
      const DB = isForgetful
        ? forgetfulDatabase(env.DB, { after: 0, losses: 1 })
        : failingDatabase(env.DB, 1);
      const services = createServices({ ...env, DB }, quiet);
      const everything = queue.messages.map((_, i) => i);
      // Some are delivered twice, some of them at once.
      for (const part of [...order, everything]) {
        const messages = part.flatMap((i) => queue.messages[i] ?? []);
        if (messages.length === 0) continue;
        const delivered = messages.map(({ body }) => ({
          ...{ id: 'm', timestamp: new Date(0), attempts: 1, body },
          ...{ ack: () => {}, retry: () => {} },
        }));
        await storeVerdicts({ queue: 'q', messages: delivered } as never, services);
      }
      const sums = { calls: fates.length, tokens };
      expect(await charged(projectId)).toEqual({ spend: sums, use: sums });
    }),
    { numRuns: 12 },
  );
});

test('what a verdict that cannot be stored was to be charged with is charged without it', async () => {
  const { key, projectId } = await giveKey();
  const { VERDICTS } = queueThat(['refused']);
  let isDown = false;
  const DB = new Proxy(env.DB, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (name !== 'batch' || typeof member !== 'function') {
        return typeof member === 'function' ? member.bind(target) : member;
      }
      return (statements: D1PreparedStatement[]) => {
        if (isDown) throw new Error('D1_ERROR: Network connection lost.');
        return target.batch(statements);
      };
    },
  });
  const { openai, ended } = await gatewayOver([{ content: 'Hi!' }], {
    key,
    bindings: { DB, VERDICTS },
  });
  isDown = true;
  const answer = await openai.chat.completions.create(asked);
  isDown = false;
  expect(reportOf(answer).verdictId).toBeNull();
  await ended();
  expect((await charged(projectId)).spend).toMatchObject({ calls: 1 });
});

test('a project with a cap is charged at once: what was set aside is not kept until a queue delivers', async () => {
  const { key, projectId } = await giveKey();
  const { queue, VERDICTS } = queueThat([]);
  const { openai, ended, app } = await gatewayOver([{ content: 'Hi!' }], {
    key,
    bindings: { VERDICTS },
  });
  const capped = await app.fetch('http://localhost/v1/project/settings', {
    method: 'PUT',
    headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ allowedModels: ['local/m'], selfEvaluation: 'warn', dailyCapUsd: 1 }),
  });
  expect(capped.status).toBe(200);
  await openai.chat.completions.create(asked);
  await ended();
  expect(queue.messages).toHaveLength(1);
  expect((await charged(projectId)).spend).toMatchObject({ calls: 1 });
});
