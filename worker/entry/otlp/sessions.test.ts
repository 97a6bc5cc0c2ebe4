import { env } from 'cloudflare:workers';
import type { StoredVerdict, TraceRuleActivity, TraceRulePreview } from '@assay/schema/types.ts';
import { expect, test } from 'vitest';
import { scoreTrace } from '../../features/traces/score-traces.ts';
import { call, callJson } from '../../testing/client.ts';
import { createLife, mortalDatabase } from '../../testing/crashes.ts';
import { giveKey } from '../../testing/keys.ts';
import {
  answeredSpans,
  createWorld,
  MINUTE_MS,
  scoreDue,
  send,
  verdictsOf,
} from '../../testing/live-traces.ts';

const rule = { name: 'chats', level: 'session', scorers: ['detect-pii'], delaySeconds: 600 };

const turn = (session: string, question: string, answer: string) =>
  answeredSpans(1, { question, answer, attributes: { 'gen_ai.conversation.id': session } });

/** Scores traces, and then the sessions that they are of. */
async function scoreSessions(): Promise<void> {
  await scoreDue(20 * MINUTE_MS);
  await scoreDue(60 * MINUTE_MS);
}

test('the traces of a session are one sample, once the session is idle', async () => {
  const { key } = await giveKey();
  await callJson('/v1/rules', { key, body: rule });
  await send(key, turn('s-1', 'How warm?', '12.'));
  await send(key, turn('s-1', 'And in Rome?', '20.'));
  await send(key, turn('s-2', 'Hello?', 'Hi.'));
  await send(key, answeredSpans(1));
  await scoreDue();
  expect(await verdictsOf(key)).toEqual([]);
  await scoreDue(60 * MINUTE_MS);
  const verdicts = await verdictsOf(key);
  expect(verdicts.map(({ metadata }) => metadata.session).toSorted()).toEqual(['s-1', 's-2']);
  const long = verdicts.find(({ metadata }) => metadata.session === 's-1');
  const { sample } = await callJson<StoredVerdict>(`/v1/verdicts/${long?.id}`, { key });
  expect(sample).toMatchObject({
    messages: [
      { role: 'user', content: 'How warm?' },
      { role: 'assistant', content: '12.' },
      { role: 'user', content: 'And in Rome?' },
    ],
    output: '20.',
  });
  expect(long?.tags).toEqual(['rule:chats']);
});

test('a trace that comes again is in no second sample; what comes later is in the next', async () => {
  const { key, projectId } = await giveKey();
  await callJson('/v1/rules', { key, body: rule });
  const [first, second] = [turn('s', 'One?', '1'), turn('s', 'Two?', '2')];
  await send(key, first);
  await send(key, second);
  await scoreSessions();
  await send(key, second);
  await scoreSessions();
  expect(await verdictsOf(key)).toHaveLength(1);
  await send(key, second);
  await send(key, turn('s', 'Three?', '3'));
  await scoreSessions();
  const [latest, ...others] = await verdictsOf(key);
  expect(others).toHaveLength(1);
  const { sample } = await callJson<StoredVerdict>(`/v1/verdicts/${latest?.id}`, { key });
  expect(sample).toMatchObject({ messages: [{ content: 'Three?' }], output: '3' });
  const left = await env.DB.prepare('SELECT count(*) AS n FROM trace_parts WHERE project_id = ?1')
    .bind(projectId)
    .first();
  expect(left).toEqual({ n: 0 });
});

test('whatever dies between any two steps, a session has its verdict once', async () => {
  for (let dies = 0; dies < 12; dies += 1) {
    const { key, projectId } = await giveKey();
    await callJson('/v1/rules', { key, body: rule });
    await send(key, turn('s', 'One?', '1'));
    await send(key, turn('s', 'Two?', '2'));
    await scoreDue();
    const waiting = await env.DB.prepare(
      'SELECT trace_id AS traceId FROM trace_turns WHERE project_id = ?1',
    )
      .bind(projectId)
      .all<{ traceId: string }>();
    expect(waiting.results).toHaveLength(1);
    let step = 0;
    const life = createLife({ next: () => (step++ === dies ? 'dies-after' : 'lives') });
    const { services, clock } = createWorld(mortalDatabase(env.DB, life));
    clock.nowMs = Date.now() + 40 * MINUTE_MS;
    const traceId = waiting.results[0]?.traceId ?? '';
    await scoreTrace({ projectId, traceId }, services).catch(() => {});
    life.isDead = false;
    // A turn that comes after the death has a sample of its own, or is in none: never in two.
    await send(key, turn('s', 'Three?', '3'));
    await scoreDue(70 * MINUTE_MS);
    await scoreDue(150 * MINUTE_MS);
    const outputs = await outputsOf(key);
    expect(outputs.filter((output) => output === '2')).toHaveLength(1);
    expect(outputs.filter((output) => output === '3')).toHaveLength(1);
  }
});

