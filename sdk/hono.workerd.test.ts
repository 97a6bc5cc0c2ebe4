import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test';
import { exports } from 'cloudflare:workers';
import { Hono } from 'hono';
import { expect, inject, test } from 'vitest';
import { assayClient, scoreResponse } from './hono.ts';
import { Assay } from './index.ts';
import { desk, holdsForResponses } from './testing/hono-cases.ts';

// The real Worker, asked from inside workerd.
const apiKey = inject('developmentKey');
const fetch: typeof globalThis.fetch = (url, init) => exports.default.fetch(new Request(url, init));
const assay = new Assay({ baseUrl: 'http://localhost', apiKey, fetch });

holdsForResponses(() => assay);

test('a verdict in the background is waited for by the execution context', async () => {
  const { app, verdicts } = desk(assay, { waitUntil: undefined });
  const executionContext = createExecutionContext();
  const response = await app.request('/json?answer=fine', {}, {}, executionContext);
  expect(await response.json()).toEqual({ answer: 'fine' });
  await waitOnExecutionContext(executionContext);
  expect(verdicts).toMatchObject([{ passed: true, stored: 'now' }]);
});

test('the middleware takes the client of the context', async () => {
  const tags = ['hono'];
  const app = new Hono().use(assayClient({ fetch }));
  app.use(scoreResponse({ scorers: ['json-valid'], tags, sample: () => ({ output: '{}' }) }));
  app.get('/', async (c) => c.json((await c.var.assay.verdicts.list({ tag: tags })).items.length));
  const env = { ASSAY_BASE_URL: 'http://localhost', ASSAY_API_KEY: apiKey };
  const executionContext = createExecutionContext();
  expect(await (await app.request('/', {}, env, executionContext)).json()).toBe(0);
  await waitOnExecutionContext(executionContext);
  expect((await assay.verdicts.list({ tag: tags })).items).toHaveLength(1);
});
