import type { ExportRecord } from '@assay/schema/types.ts';
import type { Database } from './database.ts';
import { type ExportedTable, exportedTable } from './exported-tables.ts';
import type { NewResult } from './new-result.ts';
import { pack } from './pack.ts';
import { packVerdicts } from './verdict-packs.ts';

/** Writes records of an export into a project of D1. */
export interface ImportStore {
  /**
   * Adds records of one class; those that are there stay as they are. What belongs to a batch or a
   * calibration is added only to one of the project.
   *
   * @returns how many were added
   */
  insert(projectId: string, name: string, records: readonly ExportRecord[]): Promise<number>;
  /** Results of batches of the project, whose verdicts are packed anew. */
  insertResults(projectId: string, records: readonly ImportedResult[]): Promise<number>;
  /** Those of some batches, calibrations and the like that another project has: their ids cannot be had again. */
  taken(
    projectId: string,
    table: 'batches' | 'calibrations' | 'alignments' | 'experiments' | 'alerts',
    ids: readonly string[],
  ): Promise<string[]>;
}

/** A result of a batch, whose sample is imported by itself. */
export interface ImportedResult extends Omit<NewResult, 'sample' | 'exchanges' | 'verdictHash'> {
  batchId: string;
}

/** Below that of every range that was scored here. */
const PACK_VERSION = -1;

export function createImportStore({ d1, attempt }: Database): ImportStore {
  return {
    async insert(projectId, name, records) {
      const table = exportedTable(name);
      if (table === undefined || records.length === 0) return 0;
      const statements = pack(records.map(({ record }) => JSON.stringify(record))).map((rows) =>
        d1.prepare(insertInto(table)).bind(rows, projectId),
      );
      const answers = await attempt(() => d1.batch(statements));
      return answers.reduce((sum, { meta }) => sum + meta.changes, 0);
    },

    async insertResults(projectId, records) {
      let added = 0;
      for (const batchId of new Set(records.map((record) => record.batchId))) {
        const own = records.filter((record) => record.batchId === batchId);
        const { placed, packs } = await packVerdicts(own);
        const isOwn = 'EXISTS (SELECT 1 FROM batches WHERE id = ?1 AND project_id = ?2)';
        const rows = placed.map(({ result, packedAt }) =>
          JSON.stringify({
            ...{ ...result, packedAt },
            verdict: packedAt === null ? result.verdict : null,
            bytes: packedAt === null ? null : (result.verdict?.length ?? null),
          }),
        );
        const answers = await attempt(() =>
          d1.batch([
            ...packs.map(({ at, names, body }) =>
              d1
                .prepare(
                  `INSERT INTO batch_packs (batch_id, at, version, names, verdicts)
                   SELECT ?1, ?3, ${PACK_VERSION}, ?4, ?5 WHERE ${isOwn} ON CONFLICT DO NOTHING`,
                )
                .bind(batchId, projectId, at, names, body),
            ),
            ...pack(rows).map((packed) =>
              d1
                .prepare(
                  `INSERT INTO batch_results (batch_id, at, status, attempts, verdict, digest, error_code,
                     error_message, packed_at, packed_version, bytes)
                   SELECT ?1, json_extract(value, '$.at'), json_extract(value, '$.status'),
                     json_extract(value, '$.attempts'), json_extract(value, '$.verdict'),
                     json_extract(value, '$.digest'), json_extract(value, '$.errorCode'),
                     json_extract(value, '$.errorMessage'), json_extract(value, '$.packedAt'),
                     CASE WHEN json_extract(value, '$.packedAt') IS NOT NULL THEN ${PACK_VERSION} END,
                     json_extract(value, '$.bytes')
                   FROM json_each(?3) WHERE ${isOwn} ON CONFLICT DO NOTHING`,
                )
                .bind(batchId, projectId, packed),
            ),
          ]),
        );
        added += answers.slice(packs.length).reduce((sum, { meta }) => sum + meta.changes, 0);
      }
      return added;
    },

    async taken(projectId, table, ids) {
      const query = d1
        .prepare(
          `SELECT id FROM ${table} WHERE id IN (SELECT value FROM json_each(?2)) AND project_id <> ?1`,
        )
        .bind(projectId, JSON.stringify(ids));
      const { results } = await attempt(() => query.all<{ id: string }>());
      return results.map(({ id }) => id);
    },
  };
}

/** Rows are JSON in ?1, the project is ?2. */
function insertInto({ table, columns, parent }: ExportedTable): string {
  const names = columns.map(({ name }) => `"${name}"`);
  const values = columns.map(({ name }) =>
    name === 'project_id' ? '?2' : `json_extract(value, '$."${name}"')`,
  );
  const isOwn =
    parent === null
      ? 'true'
      : `EXISTS (SELECT 1 FROM ${parent.table} WHERE project_id = ?2
          AND id = json_extract(value, '$."${parent.column}"'))`;
  return `INSERT INTO ${table} (${names.join(', ')}) SELECT ${values.join(', ')}
    FROM json_each(?1) WHERE ${isOwn} AND ?2 = ?2 ON CONFLICT DO NOTHING`;
}
