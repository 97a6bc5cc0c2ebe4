import { env } from 'cloudflare:workers';
import * as tables from '@assay/schema/db/tables.ts';
import type { Batch, Verdict } from '@assay/schema/types.ts';
import { getTableConfig } from 'drizzle-orm/sqlite-core';
import { type PackRow, unpackVerdicts } from '../store/verdict-packs.ts';
import { untilEnded } from './batches.ts';
import { callJson } from './client.ts';
import { giveKey } from './keys.ts';

let worlds = 0;

/**
 * A project that has samples of a user in every place that keeps samples, each beside one of somebody
 * else, and what people said of both.
 */
export async function erasureWorld() {
  const { key, projectId, id: keyId } = await giveKey();
  const secret = `secret-${++worlds}-of-${projectId}@example.com`;
  const user = `user-${projectId}`;
  const post = <Answer>(path: string, body: object) => callJson<Answer>(path, { key, body });
  const own = { output: secret, expected: `not ${secret}`, metadata: { user } };
  const other = { output: 'harmless', expected: 'harmless', metadata: { user: 'somebody' } };
  // A detector quotes what it finds.
  const scorers = ['levenshtein', 'detect-pii'];
  const score = async (sample: object, more: object = {}) =>
    post<Verdict>('/v1/score', { sample, scorers, ...more });

  const byRequest = await score({ output: secret, expected: 'x' }, { metadata: { user } });
  const bySample = await score(own);
  const kept = await score(other, { metadata: { user: 'somebody' } });
  await post('/v1/datasets', {
    name: 'support',
    items: [
      { id: 'own', sample: own },
      { id: 'other', sample: other },
    ],
  });
  const batch = await post<Batch>('/v1/batches', {
    samples: [
      { ...own, id: 'own' },
      { ...other, id: 'other' },
    ],
    scorers,
  });
  await untilEnded(batch.id, key);
  await post('/v1/questions', { name: 'right', kind: 'pass-fail', text: 'Is it right?' });
  const targets = {
    own: [
      { verdictId: byRequest.id },
      { verdictId: bySample.id },
      { batchId: batch.id, index: 0 },
      { dataset: 'support@1', itemId: 'own' },
    ],
    other: [
      { verdictId: kept.id },
      { batchId: batch.id, index: 1 },
      { dataset: 'support@1', itemId: 'other' },
    ],
  };
  await post('/v1/labels', {
    ...{ question: 'right', by: 'anna' },
    labels: [
      ...targets.own.map((target) => ({ target, value: false, comment: secret })),
      ...targets.other.map((target) => ({ target, value: true })),
    ],
  });
  await env.DB.prepare(
    `INSERT INTO judge_cache (project_id, key, value, expires_at_ms) VALUES (?1, 'k', ?2, ?3)`,
  )
    .bind(projectId, JSON.stringify(secret), Date.now() + 86_400_000)
    .run();
  return {
    key,
    keyId,
    projectId,
    user,
    secret,
    batchId: batch.id,
    byRequest,
    bySample,
    kept,
  };
}

/** What the database has, in words: every table, with packed verdicts unpacked. */
export async function everythingStored(): Promise<string> {
  const texts: string[] = [];
  for (const table of Object.values(tables)) {
    const { name } = getTableConfig(table);
    const { results } = await env.DB.prepare(`SELECT * FROM ${name}`).all();
    texts.push(JSON.stringify({ [name]: results }));
  }
  const packs = await env.DB.prepare(
    'SELECT at AS packedAt, version AS packedVersion, verdicts FROM batch_packs',
  ).all<PackRow>();
  for (const row of packs.results) {
    for (const members of (await unpackVerdicts([row])).values()) {
      texts.push(JSON.stringify([...members.values()]));
    }
  }
  return texts.join('\n');
}

/** How many rows of a table a project has. */
export async function countOf(table: string, projectId: string): Promise<number> {
  const row = await env.DB.prepare(`SELECT count(*) AS n FROM ${table} WHERE project_id = ?1`)
    .bind(projectId)
    .first<{ n: number }>();
  return row?.n ?? 0;
}
