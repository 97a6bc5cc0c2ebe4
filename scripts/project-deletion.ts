import { getTableConfig, type SQLiteTable } from 'drizzle-orm/sqlite-core';
import * as tables from '../schema/db/tables.ts';
import { quote } from './d1.ts';

const ROWS_A_STATEMENT = 5_000;
/** What says who did what, this deletion included, and what is still to be put into the project's log. */
const KEPT = new Set(['audit_entries', 'log_outbox']);
/** What others are read with, or refer to. */
const LAST = new Set(['batches', 'api_keys', 'verdict_shapes', 'scorer_definitions']);

/**
 * Statements that delete all of a project: what refers to its keys and batches, then all the rest,
 * the project last; its audit log is kept. Each deletes a bounded number of rows: run it until it changes none.
 */
export function deletionsOf(projectId: string): string[] {
  const id = quote(projectId);
  const own = (table: string) => `(SELECT id FROM ${table} WHERE project_id = ${id})`;
  const ranked = Object.values(tables).flatMap((table) => {
    const { name, keys, columns } = shapeOf(table);
    const some = (rank: number, where: string) => {
      const sql = `DELETE FROM ${name} WHERE (${keys}) IN (SELECT ${keys} FROM ${name} WHERE ${where} LIMIT ${ROWS_A_STATEMENT})`;
      return [{ rank, sql }];
    };
    if (KEPT.has(name)) return [];
    if (name === 'projects') return some(4, `id = ${id}`);
    if (columns.has('project_id')) {
      return some(LAST.has(name) ? 3 : 2, `project_id = ${id}`);
    }
    if (columns.has('batch_id')) return some(1, `batch_id IN ${own('batches')}`);
    return columns.has('api_key_id') ? some(1, `api_key_id IN ${own('api_keys')}`) : [];
  });
  return ranked.sort((a, b) => a.rank - b.rank).map(({ sql }) => sql);
}

function shapeOf(table: SQLiteTable) {
  const { name, columns, primaryKeys } = getTableConfig(table);
  const keys = primaryKeys[0]?.columns ?? columns.filter(({ primary }) => primary);
  return {
    name,
    keys: keys.map((column) => column.name).join(', '),
    columns: new Set(columns.map((column) => column.name)),
  };
}
