/** The least a Worker could do for the same request: what Assay is measured against. */
import type { ScoreOneRequest } from '@assay/schema/types.ts';
import { resolveScorers } from '@assay/scorers/resolve.ts';
import { runScorers } from '@assay/scorers/run.ts';
import { readSample } from '@assay/scorers/sample.ts';
import { Hono } from 'hono';

const app = new Hono<{ Bindings: { DB: D1Database } }>();

app.post('/echo', async (c) => c.json(await c.req.json()));

app.post('/insert', async (c) => {
  const body = await c.req.json();
  await c.env.DB.prepare('INSERT INTO bodies (id, body) VALUES (?1, ?2)')
    .bind(crypto.randomUUID(), JSON.stringify(body))
    .run();
  return c.json(body);
});

const known = new Map<string, ReturnType<typeof resolveScorers>>();

/** Runs the scorers and answers with their scores: no key, no checks, no verdict, no log. */
app.post('/scores', async (c) => {
  const { sample, scorers = [] } = await c.req.json<ScoreOneRequest>();
  const key = JSON.stringify(scorers);
  const resolved = known.get(key) ?? resolveScorers(scorers);
  known.set(key, resolved);
  const scores = await runScorers(resolved, readSample(sample), {
    nowMs: Date.now,
    deadlineAtMs: Number.POSITIVE_INFINITY,
    requiredByDefault: true,
  });
  return c.json({ scores });
});

/** Passes the body on to the address that the query names, after a look into the database if asked. */
app.post('/forward', async (c) => {
  if (c.req.query('look') !== undefined) {
    await c.env.DB.prepare('SELECT body FROM bodies WHERE id = ?1').bind(crypto.randomUUID()).all();
  }
  const answer = await fetch(c.req.query('to') ?? '', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(await c.req.json()),
  });
  return c.json(await answer.json());
});

export default app;
