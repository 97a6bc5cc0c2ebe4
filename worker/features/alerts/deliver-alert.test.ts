import { env } from 'cloudflare:workers';
import { newId } from '@assay/schema/ids.ts';
import type { AlertChannelInput, AlertMessage } from '@assay/schema/types.ts';
import { Webhook } from 'standardwebhooks';
import { expect, test } from 'vitest';
import { deliverAlerts } from '../../entry/queue/deliver-alerts.ts';
import { createServices } from '../../services.ts';
import { createLife, FakeQueue } from '../../testing/crashes.ts';
import { getSecret } from '../webhooks/secrets.ts';
import { createChannel, deleteChannel, getChannel, replaceChannel } from './channels.ts';
import { listAlertDeliveries } from './find-alerts.ts';
import { muteAlerts } from './mutes.ts';
import { type AlertSignal, raiseAlert, resolveAlert } from './raise-alert.ts';
import { sweepAlerts } from './sweep-alerts.ts';
import { testChannel } from './test-channel.ts';

const START_MS = Date.parse('2026-11-29T12:00:00Z');
const MINUTE_MS = 60_000;
const HOOK: AlertChannelInput = {
  name: 'hook',
  kind: 'webhook',
  url: 'https://hooks.example.com/a',
};
const PAGER: AlertChannelInput = { name: 'pager', kind: 'pagerduty', routingKey: 'R'.repeat(32) };

/** A project with channels whose server answers as told, 200 when it was told nothing. */
async function createWorld(channels: AlertChannelInput[], answers: (Response | Error)[] = []) {
  const received: Request[] = [];
  const queue = new FakeQueue(createLife({ next: () => 'lives' }));
  const clock = { nowMs: START_MS };
  const services = createServices(
    { ...env, ALERTS: queue.binding() },
    {
      log: () => {},
      nowMs: () => clock.nowMs,
      async fetch(input, init) {
        received.push(new Request(input, init as RequestInit));
        const answer = answers.shift() ?? new Response('ok');
        if (answer instanceof Error) throw answer;
        return answer;
      },
    },
  );
  const projectId = newId('project');
  for (const channel of channels) await createChannel(projectId, channel, services);
  const signal: AlertSignal = {
    ...{ projectId, key: 'monitor/answers', source: 'monitor:answers', severity: 'warning' },
    ...{ title: 'The pass rate fell', summary: 'From 91% to 80%.', atMs: START_MS },
  };
  return {
    ...{ received, queue, clock, services, projectId, signal },
    /** Delivers messages, oldest first, until none is left or so many were delivered. */
    async deliverAll(most = 50) {
      for (let turn = 0; turn < most && queue.messages.length > 0; turn += 1) {
        await queue.deliver(0, (batch) => deliverAlerts(batch, services));
      }
    },
    async deliveries() {
      const { items } = await listAlertDeliveries(projectId, { limit: 100 }, services);
      return items.toReversed();
    },
  };
}

test('an alert and its end reach a webhook, signed so that it can verify them', async () => {
  const { services, received, signal, projectId, deliverAll, deliveries } = await createWorld([
    HOOK,
  ]);
  const id = await raiseAlert(signal, services);
  await deliverAll();
  await resolveAlert({ ...signal, atMs: START_MS + 1 }, services);
  await deliverAll();
  const { secret } = await getSecret(projectId, services);
  const messages = await Promise.all(
    received.map(async (request) => {
      const headers = Object.fromEntries(request.headers);
      const sent = { ...headers, 'webhook-timestamp': headers['webhook-timestamp'] ?? '' };
      return verified(secret, await request.text(), sent);
    }),
  );
  expect(messages).toMatchObject([
    { type: 'alert.triggered', data: { id, status: 'open', severity: 'warning' } },
    { type: 'alert.resolved', data: { id, status: 'resolved' } },
  ]);
  expect(await deliveries()).toMatchObject([
    {
      event: 'triggered',
      status: 'delivered',
      host: 'hooks.example.com',
      answers: [{ status: 200 }],
    },
    { event: 'resolved', status: 'delivered' },
  ]);
});

/** The clock of the world stands still: the receiver looks at the same. */
function verified(secret: string, body: string, headers: Record<string, string>): AlertMessage {
  const signed = new Webhook(secret).sign(headers['webhook-id'] ?? '', new Date(START_MS), body);
  expect(headers['webhook-signature']).toBe(signed);
  return JSON.parse(body);
}

test('what is not taken is retried with the same id, and every answer is listed', async () => {
  const world = await createWorld(
    [HOOK],
    [new Response('no', { status: 500 }), new Error('refused'), new Response('', { status: 404 })],
  );
  await raiseAlert(world.signal, world.services);
  await world.deliverAll();
  const [delivery] = await world.deliveries();
  expect(delivery).toMatchObject({ status: 'delivered' });
  expect(delivery?.answers.map(({ status, error }) => [status, error])).toEqual([
    [500, 'The endpoint answered 500 instead of 2xx.'],
    [null, 'The connection failed.'],
    [404, 'The endpoint answered 404 instead of 2xx.'],
    [200, null],
  ]);
  const ids = world.received.map(({ headers }) => headers.get('webhook-id'));
  expect(new Set(ids)).toEqual(new Set([delivery?.id]));
});

