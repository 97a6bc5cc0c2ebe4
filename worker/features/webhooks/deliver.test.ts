import { createExecutionContext, createMessageBatch, getQueueResult } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import type { WebhookMessage } from '@assay/schema/types.ts';
import { Webhook } from 'standardwebhooks';
import { expect, test } from 'vitest';
import { deliverWebhooks } from '../../entry/queue/deliver-webhooks.ts';
import { type BatchWorld, createBatchWorld, newProject } from '../../testing/batch-world.ts';
import { samplesOf } from '../../testing/batches.ts';
import { call } from '../../testing/client.ts';
import { forgetfulDatabase } from '../../testing/faults.ts';
import { cancelBatch, retryBatch } from '../batches/control-batch.ts';
import { getBatch } from '../batches/find-batches.ts';
import { sweepBatches } from '../batches/sweep.ts';
import { listDeliveries } from './list-deliveries.ts';
import { getSecret, rotateSecret } from './secrets.ts';

const webhook = { url: 'https://hooks.example.com/assay' };

/** A world whose webhooks reach a receiver that answers as told, 200 when it was told nothing. */
function worldWith(answers: (Response | Error)[] = []) {
  const received: Request[] = [];
  const world = createBatchWorld(
    {},
    {
      async fetch(input, init) {
        received.push(new Request(input, init as RequestInit));
        const answer = answers.shift() ?? new Response('thanks');
        if (answer instanceof Error) throw answer;
        return answer;
      },
    },
  );
  return { ...world, received };
}

async function deliverAll(world: BatchWorld): Promise<void> {
  for (let turn = 0; turn < 50 && world.webhooks.messages.length > 0; turn += 1) {
    await world.webhooks.deliver(0, (batch) => deliverWebhooks(batch, world.services));
  }
}

test('a completed batch is told once, signed so that the receiver can verify it', async () => {
  const world = worldWith();
  const projectId = newProject();
  const { id } = await world.make(projectId, samplesOf(3), { webhook });
  await world.scoreAll();
  await deliverAll(world);
  expect(world.received).toHaveLength(1);
  const [request] = world.received;
  expect(request).toMatchObject({ url: webhook.url, method: 'POST', redirect: 'manual' });
  const { secret } = await getSecret(projectId, world.services);
  const body = (await request?.text()) ?? '';
  const headers = Object.fromEntries(request?.headers ?? []);
  const message = new Webhook(secret).verify(body, headers) as WebhookMessage;
  expect(message).toMatchObject({ type: 'batch.completed', data: { id, status: 'completed' } });
  expect(() => new Webhook(secret).verify(`${body} `, headers)).toThrow();
  const { items } = await listDeliveries(projectId, id, world.services);
  expect(items).toMatchObject([
    { id: headers['webhook-id'], status: 'delivered', answers: [{ status: 200, error: null }] },
  ]);
});

test('what is not taken is retried with the same id, and every answer is listed', async () => {
  const world = worldWith([
    new Response('no', { status: 500 }),
    new Response(null, { status: 302, headers: { Location: 'https://127.0.0.1/' } }),
    new Error('refused'),
  ]);
  const projectId = newProject();
  const { id } = await world.make(projectId, samplesOf(1), { webhook });
  await world.scoreAll();
  const [sent] = world.webhooks.messages;
  const batch = createMessageBatch('assay-webhooks', [
    { id: 'm', timestamp: new Date(0), attempts: 1, body: sent?.body },
  ]);
  await deliverWebhooks(batch, world.services);
  const result = await getQueueResult(batch, createExecutionContext());
  expect(result.retryMessages).toHaveLength(1);
  await deliverAll(world);
  const [delivery] = (await listDeliveries(projectId, id, world.services)).items;
  expect(delivery?.status).toBe('delivered');
  expect(delivery?.answers.map(({ status, error }) => [status, error])).toEqual([
    [500, 'The endpoint answered 500 instead of 2xx.'],
    [302, 'Redirects are not followed.'],
    [null, 'The connection failed.'],
    [200, null],
  ]);
  expect(new Set(world.received.map(({ headers }) => headers.get('webhook-id'))).size).toBe(1);
});

test('each attempt sends the bytes of the first, whatever becomes of the batch in between', async () => {
  const no = () => new Response('no', { status: 500 });
  const world = worldWith([no(), no()]);
  const { services, webhooks } = world;
  const projectId = newProject();
  const { id } = await world.make(projectId, [{ output: 'lacks expected' }], { webhook });
  await world.scoreAll();
  const attempt = () => webhooks.deliver(0, (batch) => deliverWebhooks(batch, services));
  await attempt();
  await retryBatch(projectId, id, services);
  await attempt();
  await cancelBatch(projectId, id, services);
  await deliverAll(world);
  const bodies = await Promise.all(world.received.map((request) => request.text()));
  expect(bodies).toHaveLength(3);
  expect(new Set(bodies).size).toBe(1);
});

