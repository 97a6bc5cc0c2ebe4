import { env } from 'cloudflare:workers';
import type { RowFilter } from '@assay/schema/batch-rows.ts';
import type { Batch, BatchRow } from '@assay/schema/types.ts';
import { beforeAll, describe, expect, test } from 'vitest';
import { createBatchWorld, newProject } from '../../testing/batch-world.ts';
import { explainedDatabase } from '../../testing/query-plans.ts';
import { seedBatch } from '../../testing/seed-batch.ts';
import { findRows, groupRows } from './find-rows.ts';

const SAMPLES = 100_000;
const projectId = newProject();
const { database, plansOf } = explainedDatabase(env.DB);
const { services } = createBatchWorld({ DB: database });
let base: Batch;
let batch: Batch;

beforeAll(async () => {
  const sample = `json_object('id', 's' || i, 'input', 'Question ' || i, 'output', CASE i % 40000 WHEN 39999 THEN 'a Needle' ELSE 'hay' END,
    'metadata', json_object('part', i % 4))`;
  const seed = { samples: SAMPLES, sample, value: '(i * 7919 % 1009) / 1009.0' };
  base = await seedBatch(env.DB, projectId, { ...seed, passed: 'i % 10 <> 3' });
  batch = await seedBatch(env.DB, projectId, {
    ...seed,
    value: '(i * 7919 % 1009) / 1009.0 + (i = 77777)',
    passed: '(i % 10 <> 3) + 0',
    errorCode: "CASE WHEN i % 20000 = 5 THEN 'judge_timeout' END",
  });
}, 60_000);

interface Walk {
  rows: BatchRow[];
  pages: number;
  scanned: number;
}

async function walk(filter: RowFilter, most = Number.POSITIVE_INFINITY): Promise<Walk> {
  const rows: BatchRow[] = [];
  let scanned = 0;
  let pages = 0;
  for (let cursor: string | null | undefined; cursor !== null && pages < most; pages += 1) {
    const query = { limit: 200, ...filter, ...(cursor && { cursor }) };
    const page = await findRows(projectId, batch.id, query, services);
    rows.push(...page.items);
    scanned += page.scanned;
    cursor = page.nextCursor;
  }
  return { rows, pages, scanned };
}

describe('of 100,000 samples', () => {
  test('the first page looks at no more than it shows', async () => {
    const { rows, scanned } = await walk({ limit: 50 }, 1);
    expect(rows).toHaveLength(50);
    expect(scanned).toBe(50);
  });

  test('few errors are found by an index', async () => {
    const { rows, scanned } = await walk({ errorCode: 'judge_timeout' });
    expect(rows.map(({ index }) => index)).toEqual([5, 20_005, 40_005, 60_005, 80_005]);
    expect(scanned).toBe(5);
    const [plan] = await plansOf('error_code = ');
    expect(plan?.join('\n')).toContain(
      'USING COVERING INDEX batch_results_by_error (batch_id=? AND error_code=? AND at>?)',
    );
  });

  test('failures and errors are found by an index, merged in input order', async () => {
    const { rows, scanned } = await walk({ status: ['error', 'failed'], limit: 3 }, 2);
    expect(rows.map(({ index }) => index)).toEqual([3, 5, 13, 23, 33, 43]);
    expect(scanned).toBe(6);
    const [plan] = await plansOf('UNION ALL');
    const text = plan?.join('\n');
    expect(text).toContain('batch_results_by_status (batch_id=? AND status=? AND at>?)');
    expect(text).not.toMatch(/SCAN (batch_\w+|s|r|o|t)\b/);
  });

  test('a rare text is found in pages of which each looks at so many', async () => {
    const { rows, scanned, pages } = await walk({ text: 'needle' });
    expect(rows.map(({ index }) => index)).toEqual([39_999, 79_999]);
    expect(scanned).toBe(SAMPLES);
    expect(pages).toBeLessThanOrEqual(2);
  });

  test('a change from the base is found by the indexes of both batches', async () => {
    const { rows } = await walk({ base: base.id, scorer: 'exact-match', change: ['errored'] });
    expect(rows.map(({ index }) => index)).toEqual([5, 20_005, 40_005, 60_005, 80_005]);
    const plans = await plansOf("'regressed'");
    for (const plan of plans) {
      const text = plan.join('\n');
      expect(text).toContain('batch_samples_by_sample_id (batch_id=? AND sample_id=?)');
      expect(text).not.toMatch(/SCAN (batch_\w+|s|r|o|t)\b/);
    }
    expect(plans.length).toBeGreaterThan(0);
  });

  test('sorted pages follow each other without a gap', async () => {
    const { rows } = await walk({ sort: '-value', scorer: 'exact-match' }, 3);
    const values = rows.map(({ value }) => value ?? -1);
    expect(values).toEqual(values.toSorted((a, b) => b - a));
    expect(new Set(rows.map(({ index }) => index)).size).toBe(600);
    expect(rows[0]?.index).toBe(77_777);
  });

  test('the largest difference comes first', async () => {
    const { rows } = await walk({ sort: '-difference', base: base.id, limit: 1 }, 1);
    expect(rows[0]).toMatchObject({ index: 77_777, base: { change: 'unchanged', difference: 1 } });
  });

  test('groups count every one', async () => {
    const query = { by: 'metadata:part', status: ['failed' as const] };
    const { matching, items } = await groupRows(projectId, batch.id, query, services);
    expect(matching).toBe(10_000);
    expect(items.map(({ key, count }) => [key, count])).toEqual([
      ['1', 5_000],
      ['3', 5_000],
    ]);
  });
});