async function outputsOf(key: string) {
  const verdicts = await verdictsOf(key);
  const stored = await Promise.all(
    verdicts.map(({ id }) => callJson<StoredVerdict>(`/v1/verdicts/${id}`, { key })),
  );
  return stored.map(({ sample }) => sample.output);
}

test('a share is of sessions, and a preview says how many that would be', async () => {
  const { key } = await giveKey();
  for (let i = 0; i < 40; i += 1) await send(key, turn(`s-${i % 20}`, 'Hi?', 'Hi.'));
  await send(key, answeredSpans(5));
  const body = { level: 'session', scorers: ['detect-pii'] };
  const all = await callJson<TraceRulePreview>('/v1/rules/preview', { key, body });
  expect(all).toMatchObject({ seen: 45, matched: 20 });
  const half = await callJson<TraceRulePreview>('/v1/rules/preview', {
    key,
    body: { ...body, share: 0.5 },
  });
  expect(half.matched).toBeGreaterThan(3);
  expect(half.matched).toBeLessThan(17);
});

test('a window is for sessions only', async () => {
  const { key } = await giveKey();
  const body = { ...rule, level: 'trace', windowSeconds: 600 };
  const response = await call('/v1/rules', { key, body });
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ errors: [{ pointer: '/windowSeconds' }] });
});

test.each([
  ['traces', 'trace' as const],
  ['model calls', 'model-call' as const],
  ['sessions', 'session' as const],
])(
  '%s that wait for a rule that is deleted are dropped, also those that have begun',
  async (_, level) => {
    const { key, projectId } = await giveKey();
    await callJson('/v1/rules', { key, body: { name: 'gone', level, scorers: ['detect-pii'] } });
    await send(key, answeredSpans(2, { attributes: { 'gen_ai.conversation.id': 'c' } }));
    // The traces of a session are in it by now, and it is not idle yet.
    if (level === 'session') await scoreDue(3 * MINUTE_MS);
    await call('/v1/rules/gone', { key, method: 'DELETE' });
    await scoreDue(60 * MINUTE_MS);
    await scoreDue(60 * MINUTE_MS);
    expect(await verdictsOf(key)).toEqual([]);
    for (const table of ['trace_turns', 'trace_parts']) {
      const left = await env.DB.prepare(`SELECT count(*) AS n FROM ${table} WHERE project_id = ?1`)
        .bind(projectId)
        .first();
      expect(left).toEqual({ n: 0 });
    }
  },
);

test('traces of a rule whose suite was deleted are dropped, and its activity says why', async () => {
  const { key, projectId } = await giveKey();
  await callJson('/v1/suites', { key, body: { name: 'safety', scorers: ['detect-pii'] } });
  await callJson('/v1/rules', { key, body: { name: 'safe', level: 'trace', suite: 'safety' } });
  await call('/v1/suites/safety', { key, method: 'DELETE' });
  await send(key, answeredSpans(3));
  await scoreDue();
  expect(await verdictsOf(key)).toEqual([]);
  const activity = await callJson<TraceRuleActivity>('/v1/rules/safe/activity', { key });
  expect(activity).toMatchObject({
    minutes: [{ matched: 3, scored: 0, failed: 3 }],
    fault: { code: 'unknown_suite', detail: expect.stringContaining('safety') },
  });
  const left = await env.DB.prepare('SELECT count(*) AS n FROM trace_turns WHERE project_id = ?1')
    .bind(projectId)
    .first();
  expect(left).toEqual({ n: 0 });
});
