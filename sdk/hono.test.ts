import { once } from 'node:events';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { describe, expect, test, vi } from 'vitest';
import { assayClient } from './hono.ts';
import { assayWith, problemAnswer } from './testing/fake-fetch.ts';
import { desk, holdsForResponses } from './testing/hono-cases.ts';
import { verdictOf } from './testing/verdict.ts';

/** Fails what holds the word "secret". */
const judging = () =>
  assayWith((_, init) =>
    Response.json(
      verdictOf(undefined, { passed: !/"output":"[^"]*secret/.test(String(init?.body)) }),
    ),
  ).assay;

describe('in Node.js', () => {
  holdsForResponses(judging);

  test('over a real server, with no execution context', async () => {
    const { app, verdicts } = desk(judging(), { waitUntil: undefined });
    const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' });
    try {
      await once(server, 'listening');
      const address = server.address();
      const port = typeof address === 'object' ? address?.port : 0;
      const response = await fetch(`http://127.0.0.1:${port}/json?answer=fine`);
      expect(await response.json()).toEqual({ answer: 'fine' });
      await vi.waitFor(() => expect(verdicts).toHaveLength(1));
    } finally {
      server.close();
    }
  });

  test('an outage lets a blocking answer go, and is told', async () => {
    const { assay } = assayWith(() => problemAnswer(500, 'internal_error'), { maxRetries: 0 });
    const { app, faults } = desk(assay, { mode: 'blocking' });
    expect(await (await app.request('/json?answer=fine')).json()).toEqual({ answer: 'fine' });
    expect(faults).toMatchObject([{ code: 'internal_error' }]);
    const strict = desk(assay, { mode: 'blocking', onUnscored: 'throw' });
    expect((await strict.app.request('/json?answer=fine')).status).toBe(502);
  });

  test('what the route asks not to be scored is not', async () => {
    const { app, verdicts, settled } = desk(judging(), { sample: () => undefined });
    await (await app.request('/json?answer=fine')).text();
    await settled();
    expect(verdicts).toEqual([]);
  });
});

describe('the client on the context', () => {
  test('is made of the variables of the Worker', async () => {
    const { fetch, seen } = assayWith(() => Response.json(verdictOf()));
    const app = new Hono().use(assayClient({ fetch }));
    app.get('/', async (c) => c.json(await c.var.assay.verdicts.get('ver_1')));
    const env = { ASSAY_BASE_URL: 'https://assay.test', ASSAY_API_KEY: 'assay_live_y' };
    expect(await (await app.request('/', {}, env)).json()).toMatchObject({ id: 'ver_1' });
    expect(seen[0]?.url).toBe('https://assay.test/v1/verdicts/ver_1');
    expect(new Headers(seen[0]?.init?.headers).get('authorization')).toBe('Bearer assay_live_y');
  });

  test('goes over the service binding if there is one', async () => {
    const app = new Hono().use(assayClient());
    app.get('/', async (c) => c.json(await c.var.assay.verdicts.get('ver_1')));
    const get = async () => ({ ok: true, value: verdictOf() });
    const response = await app.request('/', {}, { ASSAY: { verdicts: { get } } });
    expect(await response.json()).toMatchObject({ id: 'ver_1' });
  });

  test('says what is missing where nothing is configured', async () => {
    vi.stubEnv('ASSAY_BASE_URL', '');
    const app = new Hono().use(assayClient());
    app.onError((error, c) => c.text(error.message, 500));
    expect(await (await app.request('/')).text()).toContain('ASSAY_BASE_URL');
    vi.unstubAllEnvs();
  });
});
