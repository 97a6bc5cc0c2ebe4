import type { ExportRecord, ExportValue } from '@assay/schema/types.ts';
import { selectPacks } from './batch-packs.ts';
import type { Database } from './database.ts';
import { type ExportedTable, exportedTable } from './exported-tables.ts';
import { type PackRow, unpackVerdicts, verdictIn } from './verdict-packs.ts';
import { type StoredRow, VERDICT_COLUMNS, WITH_SHAPE, wholeVerdict } from './verdicts.ts';

/** Where a class goes on: the key of the last row; null to begin. */
export type ExportPlace = readonly ExportValue[] | null;

/** Some records of a class, and where the next ones begin; null after the last. */
export interface ExportRows {
  records: ExportRecord[];
  next: ExportPlace;
}

/** Reads a project from D1, page by page, each of about 2 MB. */
export interface ExportStore {
  rows(projectId: string, name: string, after: ExportPlace): Promise<ExportRows>;
}

/** Columns that are made anew where a row is imported. */
const OF_ONE_DEPLOYMENT: Record<string, readonly string[]> = {
  batches: ['unlogged_from'],
  batch_samples: ['question'],
};
const PAGE_ROWS = 500;
const PAGE_BYTES = 2_000_000;
const RESULTS_A_PAGE = 100;
/** Those of which rows are being removed are not there any more. */
const REMOVED_IN_STEPS = new Set(['batches', 'experiments']);
const thereOf = (table: string) => (REMOVED_IN_STEPS.has(table) ? "AND status <> 'deleted'" : '');

