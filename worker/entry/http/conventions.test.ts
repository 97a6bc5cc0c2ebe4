import { createExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import type { Problem } from '@assay/schema/types.ts';
import { describe, expect, test } from 'vitest';
import { createApp } from '../../app.ts';
import { DEVELOPMENT_KEY } from '../../features/auth/development.ts';
import { appWith } from '../../testing/app.ts';
import { call } from '../../testing/client.ts';
import { failingDatabase } from '../../testing/faults.ts';

const headers = { Authorization: `Bearer ${DEVELOPMENT_KEY}`, 'Content-Type': 'application/json' };
const body = JSON.stringify({
  sample: { output: 'very secret answer', expected: 'very secret truth' },
  scorers: ['levenshtein'],
  metadata: { patient: 'Jane Roe' },
});
const scoring = { method: 'POST', headers, body };

describe('every answer', () => {
  test('carries a request id, security headers and timings', async () => {
    const response = await call('/v1/score', { body: JSON.parse(body) });
    expect(response.headers.get('x-request-id')).toMatch(/^req_[0-9a-z]{26}$/);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('strict-transport-security')).toContain('max-age=');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('server-timing')).toMatch(
      /^auth;dur=\d+, score;dur=\d+, store;dur=\d+$/,
    );
  });

  test("keeps the caller's request id, unless it could break a log", async () => {
    const ask = (id: string) => call('/healthz', { headers: { 'X-Request-Id': id } });
    expect((await ask('trace-7')).headers.get('x-request-id')).toBe('trace-7');
    expect((await ask('x'.repeat(65))).headers.get('x-request-id')).toMatch(/^req_/);
    expect((await ask('a b')).headers.get('x-request-id')).toMatch(/^req_/);
  });

  test('names its request id in a problem', async () => {
    const response = await call('/v1/nothing');
    const problem = await response.json<Problem>();
    expect(response.status).toBe(404);
    expect(problem).toMatchObject({
      code: 'not_found',
      requestId: response.headers.get('x-request-id'),
    });
  });

  test('tells a wrong method from a wrong path', async () => {
    const response = await call('/v1/score');
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('POST');
  });
});

describe('a variable that cannot be understood', () => {
  test('is a problem and a line of log that names it', async () => {
    const response = await createApp().fetch(
      new Request('http://localhost/healthz'),
      { ...env, ASSAY_RATE_LIMIT: '100/30' },
      createExecutionContext(),
    );
    expect(response.status).toBe(500);
    expect(await response.json()).toMatchObject({ code: 'internal' });
  });
});

describe('the log', () => {
  test('has one line a request and nothing of the sample, its metadata or the key', async () => {
    const app = appWith({});
    await app.fetch('http://localhost/v1/score', scoring);
    await app.fetch('http://localhost/v1/score', { ...scoring, body: '{"secret' });
    expect(app.lines.filter(({ event }) => event === 'request')).toMatchObject([
      { method: 'POST', route: '/v1/score', status: 200, projectId: 'prj_development' },
      { status: 400 },
    ]);
    expect(JSON.stringify(app.lines)).not.toMatch(/secret|Jane|assay_dev/);
  });
});

describe('a rate limit', () => {
  const refusing = { limit: async () => ({ success: false }) };

  test('answers 429, and says when to come back', async () => {
    const app = appWith({ RATE_LIMITER: refusing });
    const response = await app.fetch('http://localhost/v1/score', scoring);
    expect(response.status).toBe(429);
    expect(response.headers.get('retry-after')).toBe('60');
    expect(response.headers.get('ratelimit')).toBe('"default";r=0;t=60');
    expect(response.headers.get('ratelimit-policy')).toBe('"default";q=6000;w=60');
    expect(await response.json()).toMatchObject({ code: 'rate_limited', retryable: true });
  });

  test('is counted by key', async () => {
    const keys: string[] = [];
    const counting = {
      limit: async ({ key }: { key: string }) => {
        keys.push(key);
        return { success: true };
      },
    };
    await appWith({ RATE_LIMITER: counting }).fetch('http://localhost/v1/score', scoring);
    expect(keys).toEqual(['key:key_development']);
  });

  test('that does not answer stops nobody', async () => {
    const broken = { limit: () => Promise.reject(new Error('limiter down')) };
    const app = appWith({ RATE_LIMITER: broken });
    expect((await app.fetch('http://localhost/v1/score', scoring)).status).toBe(200);
    expect(app.lines).toContainEqual(expect.objectContaining({ event: 'rate_limiter_failed' }));
  });
});

