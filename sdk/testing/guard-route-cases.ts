import { Hono } from 'hono';
import { stream, streamSSE, streamText } from 'hono/streaming';
import { expect, test } from 'vitest';
import { type GuardRouteOptions, guardRoute, type RouteReport } from '../hono.ts';

export interface Words {
  /** Something that is redacted, and what then stands in its place. */
  secret: string;
  placeholder: string;
}

type Given = Pick<GuardRouteOptions, 'assay' | 'policy'>;

const FILLER = 'word '.repeat(200);

/** An app behind the guard: what its routes saw, and what the guard reported. */
export function guardedApp(options: GuardRouteOptions, events: readonly string[] = []) {
  const seen: unknown[] = [];
  const reports: RouteReport[] = [];
  const unchecked: unknown[] = [];
  const left: unknown[] = [];
  const app = new Hono();
  app.onError((error, c) => c.json({ thrown: error.name }, 500));
  app.use(async (c, next) => {
    c.header('X-Before', 'kept');
    await next();
  });
  app.use(
    guardRoute({
      onReport: (report) => reports.push(report),
      onUnchecked: (cause) => unchecked.push(cause),
      ...options,
    }),
  );
  app.post('/echo', async (c) => {
    const body = await c.req.json();
    seen.push(body);
    return c.json({ said: 'ok', body }, 201, { 'X-Own': 'kept', ETag: '"1"' });
  });
  app.post('/text', async (c) => {
    const text = await c.req.text();
    seen.push(text);
    return c.text(text);
  });
  app.get('/say', (c) => c.json({ answer: c.req.query('answer'), n: 5 }, 200, { 'X-Own': 'kept' }));
  app.get('/fails', (c) => c.json({ answer: c.req.query('answer') }, 404));
  app.get('/image', (c) => c.body('\u0089PNG', 200, { 'Content-Type': 'image/png' }));
  app.get('/packed', (c) => c.body('x', 200, { 'Content-Encoding': 'gzip' }));
  app.get('/broken', (c) => c.body('{', 200, { 'Content-Type': 'application/json' }));
  app.get('/nothing', (c) => c.body(null, 204));
  app.get('/words', (c) =>
    streamText(c, async (out) => {
      for (const event of events) await out.write(event);
    }),
  );
  app.get('/sse', (c) =>
    streamSSE(c, async (out) => {
      for (const data of events) await out.writeSSE({ data });
    }),
  );
  app.get('/lines', (c) => {
    c.header('Content-Type', 'application/x-ndjson');
    return stream(c, async (out) => {
      for (const event of events) await out.writeln(event);
    });
  });
  app.get('/endless', (c) =>
    c.body(
      new ReadableStream({
        async pull(controller) {
          await new Promise((resolve) => setTimeout(resolve, 2));
          controller.enqueue(new TextEncoder().encode(FILLER));
        },
        cancel: (reason) => void left.push(reason),
      }),
    ),
  );
  const post = (path: string, body: string, type = 'application/json') =>
    app.request(path, { method: 'POST', headers: { 'Content-Type': type }, body });
  return { app, post, seen, reports, unchecked, left };
}

export function chatEvent(content: string): string {
  return JSON.stringify({ choices: [{ index: 0, delta: { content }, finish_reason: null }] });
}

/** The data of the events of a response. */
export function dataIn(text: string): string[] {
  return [...text.matchAll(/^data: (.*)$/gm)].map(([, data = '']) => data);
}

