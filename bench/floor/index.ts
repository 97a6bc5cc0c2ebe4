/** The least a Worker could do for the same request: what Assay is measured against. */
import type { AssayBinding } from '@assay/schema/binding.ts';
import type { ScoreManyRequest, ScoreOneRequest } from '@assay/schema/types.ts';
import { resolveScorers } from '@assay/scorers/resolve.ts';
import { runScorers } from '@assay/scorers/run.ts';
import { readSample } from '@assay/scorers/sample.ts';
import { Hono } from 'hono';

const app = new Hono<{ Bindings: { DB: D1Database; ASSAY: AssayBinding } }>();

app.post('/echo', async (c) => c.json(await c.req.json()));

/** The same, with one line of log as every server writes one. */
app.post('/logged-echo', async (c) => {
  const body = await c.req.json();
  logRequest(c.req.path);
  return c.json(body);
});

function logRequest(route: string): void {
  const line = {
    level: 'info',
    event: 'request',
    requestId: crypto.randomUUID(),
    method: 'POST',
    route,
    status: 200,
    durationMs: 0,
    projectId: 'prj_floor',
    keyId: 'key_floor',
    traceId: null,
  };
  console.log(JSON.stringify(line));
}

/** What a stored verdict comes to in the database and in the answer. */
export interface LikeWrite {
  answer: string;
  verdict: string;
  sample: string;
  labels: string[];
}

let like: LikeWrite | undefined;

/** Says what `/like-insert` is to write. */
app.post('/like', async (c) => {
  like = await c.req.json<LikeWrite>();
  return c.body(null, 204);
});

/** Reads the body, writes the rows and bytes of a stored verdict, logs a line and answers as much. */
app.post('/like-insert', async (c) => {
  await c.req.json();
  if (like === undefined) return c.body(null, 409);
  const id = `${Date.now()}-${crypto.randomUUID()}`;
  const { answer, verdict, sample, labels } = like;
  const values = labels.map((_, i) => `(?1, ?${i + 3}, ?2)`).join(', ');
  await c.env.DB.batch([
    c.env.DB.prepare(
      `INSERT INTO verdicts (project_id, id, created_at_ms, passed, verdict, sample)
       VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO NOTHING`,
    ).bind('prj_floor', id, Date.now(), 1, verdict, sample),
    c.env.DB.prepare(
      `INSERT INTO verdict_labels (project_id, label, verdict_id)
       VALUES ${values} ON CONFLICT DO NOTHING`,
    ).bind('prj_floor', id, ...labels),
  ]);
  logRequest(c.req.path);
  return c.body(answer, 200, { 'Content-Type': 'application/json' });
});

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

interface Bound {
  request: ScoreOneRequest | ScoreManyRequest;
  calls: number;
}

/** Has Assay score over the service binding, `calls` times for one request of HTTP. */
app.post('/bound', async (c) => {
  const { request, calls } = await c.req.json<Bound>();
  for (let i = 0; i < calls; i += 1) {
    const answer = await ('sample' in request
      ? c.env.ASSAY.score(request)
      : c.env.ASSAY.score(request));
    if (!answer.ok) throw new Error(answer.problem.detail);
  }
  return c.json({ calls });
});

export default app;