describe('cross-origin requests', () => {
  const preflight = {
    method: 'OPTIONS',
    headers: { Origin: 'https://app.example', 'Access-Control-Request-Method': 'POST' },
  };

  test('are not answered for unless configured', async () => {
    const response = await appWith({ ASSAY_CORS_ORIGINS: '' }).fetch(
      'http://localhost/v1/score',
      preflight,
    );
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
  });

  test('are let in from the configured origins only', async () => {
    const app = appWith({ ASSAY_CORS_ORIGINS: 'https://app.example, https://b.example' });
    const allowed = await app.fetch('http://localhost/v1/score', preflight);
    expect(allowed.headers.get('access-control-allow-origin')).toBe('https://app.example');
    expect(allowed.headers.get('access-control-allow-headers')).toContain('Authorization');
    const other = {
      ...preflight,
      headers: { ...preflight.headers, Origin: 'https://evil.example' },
    };
    const refused = await app.fetch('http://localhost/v1/score', other);
    expect(refused.headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('a database that fails', () => {
  test('once or twice is not noticed', async () => {
    const app = appWith({ DB: failingDatabase(env.DB, 2) });
    const response = await app.fetch('http://localhost/v1/score', scoring);
    expect(response.status).toBe(200);
    const { id } = await response.json<{ id: string }>();
    expect((await call(`/v1/verdicts/${id}`)).status).toBe(200);
  });

  test('for good is a problem that may be retried', async () => {
    const app = appWith({ DB: failingDatabase(env.DB, 1_000) });
    const response = await app.fetch('http://localhost/v1/score', scoring);
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({ code: 'storage_unavailable', retryable: true });
    expect(JSON.stringify(app.lines)).toContain('storage_unavailable');
  });

  test('tells the log where, and nothing of what was being written', async () => {
    const app = appWith({ DB: failingDatabase(env.DB, 1_000) });
    const secret = JSON.stringify({ name: 'Jane Roe secret', scopes: ['read'] });
    const response = await app.fetch('http://localhost/v1/keys', { ...scoring, body: secret });
    expect(response.status).toBe(503);
    expect(app.lines).toContainEqual(
      expect.objectContaining({ event: 'problem', stack: expect.stringContaining('at ') }),
    );
    expect(JSON.stringify(app.lines)).not.toMatch(/Jane|secret|assay_live/);
  });

  test('does not matter to a request that stores nothing', async () => {
    const app = appWith({ DB: failingDatabase(env.DB, 1_000) });
    const unstored = JSON.stringify({ ...JSON.parse(body), store: 'none' });
    const response = await app.fetch('http://localhost/v1/score', { ...scoring, body: unstored });
    expect(response.status).toBe(200);
  });
});

describe('a queue that refuses', () => {
  test('costs nothing: the verdict is stored at once', async () => {
    const refusing: Queue = {
      ...env.VERDICTS,
      send: () => Promise.reject(new Error('Queue is overloaded')),
    };
    const app = appWith({ VERDICTS: refusing });
    const queued = JSON.stringify({ ...JSON.parse(body), store: 'queued' });
    const response = await app.fetch('http://localhost/v1/score', { ...scoring, body: queued });
    const verdict = await response.json<{ id: string; stored: string }>();
    expect(verdict.stored).toBe('now');
    expect((await call(`/v1/verdicts/${verdict.id}`)).status).toBe(200);
  });
});
