import { once } from 'node:events';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { describe, expect, test } from 'vitest';
import { guardRoute } from '../hono.ts';
import { assayWith, problemAnswer } from '../testing/fake-fetch.ts';
import { guardedApp, holdsForRoutes } from '../testing/guard-route-cases.ts';
import { guardingAssay } from '../testing/guarding-assay.ts';

const words = { secret: '<ann>', placeholder: '[SECRET]' };

describe('in Node.js', () => {
  holdsForRoutes(() => ({ assay: guardingAssay().assay }), words);

  test('over a real server, where the route reads the body as it likes', async () => {
    const { assay } = guardingAssay();
    const app = new Hono().use(guardRoute({ assay }));
    app.post('/json', async (c) => c.json(await c.req.json()));
    app.post('/raw', async (c) => c.text(await c.req.raw.text()));
    app.post('/bytes', async (c) => c.text(new TextDecoder().decode(await c.req.arrayBuffer())));
    const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' });
    try {
      await once(server, 'listening');
      const address = server.address();
      const port = typeof address === 'object' ? address?.port : 0;
      for (const path of ['json', 'raw', 'bytes']) {
        const response = await fetch(`http://127.0.0.1:${port}/${path}`, {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: '{"q":"I am <ann>."}',
        });
        expect(await response.json()).toEqual({ q: 'I am [SECRET].' });
      }
    } finally {
      server.close();
    }
  });

  test('a body that other middleware has read is checked all the same', async () => {
    const { assay } = guardingAssay();
    const app = new Hono().use(async (c, next) => {
      await c.req.json();
      await next();
    });
    app.use(guardRoute({ assay }));
    app.post('/', async (c) => c.json(await c.req.json()));
    const response = await app.request('/', { method: 'POST', body: '{"q":"<ann>"}' });
    expect(await response.json()).toEqual({ q: '[SECRET]' });
  });

  test('results of tools are checked as such, and names of protocols are not sent', async () => {
    const { assay, seen } = guardingAssay();
    const { post } = guardedApp({ assay, only: 'request' });
    const messages = [
      { role: 'user', content: [{ type: 'text', text: 'Read it.' }] },
      { role: 'assistant', tool_calls: [{ id: 'call_1', type: 'function' }] },
      { role: 'tool', tool_call_id: 'call_1', content: 'From <ann>' },
      {
        role: 'user',
        content: [{ type: 'tool_result', content: [{ type: 'text', text: 'Done' }] }],
      },
    ];
    await post('/echo', JSON.stringify({ model: 'provider/model-5', messages }));
    const asked = seen.map(({ init }) => JSON.parse(String(init?.body)));
    expect(asked.map(({ stage, messages: given }) => [stage, given])).toEqual([
      ['input', [{ role: 'user', content: 'Read it.' }]],
      [
        'tool-result',
        [
          { role: 'tool', content: 'From <ann>' },
          { role: 'tool', content: 'Done' },
        ],
      ],
    ]);
  });
});

describe('if Assay cannot be reached', () => {
  const outage = () =>
    assayWith(() => problemAnswer(503, 'storage_unavailable'), { maxRetries: 0 });

  test('the request goes on with a report, and the answer is blocked', async () => {
    const { post, seen, unchecked, reports } = guardedApp({ assay: outage().assay });
    const response = await post('/echo', '{"q":"Hi"}');
    expect([response.status, seen]).toEqual([422, [{ q: 'Hi' }]]);
    expect(unchecked).toMatchObject([{ code: 'storage_unavailable' }]);
    await expect
      .poll(() => reports)
      .toMatchObject([
        { end: 'request', status: 'not_run', action: 'allow' },
        { end: 'answer', status: 'not_run', action: 'block' },
      ]);
  });

  test('onError decides at both ends', async () => {
    const strict = guardedApp({ assay: outage().assay, onError: 'block' });
    expect((await strict.post('/echo', '{"q":"Hi"}')).status).toBe(503);
    expect(strict.seen).toEqual([]);
    const open = guardedApp({ assay: outage().assay, onError: 'allow' });
    expect((await open.post('/echo', '{"q":"Hi"}')).status).toBe(201);
    expect(open.reports.at(-1)).toMatchObject({ end: 'answer', status: 'not_run' });
  });

  test('a mistake in the options is an error of the app, not a decision of the guard', async () => {
    const { assay } = assayWith(() => problemAnswer(404, 'unknown_policy'), { maxRetries: 0 });
    const { app, post } = guardedApp({ assay, onError: 'allow' }, ['Hello']);
    expect(await (await post('/echo', '{"q":"Hi"}')).json()).toEqual({ thrown: 'NotFoundError' });
    const response = await app.request('/words');
    expect([response.status, await response.json()]).toEqual([500, { thrown: 'NotFoundError' }]);
  });
});