export function createExportStore({ d1, attempt }: Database): ExportStore {
  return {
    rows(projectId, name, after) {
      if (name === 'verdicts') return verdicts(projectId, after);
      if (name === 'batchResults') {
        return byParent({ projectId, table: 'batches', after }, results);
      }
      const table = exportedTable(name);
      if (table === undefined) throw new RangeError(`the class ${name} is not exported`);
      const { parent } = table;
      if (parent === null) return ofProject(projectId, table, after);
      return byParent({ projectId, table: parent.table, after }, (id, last) =>
        page(table, { column: parent.column, value: id }, last),
      );
    },
  };

  async function verdicts(projectId: string, after: ExportPlace): Promise<ExportRows> {
    const query = d1
      .prepare(
        `WITH place AS (
           SELECT id, octet_length(verdict) + octet_length(sample) AS bytes FROM verdicts
           WHERE project_id = ?1 AND id > ?2 AND deleted_at_ms IS NULL ORDER BY id LIMIT ${PAGE_ROWS}),
         ahead AS (SELECT id, coalesce(sum(bytes) OVER (ORDER BY id
           ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS before FROM place)
         SELECT ${VERDICT_COLUMNS}, v.sample FROM ahead
         CROSS JOIN verdicts v ON v.project_id = ?1 AND v.id = ahead.id ${WITH_SHAPE}
         WHERE ahead.before < ${PAGE_BYTES} ORDER BY v.id`,
      )
      .bind(projectId, after?.[0] ?? '');
    const { results } = await attempt(() => query.all<StoredRow & { sample: string }>());
    const records = results.map((row) => ({
      class: 'verdicts',
      record: { id: row.id, verdict: wholeVerdict(row), sample: row.sample },
    }));
    return { records, next: nextOf(records, ['id']) };
  }

  async function results(batchId: string, after: ExportValue): Promise<ExportRecord[]> {
    const query = d1
      .prepare(
        `SELECT r.at, r.status, r.attempts, r.verdict, r.digest, r.error_code, r.error_message,
           r.packed_at AS packedAt, r.packed_version AS packedVersion, p.names
         FROM batch_results r LEFT JOIN batch_packs p ON p.batch_id = r.batch_id
           AND p.at = r.packed_at AND p.version = r.packed_version
         WHERE r.batch_id = ?1 AND r.at > ?2 ORDER BY r.at LIMIT ${RESULTS_A_PAGE}`,
      )
      .bind(batchId, after ?? -1);
    const rows = (await attempt(() => query.all<ResultRow>())).results;
    const packs = selectPacks(d1, batchId, rows);
    const unpacked = await unpackVerdicts((await attempt(() => packs.all<PackRow>())).results);
    return rows.map(({ packedAt, packedVersion, ...row }) => ({
      class: 'batchResults',
      record: {
        ...{ batch_id: batchId, ...row },
        verdict:
          packedAt === null || packedVersion === null
            ? row.verdict
            : verdictIn(unpacked, { packedAt, packedVersion }, row.at),
      },
    }));
  }

  async function ofProject(
    projectId: string,
    table: ExportedTable,
    after: ExportPlace,
  ): Promise<ExportRows> {
    // A table with one row a project has no key of its own.
    if (table.key.length === 0 && after !== null) return { records: [], next: null };
    const records = await page(table, { column: 'project_id', value: projectId }, after ?? []);
    const next = nextOf(records, table.key);
    return { records, next: table.key.length === 0 ? null : next };
  }

  /** Rows of one parent after another, so that each is found by its key. */
  async function byParent(
    { projectId, table, after }: { projectId: string; table: string; after: ExportPlace },
    read: (id: string, last: ExportValue) => Promise<ExportRecord[]>,
  ): Promise<ExportRows> {
    const [id = null, ...last] = after ?? [];
    if (typeof id === 'string') {
      const records = await read(id, last[0] ?? null);
      const end = records.at(-1)?.record.at ?? records.at(-1)?.record.start;
      if (end !== undefined) return { records, next: [id, end] };
    }
    const there = thereOf(table);
    const query = d1
      .prepare(
        `SELECT id FROM ${table} WHERE project_id = ?1 AND id > ?2 ${there} ORDER BY id LIMIT 1`,
      )
      .bind(projectId, id ?? '');
    const found = await attempt(() => query.first<{ id: string }>());
    return { records: [], next: found === null ? null : [found.id] };
  }

  async function page(
    { name, table, columns, key }: ExportedTable,
    of: { column: string; value: string },
    after: ExportPlace | ExportValue,
  ): Promise<ExportRecord[]> {
    const keys = key.filter((column) => column !== of.column);
    const given = Array.isArray(after) ? after : after === null ? [] : [after];
    const quoted = keys.map((column) => `"${column}"`);
    const isAfter =
      given.length === 0
        ? ''
        : `AND (${quoted.join(', ')}) > (${given.map((_, i) => `?${i + 2}`)})`;
    const order = quoted.length === 0 ? '1' : quoted.join(', ');
    const texts = columns
      .filter(({ isText }) => isText)
      .map((c) => `coalesce(octet_length("${c.name}"), 0)`);
    const there = thereOf(table);
    const statement = d1
      .prepare(
        `WITH place AS (
           SELECT rowid AS place, ${texts.join(' + ')} AS bytes, row_number() OVER (ORDER BY ${order}) AS n
           FROM ${table} WHERE "${of.column}" = ?1 ${isAfter} ${there} ORDER BY ${order} LIMIT ${PAGE_ROWS}),
         ahead AS (SELECT place, n, coalesce(sum(bytes) OVER (ORDER BY n
           ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS before FROM place)
         SELECT t.* FROM ahead CROSS JOIN ${table} t ON t.rowid = ahead.place
         WHERE ahead.before < ${PAGE_BYTES} ORDER BY ahead.n`,
      )
      .bind(of.value, ...given);
    const { results } = await attempt(() => statement.all<Record<string, ExportValue>>());
    const own = ['project_id', ...(OF_ONE_DEPLOYMENT[table] ?? [])];
    return results.map((row) => ({
      class: name,
      record: Object.fromEntries(Object.entries(row).filter(([column]) => !own.includes(column))),
    }));
  }
}

interface ResultRow {
  at: number;
  status: string;
  attempts: number;
  verdict: string | null;
  digest: string;
  error_code: string | null;
  error_message: string | null;
  packedAt: number | null;
  packedVersion: number | null;
  names: string | null;
}

function nextOf(records: readonly ExportRecord[], key: readonly string[]): ExportPlace {
  const last = records.at(-1);
  return last === undefined ? null : key.map((column) => last.record[column] ?? null);
}
