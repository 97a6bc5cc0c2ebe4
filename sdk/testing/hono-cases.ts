import type { Sample, Verdict } from '@assay/schema/types.ts';
import { Hono } from 'hono';
import { streamText } from 'hono/streaming';
import { expect, test } from 'vitest';
import type { Assay } from '../client.ts';
import { type ScoreResponseOptions, scoreResponse } from '../hono.ts';

type Answer = { answer: string };
type Settings = Partial<ScoreResponseOptions<Answer>>;

/** An app that answers what it is asked, behind the middleware; verdicts are of the client given. */
export function desk(assay: Pick<Assay, 'score'>, settings: Settings = {}) {
  const verdicts: Verdict[] = [];
  const faults: unknown[] = [];
  const scored: Promise<unknown>[] = [];
  const left: unknown[] = [];
  const score = scoreResponse<Answer>({
    assay,
    scorers: [{ scorer: 'not-contains', params: { values: ['secret'] } }],
    sample: (_, body): Sample => ({ output: typeof body === 'string' ? body : body.answer }),
    onVerdict: (verdict) => verdicts.push(verdict),
    onError: (error) => faults.push(error),
    waitUntil: (promise) => scored.push(promise),
    ...settings,
  });
  const app = new Hono();
  app.onError((error, c) => c.json({ error: error.name }, 502));
  app.use(async (c, next) => {
    c.header('X-Before', 'kept');
    await next();
  });
  app.use(score);
  app.get('/json', (c) => c.json({ answer: c.req.query('answer') }, 200, { 'X-Own': 'kept' }));
  app.get('/text', (c) => c.text('plain'));
  app.get('/broken', (c) => c.body('{', 200, { 'Content-Type': 'application/json' }));
  app.get('/packed', (c) => c.body('x', 200, { 'Content-Encoding': 'gzip' }));
  app.get('/nothing', (c) => c.body(null, 204));
  app.get('/endless', (c) =>
    c.body(
      new ReadableStream({
        async pull(controller) {
          await new Promise((resolve) => setTimeout(resolve, 5));
          controller.enqueue(new TextEncoder().encode('more '));
        },
        cancel: (reason) => void left.push(reason),
      }),
    ),
  );
  app.get('/missing', (c) => c.json({ answer: 'secret' }, 404));
  app.get('/stream', (c) =>
    streamText(c, async (stream) => {
      for (const word of ['the ', 'secret ', 'word']) await stream.write(word);
    }),
  );
  return { app, verdicts, faults, left, settled: () => Promise.all(scored) };
}