test('a completed batch that is cancelled before its message was sent is told as completed', async () => {
  const world = worldWith();
  const { services } = world;
  const projectId = newProject();
  const { id } = await world.make(projectId, [{ output: 'lacks expected' }], { webhook });
  await world.scoreAll();
  await retryBatch(projectId, id, services);
  await cancelBatch(projectId, id, services);
  expect(await getBatch(projectId, id, services)).toMatchObject({ status: 'cancelled' });
  await deliverAll(world);
  const messages = await Promise.all(world.received.map((request) => request.json()));
  expect(messages).toMatchObject([
    { type: 'batch.completed', data: { status: 'completed', counts: { error: 1, pending: 0 } } },
  ]);
});

test('a batch that is cancelled before it completes sends nothing', async () => {
  const world = worldWith();
  const projectId = newProject();
  const { id } = await world.make(projectId, samplesOf(250), { webhook });
  await world.scoreAll(1);
  await cancelBatch(projectId, id, world.services);
  await world.scoreAll();
  await deliverAll(world);
  expect(world.received).toEqual([]);
});

test('a message whose sending to the queue was lost with its answer goes out at once', async () => {
  for (const after of [4, 5, 6]) {
    const received: string[] = [];
    const world = createBatchWorld(
      { DB: forgetfulDatabase(env.DB, { after, losses: 1 }) },
      {
        fetch: async (input) => {
          received.push(String(input));
          return new Response('thanks');
        },
      },
    );
    await world.make(newProject(), samplesOf(1), { webhook });
    await world.scoreAll();
    await deliverAll(world);
    expect(received).toEqual([webhook.url]);
  }
});

test('a delivery ends as failed after its last try', async () => {
  const world = worldWith(Array.from({ length: 50 }, () => new Response('no', { status: 410 })));
  const projectId = newProject();
  const { id } = await world.make(projectId, samplesOf(1), { webhook });
  await world.scoreAll();
  await deliverAll(world);
  const [delivery] = (await listDeliveries(projectId, id, world.services)).items;
  expect(delivery?.status).toBe('failed');
  expect(delivery?.answers).toHaveLength(12);
});

test('a lost message is sent again by the sweep', async () => {
  const world = worldWith();
  await world.make(newProject(), samplesOf(1), { webhook });
  await world.scoreAll();
  world.webhooks.messages.length = 0;
  world.clock.nowMs += 3_600_000;
  await sweepBatches(world.services);
  await deliverAll(world);
  expect(world.received).toHaveLength(1);
});

test('a batch that is retried tells of its second end', async () => {
  const world = worldWith();
  const projectId = newProject();
  const { id } = await world.make(projectId, [{ output: 'lacks expected' }], { webhook });
  await world.scoreAll();
  await retryBatch(projectId, id, world.services);
  await world.scoreAll();
  await deliverAll(world);
  expect((await listDeliveries(projectId, id, world.services)).items).toHaveLength(2);
});

test('after a rotation both secrets sign, until the overlap has passed', async () => {
  const world = worldWith();
  const projectId = newProject();
  const { secret: former } = await getSecret(projectId, world.services);
  const rotated = await rotateSecret(projectId, { overlapSeconds: 60 }, world.services);
  expect(rotated.secret).not.toBe(former);
  expect(rotated.secret).toMatch(/^whsec_/);
  const tell = async () => {
    await world.make(projectId, samplesOf(1), { webhook });
    await world.scoreAll();
    await deliverAll(world);
    const request = world.received.at(-1);
    const body = (await request?.text()) ?? '';
    return { body, headers: Object.fromEntries(request?.headers ?? []) };
  };
  const during = await tell();
  for (const secret of [former, rotated.secret]) {
    expect(new Webhook(secret).verify(during.body, during.headers)).toBeTruthy();
  }
  world.clock.nowMs += 61_000;
  const { headers } = await tell();
  expect(headers['webhook-signature']?.split(' ')).toHaveLength(1);
});

test.each(['https://10.0.0.1/', 'http://example.com/', 'https://169.254.169.254/'])(
  'a batch with a webhook to %s is refused',
  async (url) => {
    const response = await call('/v1/batches', {
      body: { samples: samplesOf(1), scorers: ['exact-match'], webhook: { url } },
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ errors: [{ pointer: '/webhook/url' }] });
  },
);

test('a deployment without a key for secrets refuses webhooks', async () => {
  const world = createBatchWorld({ ASSAY_ENVIRONMENT: '' });
  await expect(world.make(newProject(), samplesOf(1), { webhook })).rejects.toMatchObject({
    code: 'webhooks_unconfigured',
  });
});
