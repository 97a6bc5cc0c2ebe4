import { env } from 'cloudflare:workers';
import type { Deletion, StoredVerdict } from '@assay/schema/types.ts';
import { expect, test } from 'vitest';
import { sendOverdueTraces } from '../../features/traces/sweep-traces.ts';
import { takeSpans } from '../../features/traces/take-export.ts';
import { createServices } from '../../services.ts';
import { callJson } from '../../testing/client.ts';
import { createLife, FakeQueue } from '../../testing/crashes.ts';
import { giveKey } from '../../testing/keys.ts';
import { answeredSpans, MINUTE_MS, scoreDue, send, verdictsOf } from '../../testing/live-traces.ts';
import { scoreTraces } from '../queue/score-traces.ts';

const rule = { name: 'answers', level: 'model-call', scorers: ['detect-pii'] };
const chats = { name: 'chats', level: 'session', scorers: ['detect-pii'] };

async function stored(table: string, projectId: string): Promise<string> {
  const { results } = await env.DB.prepare(`SELECT * FROM ${table} WHERE project_id = ?1`)
    .bind(projectId)
    .all();
  return JSON.stringify(results);
}

const erase = (key: string, metadata: { key: string; value: string }) =>
  callJson<Deletion>('/v1/deletions', { key, body: { metadata } });

test.each([
  ['user', 'ada@example.com'],
  ['user.id', 'ada@example.com'],
  ['session', 's-ada'],
])(
  'a deletion by %s reaches what waits to be scored, and nothing of others',
  async (name, value) => {
    const { key, projectId } = await giveKey();
    await callJson('/v1/rules', { key, body: rule });
    const of = (user: string) => ({
      answer: `Dear ${user}`,
      attributes: { 'user.id': `${user}@example.com`, 'gen_ai.conversation.id': `s-${user}` },
    });
    await send(key, answeredSpans(2, of('ada')));
    await send(key, answeredSpans(1, of('bob')));
    const deletion = await erase(key, { key: name, value });
    expect(deletion).toMatchObject({
      status: 'completed',
      erased: { traceParts: 2, traceFacts: 3 },
    });
    const left = await stored('trace_parts', projectId);
    expect(left).toContain('Dear bob');
    for (const table of ['trace_parts', 'trace_facts']) {
      expect(await stored(table, projectId)).not.toContain('ada');
    }
    await scoreDue();
    expect(await verdictsOf(key)).toHaveLength(1);
  },
);

test('a deletion by the hash of a user takes their turns out of a session, and leaves the rest', async () => {
  const { key, projectId } = await giveKey();
  await callJson('/v1/rules', { key, body: chats });
  const of = (user: string) => ({
    answer: `Dear ${user}`,
    attributes: { 'user.id': user, 'gen_ai.conversation.id': 'shared' },
  });
  await callJson('/v1/rules', { key, body: rule });
  await send(key, answeredSpans(1, of('ada')));
  await send(key, answeredSpans(1, of('bob')));
  await scoreDue();
  const verdicts = await verdictsOf(key);
  const answers = await Promise.all(
    verdicts.map(({ id }) => callJson<StoredVerdict>(`/v1/verdicts/${id}`, { key })),
  );
  const own = answers.find(({ sample }) => sample.output === 'Dear ada');
  const { erased } = await erase(key, { key: 'user', value: String(own?.metadata.user) });
  expect(erased).toMatchObject({ traceParts: 1, verdicts: 1 });
  const left = await stored('trace_parts', projectId);
  expect(left).toContain('Dear bob');
  expect(left).not.toContain('Dear ada');
});

test('what waits is encrypted where a deployment encrypts, and scored all the same', async () => {
  const { key, projectId } = await giveKey();
  await callJson('/v1/rules', { key, body: rule });
  const queue = new FakeQueue(createLife({ next: () => 'lives' }));
  const clock = { nowMs: Date.now() };
  const services = createServices(
    { ...env, TRACES: queue.binding(), ASSAY_ENCRYPTION_KEYS: `k1:${'A'.repeat(43)}` },
    { nowMs: () => clock.nowMs, log: () => {} },
  );
  const span = {
    ...{ traceId: 'e'.repeat(32), spanId: 'f'.repeat(16), parentSpanId: null, name: 'chat' },
    ...{ startMs: clock.nowMs, endMs: clock.nowMs + 5, events: [], isError: false, scope: '' },
    attributes: {
      'gen_ai.operation.name': 'chat',
      'gen_ai.output.messages':
        '[{"role":"assistant","parts":[{"type":"text","content":"Secret"}]}]',
    },
    resource: {},
  };
  await takeSpans(projectId, [span], services);
  const waiting = await stored('trace_parts', projectId);
  expect(waiting).toContain('enc1:');
  expect(waiting).not.toContain('Secret');
  clock.nowMs += 20 * MINUTE_MS;
  await sendOverdueTraces(services);
  while (queue.messages.length > 0) {
    await queue.deliver(0, (batch) => scoreTraces(batch, services));
  }
  expect(await verdictsOf(key)).toMatchObject([{ metadata: { spanId: 'f'.repeat(16) } }]);
});

test.each([
  [{ keep: 'scores' }, {}],
  [
    { keep: 'sample', redact: { stored: ['detect-pii'] } },
    { output: expect.not.stringContaining('@') },
  ],
])('verdicts of live traces keep what the project keeps: %j', async (settings, sample) => {
  const { key, projectId } = await giveKey();
  await callJson('/v1/rules', { key, body: { ...rule, scorers: ['detect-refusal'] } });
  await callJson('/v1/project/data-settings', { key, method: 'PUT', body: settings });
  await send(key, answeredSpans(1, { answer: 'Write to grace.hopper@posteo.de.' }));
  await scoreDue(40 * MINUTE_MS);
  const [verdict] = await verdictsOf(key);
  const found = await callJson<StoredVerdict>(`/v1/verdicts/${verdict?.id}`, { key });
  expect(found.sample ?? {}).toMatchObject(sample);
  expect(JSON.stringify(found)).not.toContain('grace.hopper@');
  expect(await stored('verdicts', projectId)).not.toContain('grace.hopper@');
});

test('a span whose clock is far off is refused, and the others are taken', async () => {
  const { key } = await giveKey();
  await callJson('/v1/rules', { key, body: rule });
  const spanAt = (digit: string, ms: number) => ({
    ...{ traceId: digit.repeat(32), spanId: digit.repeat(16), name: 'chat' },
    startTimeUnixNano: String(BigInt(ms) * 1_000_000n),
    // A clock that was set back while the span ran.
    endTimeUnixNano: String(BigInt(Math.max(0, ms - 5_000)) * 1_000_000n),
    attributes: [
      { key: 'gen_ai.operation.name', value: { stringValue: 'chat' } },
      { key: 'gen_ai.completion', value: { stringValue: 'Hello.' } },
    ],
  });
  const spans = [
    spanAt('1', 0),
    spanAt('2', Date.now() + 3 * 86_400_000),
    spanAt('3', 18_000_000_000_000),
    spanAt('4', Date.now() - 86_400_000),
    spanAt('5', Date.now() + 60_000),
  ];
  const body = { resourceSpans: [{ scopeSpans: [{ spans }] }] };
  expect(await callJson('/otlp/v1/traces', { key, body })).toMatchObject({
    partialSuccess: { rejectedSpans: '3', errorMessage: expect.stringContaining('clock') },
  });
});