/** What holds wherever Hono runs. @param assay asks a real Worker, or one that is like it */
export function holdsForResponses(assay: () => Pick<Assay, 'score'>): void {
  test('an answer goes out as it is, and is scored beside that', async () => {
    const { app, verdicts, settled } = desk(assay());
    const response = await app.request('/json?answer=fine');
    expect([response.status, response.headers.get('X-Own')]).toEqual([200, 'kept']);
    expect(await response.json()).toEqual({ answer: 'fine' });
    await (await app.request('/json?answer=secret')).text();
    await settled();
    expect(verdicts.map(({ passed }) => passed)).toEqual([true, false]);
  });

  test('text and streams are scored as text, when they are whole', async () => {
    const { app, verdicts, settled } = desk(assay());
    expect(await (await app.request('/text')).text()).toBe('plain');
    expect(await (await app.request('/stream')).text()).toBe('the secret word');
    await settled();
    expect(verdicts.map(({ passed }) => passed).sort()).toEqual([false, true]);
  });

  test('errors and answers without a body are not scored', async () => {
    const { app, verdicts, faults, settled } = desk(assay());
    for (const path of ['/missing', '/nothing', '/nowhere']) await app.request(path);
    await settled();
    expect([verdicts, faults]).toEqual([[], []]);
  });

  test('whatever goes wrong in the background reaches onError, and never the route', async () => {
    const { app, faults, settled } = desk(assay());
    for (const path of ['/broken', '/packed']) {
      const response = await app.request(path);
      expect(response.status).toBe(200);
      await response.text();
    }
    await settled();
    expect(faults).toHaveLength(2);
    expect(faults).toContainEqual(expect.any(SyntaxError));
    expect(faults).toContainEqual(expect.objectContaining({ code: 'unreadable_answer' }));
  });

  test('an answer larger than is read is not scored, and goes out whole', async () => {
    const { app, verdicts, faults, settled } = desk(assay(), { maxBytes: 1_000 });
    const answer = 'x'.repeat(2_000);
    expect(await (await app.request(`/json?answer=${answer}`)).json()).toEqual({ answer });
    await settled();
    expect(verdicts).toEqual([]);
    expect(faults).toMatchObject([{ code: 'sample_too_large' }]);
  });

  test('whoever leaves a stream ends the one of the route too, and it is not scored', async () => {
    const { app, verdicts, faults, left, settled } = desk(assay());
    const response = await app.request('/endless');
    const reader = response.body?.getReader();
    await reader?.read();
    await reader?.cancel('enough');
    await settled();
    expect([left, verdicts, faults]).toEqual([['enough'], [], []]);
  });

  test('a blocking verdict waits no longer than it may, whatever is slow', async () => {
    const { app, faults } = desk(assay(), { mode: 'blocking', timeoutMs: 50 });
    const response = await app.request('/endless');
    await response.body?.cancel();
    expect(faults).toMatchObject([{ code: 'timeout' }]);
    const slow = desk(assay(), {
      mode: 'blocking',
      timeoutMs: 50,
      sample: () => new Promise(() => {}),
      fallback: (c) => c.json({ answer: 'Later.' }),
      onUnscored: 'fallback',
    });
    const held = await slow.app.request('/json?answer=fine');
    expect([held.status, await held.json()]).toEqual([200, { answer: 'Later.' }]);
  });

  test('a blocking verdict lets an answer go, or puts the fallback in its place', async () => {
    const { app } = desk(assay(), {
      mode: 'blocking',
      fallback: (c, verdict) => c.json({ answer: 'Let me ask.', id: verdict?.id }, 202),
    });
    expect(await (await app.request('/json?answer=fine')).json()).toEqual({ answer: 'fine' });
    for (const path of ['/json?answer=secret', '/stream']) {
      const held = await app.request(path);
      expect([held.status, held.headers.get('X-Own')]).toEqual([202, null]);
      expect(held.headers.get('X-Before')).toBe('kept');
      expect(await held.json()).toEqual({ answer: 'Let me ask.', id: expect.any(String) });
    }
  });

  test('without a fallback what did not pass is an error for app.onError', async () => {
    const { app } = desk(assay(), { mode: 'blocking' });
    const response = await app.request('/json?answer=secret');
    expect(response.status).toBe(502);
    expect(response.headers.get('X-Own')).toBeNull();
    expect(await response.json()).toEqual({ error: 'AnswerWithheldError' });
  });

  test('a blocking answer that cannot be read goes out, or is withheld where that is asked', async () => {
    const { app, faults } = desk(assay(), { mode: 'blocking', maxBytes: 20 });
    expect(await (await app.request('/packed')).text()).toBe('x');
    const answer = 'x'.repeat(1_000);
    expect(await (await app.request(`/json?answer=${answer}`)).json()).toEqual({ answer });
    expect(faults).toMatchObject([{ code: 'unreadable_answer' }, { code: 'sample_too_large' }]);
    const strict = desk(assay(), { mode: 'blocking', maxBytes: 20, onUnscored: 'throw' });
    for (const path of ['/packed', `/json?answer=${answer}`]) {
      const held = await strict.app.request(path);
      expect([held.status, held.headers.get('X-Own')]).toEqual([502, null]);
    }
  });
}
