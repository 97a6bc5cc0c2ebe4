import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { appWith } from '../../testing/app.ts';
import { call } from '../../testing/client.ts';
import { failingDatabase } from '../../testing/faults.ts';

test('the process is healthy without a key or a database', async () => {
  const app = appWith({ DB: failingDatabase(env.DB, 1_000) });
  const response = await app.fetch('http://localhost/healthz');
  expect(response.status).toBe(200);
  expect(await response.json()).toEqual({ status: 'ok', version: expect.any(String) });
});

test('it is ready once every migration is applied', async () => {
  expect((await call('/readyz', { key: null })).status).toBe(200);
});

test('it is not ready while the database does not answer', async () => {
  const app = appWith({ DB: failingDatabase(env.DB, 1_000) });
  const response = await app.fetch('http://localhost/readyz');
  expect(response.status).toBe(503);
  expect(await response.json()).toMatchObject({ code: 'not_ready', retryable: true });
});

test('it is ready while the next release has migrated the database already', async () => {
  const insert =
    "INSERT INTO d1_migrations (name, applied_at) VALUES ('9999_next.sql', '2030-01-01')";
  await env.DB.prepare(insert).run();
  expect((await call('/readyz', { key: null })).status).toBe(200);
});

test('it is not ready while a migration is missing', async () => {
  const { results } = await env.DB.prepare('SELECT * FROM d1_migrations').all();
  await env.DB.prepare('DELETE FROM d1_migrations').run();
  try {
    expect((await call('/readyz', { key: null })).status).toBe(503);
  } finally {
    const insert = env.DB.prepare(
      'INSERT INTO d1_migrations (id, name, applied_at) VALUES (?1, ?2, ?3)',
    );
    await env.DB.batch(
      results.map(({ id, name, applied_at }) => insert.bind(id, name, applied_at)),
    );
  }
});