test('PagerDuty refuses for good with 400, with what it said, and is waited for as long as it asks', async () => {
  const limited = new Response('slow down', { status: 429, headers: { 'Retry-After': '600' } });
  const world = await createWorld(
    [PAGER],
    [limited, new Response('{"message":"invalid"}', { status: 400 })],
  );
  await raiseAlert(world.signal, world.services);
  const asked: unknown[] = [];
  const message = { ...world.queue.messages[0], attempts: 1, ack() {} };
  const retry = (options: unknown) => asked.push(options);
  const batch = { queue: 'test', messages: [{ ...message, retry }] };
  await deliverAlerts(batch as unknown as MessageBatch, world.services);
  expect(asked).toEqual([{ delaySeconds: 600 }]);
  await world.deliverAll();
  expect(await world.deliveries()).toMatchObject([
    {
      status: 'failed',
      answers: [
        { status: 429, error: 'The endpoint answered 429 instead of 2xx. It said: slow down' },
        { status: 400, error: expect.stringContaining('invalid') },
      ],
    },
  ]);
});

test('a secret is encrypted, never shown, and kept by a replacement that omits it', async () => {
  const { services, projectId, received } = await createWorld([PAGER]);
  const stored = await services.alertChannels.find(projectId, 'pager');
  expect(JSON.stringify(stored)).not.toContain('RRRR');
  await replaceChannel(projectId, 'pager', { kind: 'pagerduty', minSeverity: 'error' }, services);
  const shown = await getChannel(projectId, 'pager', services);
  expect(shown).toMatchObject({ hasSecret: true, minSeverity: 'error' });
  expect(JSON.stringify(shown)).not.toContain('RRRR');
  expect(await testChannel(projectId, 'pager', services)).toMatchObject({ status: 'delivered' });
  const events = await Promise.all(received.map((request) => request.json()));
  expect(events).toMatchObject([
    { routing_key: 'R'.repeat(32), event_action: 'trigger' },
    { routing_key: 'R'.repeat(32), event_action: 'resolve' },
  ]);
  const slack = { kind: 'slack' } as const;
  await expect(replaceChannel(projectId, 'pager', slack, services)).rejects.toMatchObject({
    errors: [{ pointer: '/url' }],
  });
});

const ECHOING: AlertChannelInput[] = [
  {
    name: 'am',
    kind: 'alertmanager',
    url: 'https://am.example.com',
    authorization: 'Bearer hu5h-hu5h',
  },
  { name: 'slack', kind: 'slack', url: 'https://hooks.slack.com/services/T1/B2/hu5h-hu5h' },
  { name: 'pager', kind: 'pagerduty', routingKey: 'hu5h-hu5h-hu5h-hu5h-hu5h-hu5h-hu' },
  { name: 'hook', kind: 'webhook', url: 'https://hooks.example.com/a' },
];

test.each(ECHOING)(
  'a receiver of $kind that repeats what it got shows no secret',
  async (channel) => {
    const { services, projectId, received, deliveries } = await createWorld([channel]);
    const echoing = { ...services, fetch: echo };
    async function echo(input: RequestInfo | URL, init?: RequestInit) {
      const request = new Request(input, init);
      received.push(request);
      const text = JSON.stringify([
        request.url,
        [...request.headers],
        await request.clone().text(),
      ]);
      return new Response(received.length === 1 ? text : btoa(text), { status: 400 });
    }
    await testChannel(projectId, channel.name, echoing);
    await testChannel(projectId, channel.name, echoing);
    const listed = JSON.stringify(await deliveries());
    expect(received).toHaveLength(2);
    expect(listed).toContain('answered 400');
    expect(listed).not.toContain('hu5h');
    expect(listed).not.toContain(btoa('hu5h-hu5h').slice(4, 8));
  },
);

test('a secret is not sent to another host than it was given for', async () => {
  const ours = { kind: 'alertmanager', url: 'https://alerts.example.com' } as const;
  const { services, projectId, received } = await createWorld([
    { name: 'am', ...ours, authorization: 'Bearer hush' },
    PAGER,
  ]);
  await replaceChannel(projectId, 'am', { ...ours, minSeverity: 'error' }, services);
  await testChannel(projectId, 'am', services);
  expect(received[0]?.headers.get('Authorization')).toBe('Bearer hush');
  const theirs = { kind: 'alertmanager', url: 'https://collector.example.net' } as const;
  await replaceChannel(projectId, 'am', theirs, services);
  await testChannel(projectId, 'am', services);
  expect(received[1]?.headers.get('Authorization')).toBeNull();
  const pager = { kind: 'pagerduty', url: 'https://collector.example.net/' } as const;
  await expect(replaceChannel(projectId, 'pager', pager, services)).rejects.toMatchObject({
    errors: [{ pointer: '/routingKey' }],
  });
});

