import { env } from 'cloudflare:workers';
import type { ApiKey, CreatedApiKey, Page, Problem } from '@assay/schema/types.ts';
import { describe, expect, test } from 'vitest';
import { newApiKey } from '../../features/auth/api-key-format.ts';
import { DEVELOPMENT_KEY } from '../../features/auth/development.ts';
import { appWith } from '../../testing/app.ts';
import { call, callJson } from '../../testing/client.ts';
import { giveKey } from '../../testing/keys.ts';

async function refusal(path: string, key: string | null): Promise<[number, string]> {
  const response = await call(path, { key });
  const { code } = await response.json<Problem>();
  return [response.status, code];
}

describe('a key', () => {
  test('is shown once, works, and is kept only as its hash', async () => {
    const created = await callJson<CreatedApiKey>('/v1/keys', {
      body: { name: 'ci', scopes: ['read'] },
    });
    expect(created.key).toMatch(/^assay_live_/);
    expect((await call('/v1/verdicts', { key: created.key })).status).toBe(200);

    const { items } = await callJson<Page<ApiKey>>('/v1/keys');
    const { key, ...listed } = created;
    expect(items).toContainEqual(listed);
    const { results } = await env.DB.prepare('SELECT * FROM api_keys').all();
    expect(JSON.stringify(results)).not.toContain(key);
  });

  test('does only what its scopes say', async () => {
    const reader = await giveKey(['read']);
    const scorer = await giveKey(['score']);
    const score = { body: { sample: { output: 'a', expected: 'a' }, scorers: ['levenshtein'] } };
    expect((await call('/v1/score', { ...score, key: reader.key })).status).toBe(403);
    expect((await call('/v1/score', { ...score, key: scorer.key })).status).toBe(200);
    expect(await refusal('/v1/verdicts', scorer.key)).toEqual([403, 'scope_missing']);
    expect(await refusal('/v1/keys', reader.key)).toEqual([403, 'scope_missing']);
    expect((await call('/v1/scorers', { key: scorer.key })).status).toBe(200);
  });

  test('can be asked for its scopes and its project, whatever they are', async () => {
    const scorer = await giveKey(['score'], undefined, Date.now() + 60_000);
    await env.DB.prepare('INSERT INTO projects (id, name, created_at_ms) VALUES (?, ?, 0)')
      .bind(scorer.projectId, 'acme')
      .run();
    expect(await callJson('/v1/keys/current', { key: scorer.key })).toEqual({
      id: scorer.id,
      name: 'test',
      scopes: ['score'],
      expiresAt: expect.any(String),
      project: { id: scorer.projectId, name: 'acme' },
    });
    expect(await callJson('/v1/keys/current', { key: DEVELOPMENT_KEY })).toEqual({
      id: 'key_development',
      name: null,
      scopes: ['score', 'read', 'admin'],
      expiresAt: null,
      project: { id: 'prj_development', name: null },
    });
  });

  test('ends at its expiry', async () => {
    const { key } = await giveKey(['read'], undefined, Date.now() + 300);
    expect((await call('/v1/verdicts', { key })).status).toBe(200);
    await expect.poll(() => refusal('/v1/verdicts', key)).toEqual([401, 'key_expired']);
  });

  test('cannot be made to expire in the past', async () => {
    const body = { name: 'late', scopes: ['read'], expiresAt: '2020-01-01T00:00:00Z' };
    const response = await call('/v1/keys', { body });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ errors: [{ pointer: '/expiresAt' }] });
  });

  test('that is revoked stops working at once', async () => {
    const admin = await giveKey();
    const { key, id } = await callJson<CreatedApiKey>('/v1/keys', {
      key: admin.key,
      body: { name: 'leaked', scopes: ['read'] },
    });
    expect((await call('/v1/verdicts', { key })).status).toBe(200);
    const revoked = await callJson<ApiKey>(`/v1/keys/${id}`, { key: admin.key, method: 'DELETE' });
    expect(revoked.revokedAt).not.toBeNull();
    expect(await refusal('/v1/verdicts', key)).toEqual([401, 'key_revoked']);
  });

  test('that is rotated works until the overlap is over; its successor at once', async () => {
    const admin = await giveKey();
    const old = await giveKey(['read'], admin.projectId);
    const successor = await callJson<CreatedApiKey>(`/v1/keys/${old.id}/rotate`, {
      key: admin.key,
      body: { overlapSeconds: 1 },
    });
    expect(successor).toMatchObject({ name: 'test', scopes: ['read'] });
    expect((await call('/v1/verdicts', { key: old.key })).status).toBe(200);
    expect((await call('/v1/verdicts', { key: successor.key })).status).toBe(200);
    await expect.poll(() => refusal('/v1/verdicts', old.key)).toEqual([401, 'key_expired']);
    const again = await call(`/v1/keys/${old.id}/rotate`, { key: admin.key, body: {} });
    expect(again.status).toBe(409);
  });

  test('is rotated without a body too', async () => {
    const admin = await giveKey();
    const { id } = await callJson<CreatedApiKey>('/v1/keys', {
      key: admin.key,
      body: { name: 'plain', scopes: ['read'] },
    });
    const response = await call(`/v1/keys/${id}/rotate`, { method: 'POST', key: admin.key });
    expect(response.status).toBe(201);
    expect(await response.json()).toMatchObject({ name: 'plain', scopes: ['read'] });
    // Where there is something to say, it is named.
    const nothing = await call('/v1/keys', { method: 'POST', key: admin.key });
    expect(await nothing.json()).toMatchObject({
      code: 'invalid_request',
      errors: [{ pointer: '/name' }, { pointer: '/scopes' }],
    });
  });

  test('that is rotated twice gives a second successor that lives as long as the first', async () => {
    const admin = await giveKey();
    const old = await giveKey(['read'], admin.projectId);
    const rotate = () =>
      callJson<CreatedApiKey>(`/v1/keys/${old.id}/rotate`, {
        key: admin.key,
        body: { overlapSeconds: 60 },
      });
    expect((await rotate()).expiresAt).toBeNull();
    expect((await rotate()).expiresAt).toBeNull();
  });
});

describe('a caller is refused', () => {
  test('without a key, with a mistyped one, and with one nobody gave', async () => {
    expect(await refusal('/v1/verdicts', null)).toEqual([401, 'key_missing']);
    expect(await refusal('/v1/verdicts', 'assay_live_x')).toEqual([401, 'key_malformed']);
    expect(await refusal('/v1/verdicts', newApiKey())).toEqual([401, 'key_unknown']);
  });
});

describe('the development key', () => {
  const headers = { Authorization: `Bearer ${DEVELOPMENT_KEY}` };

  test('is refused where the environment is not development', async () => {
    const app = appWith({ ASSAY_ENVIRONMENT: 'production' });
    const response = await app.fetch('http://localhost/v1/verdicts', { headers });
    expect(response.status).toBe(401);
  });

  test('is refused where the address is not loopback, whatever the environment', async () => {
    const app = appWith({ ASSAY_ENVIRONMENT: 'development' });
    for (const host of [
      'https://assay.example.com',
      'http://localhost.example.com',
      'http://10.0.0.1',
    ]) {
      expect((await app.fetch(`${host}/v1/verdicts`, { headers })).status).toBe(401);
    }
  });
});
