import { createExecutionContext, createMessageBatch, getQueueResult } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { newId } from '@assay/schema/ids.ts';
import type { Deletion } from '@assay/schema/types.ts';
import { beforeEach, expect, test } from 'vitest';
import { scoreAnswers } from '../../entry/queue/score-answers.ts';
import { storeVerdicts } from '../../entry/queue/store-verdicts.ts';
import { createServices } from '../../services.ts';
import type { VerdictRow } from '../../store/verdicts.ts';
import { callJson } from '../../testing/client.ts';
import { failingDatabase } from '../../testing/faults.ts';
import { giveKey } from '../../testing/keys.ts';

const services = createServices(env, { log: () => {} });
let projectId: string;
let key: string;

beforeEach(async () => {
  ({ projectId, key } = await giveKey());
});

/** A verdict about somebody, on its way since a time. */
function verdictOf(user: string, createdAtMs: number, where: 'request' | 'sample'): VerdictRow {
  const id = newId('verdict', createdAtMs);
  const metadata = { user };
  const verdict = JSON.stringify({ id, ...(where === 'request' && { metadata }) });
  const sample = JSON.stringify({ output: 'a', ...(where === 'sample' && { metadata }) });
  return { ...{ id, projectId, createdAtMs, passed: true, labels: ['tag:a'] }, verdict, sample };
}

async function deliver(
  consume: (batch: MessageBatch) => Promise<void>,
  queue: string,
  bodies: readonly unknown[],
  timestamp = new Date(),
) {
  const messages = bodies.map((body, i) => ({ id: `m${i}`, timestamp, attempts: 1, body }));
  const batch = createMessageBatch(queue, messages);
  await consume(batch);
  return getQueueResult(batch, createExecutionContext());
}

const deleted = (body: object) => callJson<Deletion>('/v1/deletions', { key, body });
const stored = async () =>
  (await services.verdicts.list({ projectId, labels: [], limit: 10 })).map(({ id }) => id);

test('verdicts that a queue delivers after their deletion do not stay', async () => {
  const before = Date.now() - 5_000;
  const doomed = [verdictOf('ann', before, 'request'), verdictOf('ann', before, 'sample')];
  const named = verdictOf('bob', before, 'request');
  await deleted({ metadata: { key: 'user', value: 'ann' } });
  await deleted({ verdictIds: [named.id] });
  const others = [
    verdictOf('bob', before, 'request'),
    // Made after the deletion was asked for.
    verdictOf('ann', Date.now() + 60_000, 'request'),
  ];
  const consume = (batch: MessageBatch) => storeVerdicts(batch, services);
  const result = await deliver(consume, 'assay-verdicts', [...doomed, named, ...others]);
  expect(result.explicitAcks).toHaveLength(5);
  expect((await stored()).toSorted()).toEqual(others.map(({ id }) => id).toSorted());
});

test('a message is delivered again if it dies between storing and erasing', async () => {
  const row = verdictOf('ann', Date.now() - 5_000, 'request');
  await deleted({ metadata: { key: 'user', value: 'ann' } });
  const broken = createServices({ ...env, DB: failingDatabase(env.DB, 100, 2) }, { log: () => {} });
  const first = await deliver((batch) => storeVerdicts(batch, broken), 'assay-verdicts', [row]);
  expect(first.explicitAcks).toEqual([]);
  await deliver((batch) => storeVerdicts(batch, services), 'assay-verdicts', [row]);
  expect(await stored()).toEqual([]);
});

test('an answer of the gateway about somebody who was deleted is neither scored nor stored', async () => {
  const asked = Date.now() - 5_000;
  await deleted({ metadata: { key: 'user', value: 'ann' } });
  const answer = (user: string) =>
    JSON.stringify({
      sample: { output: 'a', expected: 'a' },
      ...{ scoring: { scorers: ['exact-match'] }, tags: [], metadata: { user } },
    });
  const messages = ['ann', 'bob'].map((user) => ({
    ...{ projectId, requestId: 'req_1', seed: `seed-${user}`, answer: answer(user) },
  }));
  const consume = (batch: MessageBatch) => scoreAnswers(batch, services);
  const result = await deliver(consume, 'assay-answers', messages, new Date(asked));
  expect(result.explicitAcks).toHaveLength(2);
  expect(await stored()).toHaveLength(1);
});
