/** The least a Worker could do for the same request: what Assay is measured against. */
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