/** What holds wherever Hono runs. @param given a client with a guard that redacts, and blocks `BOMB` */
export function holdsForRoutes(given: () => Given, { secret, placeholder }: Words): void {
  test('the route gets the request with its redactions, and the caller the answer with its own', async () => {
    const { post, seen, reports } = guardedApp(given());
    const body = { id: 'a', messages: [{ role: 'user', content: `I am ${secret}.` }], n: 1 };
    const response = await post('/echo', JSON.stringify(body));
    const redacted = { ...body, messages: [{ role: 'user', content: `I am ${placeholder}.` }] };
    expect(seen).toEqual([redacted]);
    expect([response.status, response.headers.get('X-Own')]).toEqual([201, 'kept']);
    expect(await response.json()).toEqual({ said: 'ok', body: redacted });
    expect(reports).toMatchObject([
      { end: 'request', status: 'checked', action: 'redact' },
      { end: 'answer', status: 'checked', action: 'allow' },
    ]);
  });

  test('a blocked request never reaches the route', async () => {
    const { post, seen, reports } = guardedApp(given());
    for (const [path, body, type] of [
      ['/echo', '{"question":"a \\u0042OMB"}', 'application/json'],
      ['/echo', '{"deep":[[{"any":["BOMB"]}]]}', 'text/plain'],
      ['/text', 'a BOMB', 'text/plain'],
    ] as const) {
      const response = await post(path, body, type);
      expect(response.status).toBe(422);
      expect(await response.json()).toMatchObject({ error: { code: 'guard_blocked' } });
    }
    expect(seen).toEqual([]);
    expect(reports[0]).toMatchObject({ end: 'request', status: 'checked', action: 'block' });
  });

  test('what cannot be read is refused, so nobody goes round the guard', async () => {
    const { post, seen } = guardedApp({ ...given(), maxBytes: 2_000, onError: 'allow' });
    const long = JSON.stringify({ question: 'x'.repeat(3_000) });
    const deep = `${'['.repeat(900)}"BOMB"${']'.repeat(900)}`;
    const statuses = [
      (await post('/echo', long)).status,
      (await post('/echo', deep)).status,
      (await post('/echo', 'question=BOMB', 'application/x-www-form-urlencoded')).status,
      (await post('/echo', '--a\r\n\r\nBOMB', 'multipart/form-data; boundary=a')).status,
    ];
    expect(statuses).toEqual([413, 413, 415, 415]);
    expect(seen).toEqual([]);
  });

  test('a blocked answer is replaced with all of its headers', async () => {
    const { app, reports } = guardedApp(given());
    for (const path of ['/say?answer=BOMB', '/fails?answer=BOMB']) {
      const response = await app.request(path);
      expect([response.status, response.headers.get('X-Own')]).toEqual([422, null]);
      expect(response.headers.get('X-Before')).toBe('kept');
      expect(await response.text()).not.toContain('BOMB');
    }
    expect(reports.at(-1)).toMatchObject({ end: 'answer', status: 'checked', action: 'block' });
    const custom = guardedApp({
      ...given(),
      blocked: (c, { end, cause }) => c.json({ answer: 'No.', end, code: cause.code }, 200),
    });
    const response = await custom.app.request('/say?answer=BOMB');
    expect(await response.json()).toEqual({ answer: 'No.', end: 'answer', code: 'guard_blocked' });
  });

  test('an answer that cannot be looked at does not pass, unless that is asked', async () => {
    const { app } = guardedApp(given());
    const open = guardedApp({ ...given(), onError: 'allow' });
    for (const path of ['/image', '/packed', '/broken']) {
      const response = await app.request(path);
      expect([path, response.status]).toEqual([path, 503]);
      expect(await response.json()).toMatchObject({ error: { code: 'unreadable_answer' } });
      expect((await open.app.request(path)).status).toBe(200);
    }
    expect(open.unchecked).toHaveLength(3);
    expect(open.reports).toMatchObject(Array(3).fill({ end: 'answer', status: 'not_run' }));
    expect((await app.request('/nothing')).status).toBe(204);
  });

  test('a stream of text is redacted', async () => {
    const { app, reports } = guardedApp(given(), ['To ', secret, ` ${FILLER}`]);
    expect(await (await app.request('/words')).text()).toBe(`To ${placeholder} ${FILLER}`);
    await expect.poll(() => reports).toMatchObject([{ end: 'answer', action: 'redact' }]);
  });

  test('a stream that is blocked before anything went out is replaced as a whole', async () => {
    const { app } = guardedApp(given(), ['a ', 'BO', 'MB']);
    for (const path of ['/words', '/sse', '/lines']) {
      expect([path, (await app.request(path)).status]).toEqual([path, 422]);
    }
    const buffered = guardedApp({ ...given(), mode: 'buffer' }, [FILLER, 'BOMB']);
    expect((await buffered.app.request('/words')).status).toBe(422);
  });

  test('a stream that is blocked late ends with an error, or with the text for that', async () => {
    const events = [chatEvent(FILLER), chatEvent(FILLER), chatEvent('BOMB'), '[DONE]'];
    const response = await guardedApp(given(), events).app.request('/sse');
    expect(response.status).toBe(200);
    const text = await response.text();
    expect(text).not.toContain('BOMB');
    expect(text).not.toContain('[DONE]');
    expect(JSON.parse(dataIn(text).at(-1) ?? '')).toMatchObject({
      type: 'error',
      error: { code: 'guard_blocked' },
    });
    const cut = await guardedApp(given(), [FILLER, 'BOMB']).app.request('/words');
    await expect(cut.text()).rejects.toThrow();
    const stopped = guardedApp({ ...given(), stopped: () => '… I must stop.' }, [FILLER, 'BOMB']);
    const said = await (await stopped.app.request('/words')).text();
    expect(said).toMatch(/^(word )+[word ]*… I must stop\.$/);
  });

  test('events of a dialect keep their form and their end', async () => {
    const pieces = ['Mail ', ...secret, ' now.'];
    const { app } = guardedApp(given(), [...pieces.map(chatEvent), '[DONE]']);
    const data = dataIn(await (await app.request('/sse')).text());
    expect(data.at(-1)).toBe('[DONE]');
    const said = data.slice(0, -1).map((event) => JSON.parse(event).choices[0].delta.content);
    expect(said.join('')).toBe(`Mail ${placeholder} now.`);
    const lines = await guardedApp(given(), [chatEvent(secret)]).app.request('/lines');
    expect(await lines.text()).toBe(`${chatEvent(placeholder)}\n`);
  });

  test('events of another shape are checked if their texts are named, else not sent', async () => {
    const events = [{ kind: 'start' }, { text: 'Mail ' }, { text: secret }].map((event) =>
      JSON.stringify(event),
    );
    expect((await guardedApp(given(), events).app.request('/sse')).status).toBe(503);
    const named = guardedApp({ ...given(), answerTexts: ['/text'] }, events);
    const data = dataIn(await (await named.app.request('/sse')).text());
    const said = data.map((event) => JSON.parse(event).text ?? '').join('');
    expect([data[0], said]).toEqual(['{"kind":"start"}', `Mail ${placeholder}`]);
    const open = guardedApp({ ...given(), onError: 'allow' }, events);
    expect(dataIn(await (await open.app.request('/sse')).text())).toEqual(events);
    await expect.poll(() => open.reports).toMatchObject([{ status: 'not_run', action: 'allow' }]);
  });

  test('only the texts that are named are checked', async () => {
    const { post, seen } = guardedApp({
      ...given(),
      only: 'request',
      requestTexts: ['/messages/*/content', '/question'],
    });
    const messages = [{ content: secret, other: secret }, { content: 'Hi' }];
    await post('/echo', JSON.stringify({ messages, note: secret }));
    const expected = [{ content: placeholder, other: secret }, { content: 'Hi' }];
    expect(seen).toEqual([{ messages: expected, note: secret }]);
    const missing = await post('/echo', JSON.stringify({ prompt: 'BOMB' }));
    expect([missing.status, seen.length]).toEqual([422, 1]);
    const answers = guardedApp({ ...given(), answerTexts: ['/absent'] });
    expect((await answers.app.request('/say?answer=hello')).status).toBe(503);
  });

  test('an answer that is too large is not sent', async () => {
    const { app } = guardedApp({ ...given(), maxBytes: 1_000 }, [FILLER, FILLER]);
    expect((await app.request(`/say?answer=${'x'.repeat(2_000)}`)).status).toBe(503);
    const text = await (await app.request('/words')).text().catch(() => 'cut');
    expect(text).not.toBe(`${FILLER}${FILLER}`);
  });

  test('a caller who leaves ends the stream of the route', async () => {
    const { app, left, reports } = guardedApp(given());
    const reader = (await app.request('/endless')).body?.getReader();
    await reader?.read();
    await reader?.cancel('enough');
    await expect.poll(() => left).toHaveLength(1);
    await expect.poll(() => reports).toMatchObject([{ end: 'answer', status: 'not_run' }]);
  });
}
