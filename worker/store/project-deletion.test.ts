import * as tables from '@assay/schema/db/tables.ts';
import { getTableConfig } from 'drizzle-orm/sqlite-core';
import { expect, test } from 'vitest';
import { deletionsOf } from './project-deletion.ts';

/** Tables that hold nothing of one project, or are kept: see their comments. */
const SHARED = ['judge_settlements', 'audit_entries', 'log_outbox'];

test('deleting a project reaches every table, what others refer to after them, itself last', () => {
  const statements = deletionsOf("pro_'1");
  const reached = statements.map(({ table }) => table);
  const all = Object.values(tables).map((table) => getTableConfig(table).name);
  expect(reached.toSorted()).toEqual(all.filter((name) => !SHARED.includes(name)).toSorted());
  for (const [first, then] of [
    ['batch_results', 'batches'],
    ['experiment_cells', 'experiments'],
    ['idempotency', 'api_keys'],
    ['api_keys', 'projects'],
    ['batches', 'projects'],
  ] as const) {
    expect(reached.indexOf(first)).toBeLessThan(reached.indexOf(then));
  }
  for (const { sql } of statements) expect(sql).toMatch(/= 'pro_''1'.* LIMIT 5000\)$/);
});