test('addresses inside are refused, when a channel is made and when it is asked', async () => {
  const { services, projectId } = await createWorld([]);
  const deployed = { ...services, config: { ...services.config, isDevelopment: false } };
  const inside = { name: 'a', kind: 'alertmanager', url: 'http://127.0.0.1:9093' } as const;
  await expect(createChannel(projectId, inside, deployed)).rejects.toMatchObject({
    errors: [{ pointer: '/url' }],
  });
  await createChannel(projectId, inside, services);
  const tested = await testChannel(projectId, 'a', deployed);
  expect(tested).toMatchObject({ status: 'failed', answers: [{ status: null }] });
});

test('a secret that was stored with another key fails with what to do', async () => {
  const { services, projectId, received } = await createWorld([PAGER]);
  const webhookKey = 'another-key-of-at-least-32-characters';
  const other = { ...services, config: { ...services.config, webhookKey } };
  const tested = await testChannel(projectId, 'pager', other);
  expect(tested.status).toBe('failed');
  expect(tested.answers[0]?.error).toContain('ASSAY_WEBHOOK_KEY');
  expect(received).toHaveLength(0);
});

test('an end that overtakes its beginning is told alone', async () => {
  const world = await createWorld([HOOK]);
  await raiseAlert(world.signal, world.services);
  await resolveAlert({ ...world.signal, atMs: START_MS + 1 }, world.services);
  await world.deliverAll();
  expect((await world.deliveries()).map(({ status }) => status)).toEqual([
    'superseded',
    'delivered',
  ]);
  expect(world.received).toHaveLength(1);
});

test('what the queue lost is sent by the sweep', async () => {
  const world = await createWorld([HOOK]);
  await raiseAlert(world.signal, world.services);
  world.queue.messages.splice(0);
  await sweepAlerts(world.services);
  expect(world.queue.messages).toHaveLength(0);
  world.clock.nowMs += 5 * MINUTE_MS;
  await sweepAlerts(world.services);
  await world.deliverAll();
  expect(await world.deliveries()).toMatchObject([{ event: 'triggered', status: 'delivered' }]);
});

test('an open alert is repeated as often as the channel says, until it is over', async () => {
  const world = await createWorld([{ ...HOOK, remindMinutes: 60 }]);
  await raiseAlert(world.signal, world.services);
  await world.deliverAll();
  const events: string[] = [];
  for (let minutes = 30; minutes <= 150; minutes += 30) {
    world.clock.nowMs = START_MS + minutes * MINUTE_MS;
    await Promise.all([sweepAlerts(world.services), sweepAlerts(world.services)]);
    await world.deliverAll();
    events.push(`${minutes}: ${(await world.deliveries()).at(-1)?.event}`);
  }
  expect(events).toEqual([
    '30: triggered',
    '60: reminder',
    '90: reminder',
    '120: reminder',
    '150: reminder',
  ]);
  expect(await world.deliveries()).toHaveLength(3);
  await resolveAlert({ ...world.signal, atMs: world.clock.nowMs }, world.services);
  world.clock.nowMs += 600 * MINUTE_MS;
  await sweepAlerts(world.services);
  expect((await world.deliveries()).map(({ event }) => event)).toEqual([
    ...['triggered', 'reminder', 'reminder', 'resolved'],
  ]);
});

test('what opened while muted is told when the mute ends, if it still holds', async () => {
  const world = await createWorld([HOOK]);
  const { services, projectId, signal } = world;
  const until = new Date(START_MS + 60 * MINUTE_MS).toISOString();
  await muteAlerts(projectId, { target: 'monitor:answers', until }, services);
  await raiseAlert(signal, services);
  await raiseAlert({ ...signal, key: 'short' }, services);
  world.clock.nowMs += 30 * MINUTE_MS;
  await resolveAlert({ projectId, key: 'short', atMs: world.clock.nowMs }, services);
  await sweepAlerts(services);
  expect(world.queue.messages).toHaveLength(0);
  world.clock.nowMs += 31 * MINUTE_MS;
  await sweepAlerts(services);
  await world.deliverAll();
  expect((await world.deliveries()).map(({ event, status }) => `${event} ${status}`)).toEqual([
    'triggered muted',
    'triggered muted',
    'triggered delivered',
  ]);
});

test('a channel that was deleted is not sent to any more', async () => {
  const world = await createWorld([HOOK]);
  await raiseAlert(world.signal, world.services);
  await deleteChannel(world.projectId, 'hook', world.services);
  await world.deliverAll();
  expect(world.received).toHaveLength(0);
  expect(await world.deliveries()).toMatchObject([{ status: 'failed' }]);
});
