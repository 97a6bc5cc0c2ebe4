import { env } from 'cloudflare:workers';
import type { CreatedApiKey, Page, Problem, Suite, Verdict } from '@assay/schema/types.ts';
import { expect, test } from 'vitest';
import { DEVELOPMENT_KEY } from '../../features/auth/development.ts';
import { createDatabase } from '../../store/database.ts';
import { createIdempotencyStore, REPLAY_MS } from '../../store/idempotency.ts';
import { appWith } from '../../testing/app.ts';
import { call, callJson } from '../../testing/client.ts';
import { forgetfulDatabase } from '../../testing/faults.ts';
import { giveKey } from '../../testing/keys.ts';

const body = { sample: { output: 'a', expected: 'a' }, scorers: ['levenshtein'], tags: ['idem'] };

function score(
  key: string,
  more: object = {},
  headers: Record<string, string> = {},
): Promise<Response> {
  return call('/v1/score', {
    body: { ...body, ...more },
    headers: { 'Idempotency-Key': key, ...headers },
  });
}

test('a repeated request gets the first answer and does nothing again', async () => {
  const first = await (await score('once')).json<Verdict>();
  const again = await score('once');
  expect(again.headers.get('idempotency-replayed')).toBe('true');
  expect(await again.json()).toEqual(first);
  const { items } = await callJson<Page<Verdict>>('/v1/verdicts?tag=idem');
  expect(items.filter(({ id }) => id === first.id)).toHaveLength(1);
});

test('requests sent at once are run once: the others are told to wait, or get the answer', async () => {
  const answers = await Promise.all(
    Array.from({ length: 6 }, () => score('burst', { tags: ['burst'] })),
  );
  const statuses = answers.map(({ status }) => status);
  expect(statuses).toContain(200);
  for (const answer of answers) {
    if (answer.status === 200) continue;
    expect(answer.status).toBe(409);
    expect(answer.headers.get('retry-after')).toBe('1');
    expect(await answer.json<Problem>()).toMatchObject({
      code: 'idempotency_in_flight',
      retryable: true,
    });
  }
  const { items } = await callJson<Page<Verdict>>('/v1/verdicts?tag=burst');
  expect(items).toHaveLength(1);
});

test('what a failed request may have stored is not stored twice when it is sent again', async () => {
  const ask = (database: D1Database) =>
    appWith({ DB: database }).fetch('http://localhost/v1/score', {
      method: 'POST',
      headers: {
        Authorization: `Bearer ${DEVELOPMENT_KEY}`,
        'Content-Type': 'application/json',
        'Idempotency-Key': 'lost-answer',
      },
      body: JSON.stringify({ ...body, tags: ['lost'] }),
    });
  // The first batch claims the key; then the verdict is written, and nobody is told of it.
  const losing = forgetfulDatabase(env.DB, { after: 1, losses: 3 });
  expect((await ask(losing)).status).toBe(503);
  const again = await ask(env.DB);
  expect(again.status).toBe(200);
  const { id } = await again.json<Verdict>();
  const { items } = await callJson<Page<Verdict>>('/v1/verdicts?tag=lost');
  expect(items.map((item) => item.id)).toEqual([id]);
});

test('the same key with another body is refused', async () => {
  await score('other-body');
  const response = await score('other-body', { tags: ['changed'] });
  expect(response.status).toBe(422);
  expect(await response.json()).toMatchObject({ code: 'idempotency_mismatch' });
});

test('a refused request leaves the key free', async () => {
  expect((await score('refused', { scorers: ['nonsense'] })).status).toBe(400);
  expect((await score('refused')).status).toBe(200);
});

test('a stream is replayed as it was', async () => {
  const accept = { Accept: 'text/event-stream' };
  const first = await (await score('stream', {}, accept)).text();
  const again = await score('stream', {}, accept);
  expect(again.headers.get('idempotency-replayed')).toBe('true');
  expect(again.headers.get('content-type')).toContain('text/event-stream');
  expect(await again.text()).toBe(first);
});

test("one caller's key says nothing to another", async () => {
  const other = await giveKey();
  await score('shared');
  const response = await call('/v1/score', {
    body,
    key: other.key,
    headers: { 'Idempotency-Key': 'shared' },
  });
  expect(response.headers.get('idempotency-replayed')).toBeNull();
});

test('a created key is replayed to its creator, and stands nowhere in the database', async () => {
  const ask = () =>
    callJson<CreatedApiKey>('/v1/keys', {
      body: { name: 'once', scopes: ['read'] },
      headers: { 'Idempotency-Key': 'new-key' },
    });
  const first = await ask();
  expect(await ask()).toEqual(first);
  const { results } = await env.DB.prepare(
    'SELECT CAST(answer AS TEXT) AS answer FROM idempotency',
  ).all();
  expect(JSON.stringify(results)).not.toContain(first.key);
});

test('suites are made once too', async () => {
  const ask = () =>
    callJson<Suite>('/v1/suites', {
      body: { name: 'idem', scorers: ['levenshtein'] },
      headers: { 'Idempotency-Key': 'suite' },
    });
  expect(await ask()).toEqual(await ask());
});

test('a key that no header can carry sensibly is refused', async () => {
  expect((await score('x'.repeat(256))).status).toBe(400);
});

test('an abandoned attempt gives way after its lease, and a kept answer after a day', async () => {
  const store = createIdempotencyStore(createDatabase(env.DB));
  const attempt = { apiKeyId: 'k', key: 'lease', requestHash: 'h', id: 'att_1' };
  const next = { ...attempt, id: 'att_2' };
  expect(await store.begin(attempt, 0)).toMatchObject({ state: 'begun' });
  expect(await store.begin(next, 89_999)).toEqual({ state: 'in-flight' });
  expect(await store.begin({ ...next, requestHash: 'other' }, 90_000)).toEqual({
    state: 'mismatch',
  });
  expect(await store.begin(next, 90_000)).toMatchObject({ state: 'begun' });

  // The one that lost its place must not overwrite the answer of the one that took it.
  await store.complete(attempt, { status: 500, answer: new Uint8Array([0]) });
  await store.complete(next, { status: 200, answer: new Uint8Array([1, 2]) });
  const kept = await store.begin({ ...attempt, id: 'att_3' }, 90_001);
  expect(kept).toEqual({ state: 'answered', status: 200, answer: new Uint8Array([1, 2]) });
  expect(await store.begin({ ...attempt, id: 'att_4' }, 90_000 + REPLAY_MS)).toMatchObject({
    state: 'begun',
  });
  expect(await store.sweep(90_000 + 2 * REPLAY_MS)).toBeGreaterThanOrEqual(1);
});
