import * as tables from '@assay/schema/db/tables.ts';
import { getTableConfig, type SQLiteTable } from 'drizzle-orm/sqlite-core';

const ROWS_A_STATEMENT = 5_000;
/** What says who did what, this deletion included, and what is still to be put into the project's log. */
const KEPT = new Set(['audit_entries', 'log_outbox']);
/** What others are read with, or refer to. */
const LAST = new Set([
  'batches',
  'experiments',
  'api_keys',
  'verdict_shapes',
  'scorer_definitions',
]);

/** A statement that deletes some rows of a project. */
export interface TableDeletion {
  /** The class of data, such as `batchSamples`. */
  name: string;
  table: string;
  sql: string;
}

/**
 * Statements that delete all of a project: what refers to its keys and batches, then all the rest,
 * the project last; its audit log is kept. Each deletes a bounded number of rows: run it until it changes none.
 */
export function deletionsOf(projectId: string): TableDeletion[] {
  const id = `'${projectId.replaceAll("'", "''")}'`;
  const own = (table: string) => `(SELECT id FROM ${table} WHERE project_id = ${id})`;
  const ranked = Object.entries(tables).flatMap(([name, described]) => {
    const { table, keys, columns } = shapeOf(described);
    const some = (rank: number, where: string) => {
      const sql = `DELETE FROM ${table} WHERE (${keys}) IN (SELECT ${keys} FROM ${table} WHERE ${where} LIMIT ${ROWS_A_STATEMENT})`;
      return [{ rank, name, table, sql }];
    };
    if (KEPT.has(table)) return [];
    if (table === 'projects') return some(4, `id = ${id}`);
    if (columns.has('project_id')) {
      return some(LAST.has(table) ? 3 : 2, `project_id = ${id}`);
    }
    if (columns.has('batch_id')) return some(1, `batch_id IN ${own('batches')}`);
    if (columns.has('experiment_id')) return some(1, `experiment_id IN ${own('experiments')}`);
    return columns.has('api_key_id') ? some(1, `api_key_id IN ${own('api_keys')}`) : [];
  });
  return ranked.sort((a, b) => a.rank - b.rank).map(({ rank: _, ...one }) => one);
}

function shapeOf(described: SQLiteTable) {
  const { name: table, columns, primaryKeys } = getTableConfig(described);
  const keys = primaryKeys[0]?.columns ?? columns.filter(({ primary }) => primary);
  return {
    table,
    keys: keys.map((column) => column.name).join(', '),
    columns: new Set(columns.map((column) => column.name)),
  };
}
