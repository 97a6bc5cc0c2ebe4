import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { createDatabase } from './database.ts';
import { createIdempotencyStore } from './idempotency.ts';

test('a sweep of many rows goes in steps, and leaves what is still needed', async () => {
  await env.DB.prepare(
    `INSERT INTO idempotency (api_key_id, key, request_hash, attempt, seed, lease_until_ms, expires_at_ms)
     WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 12003)
     SELECT 'swept', i, '', '', '', 0, CASE WHEN i > 12000 THEN 11 ELSE 10 END FROM n`,
  ).run();
  const database = createDatabase(env.DB);
  let steps = 0;
  const counted = {
    ...database,
    attempt: <Value>(work: () => Promise<Value>) => {
      steps += 1;
      return database.attempt(work);
    },
  };
  expect(await createIdempotencyStore(counted).sweep(10)).toBe(12_000);
  expect(steps).toBe(3);
  const left = await env.DB.prepare(
    "SELECT count(*) AS n FROM idempotency WHERE api_key_id = 'swept'",
  ).first();
  expect(left).toEqual({ n: 3 });
});
