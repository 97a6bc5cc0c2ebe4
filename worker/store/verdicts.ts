import type { Database } from './database.ts';
import { deleteInSteps } from './delete-in-steps.ts';
import { countErased, type DeletionJob } from './erased-count.ts';
import { type CutVerdict, insertLabels, insertVerdicts } from './insert-verdicts.ts';
import { deleteExchanges, insertExchanges, type VerdictExchanges } from './judge-exchanges.ts';
import { deletionHash, insertOutboxEntries, type OutboxEntry } from './log-outbox.ts';
import { pack } from './pack.ts';
import { insertDefinitions, type ScorerDefinition } from './scorer-definitions.ts';
import type { VerdictHashes } from './verdict-hashes.ts';
import {
  createVerdictShapes,
  joinVerdict,
  type VerdictShape,
  type VerdictShapes,
} from './verdict-shapes.ts';
import { insertSpending, type VerdictSpending } from './verdict-spending.ts';

/** A verdict on its way to the database, its parts already JSON. */
export interface VerdictRow {
  id: string;
  projectId: string;
  createdAtMs: number;
  passed: boolean | null;
  labels: string[];
  verdict: string;
  sample: string;
  /** Of what is stored; undefined where its writer did not know them: then the log reads the row. */
  hashes?: VerdictHashes | undefined;
  /** Those of its scorers that the database may not have yet. */
  definitions?: ScorerDefinition[] | undefined;
  /** What judges were asked and answered, each as JSON. */
  exchanges?: string[] | undefined;
  /** What was spent on models for it, if that is to be counted with it. */
  spent?: VerdictSpending | undefined;
  /** The key that encrypted the sample: it is refused if that was dropped. */
  sealedBy?: string | undefined;
}

export interface VerdictQuery {
  projectId: string;
  /** Labels that all must be there. */
  labels: string[];
  /** Only ids below this one. */
  before?: string | undefined;
  /** Only ids not below this one. */
  from?: string | undefined;
  limit: number;
}

/** A verdict that is to be removed, and the labels that it was stored under. */
export interface DoomedVerdict {
  id: string;
  labels: readonly string[];
}

/** Verdicts in D1. */
export interface VerdictStore {
  /**
   * Writes verdicts, all or none; those that are there already stay as they are.
   *
   * @returns how many were not there
   */
  insert(rows: readonly VerdictRow[]): Promise<number>;
  /** The verdict and its sample, as JSON. */
  find(projectId: string, id: string): Promise<{ verdict: string; sample: string } | undefined>;
  /** Verdicts as JSON, newest first. */
  list(query: VerdictQuery): Promise<{ id: string; verdict: string }[]>;
  /** The samples of verdicts as JSON, newest first: up to the limit, and to about 2 MB. */
  samples(query: VerdictQuery): Promise<{ id: string; sample: string }[]>;
  /**
   * Empties verdicts and their samples, all or none. The empty rows stay until `sweep`.
   *
   * @param job the deletion that counts them
   */
  remove(
    projectId: string,
    doomed: readonly DoomedVerdict[],
    nowMs: number,
    job?: DeletionJob,
  ): Promise<void>;
  /** Drops the empty rows of verdicts that were deleted before a time. */
  sweep(deletedBeforeMs: number): Promise<void>;
}

export function createVerdictStore({ d1, attempt, transaction }: Database): VerdictStore {
  const shapes = createVerdictShapes();
  return {
    async insert(rows) {
      if (rows.length === 0) return 0;
      const definitions = pack(rows.flatMap(definitionsToJson));
      let unstored: ProjectShape[] = [];
      let isFirstTry = true;
      const { verdicts } = await transaction(() => {
        // A database that was put back to an earlier time may lack what this isolate has written.
        if (!isFirstTry) shapes.forget();
        isFirstTry = false;
        const cut = rows.map((row) => cutRow(row, shapes));
        unstored = unstoredOf(cut);
        return {
          outbox: insertOutboxEntries(d1, rows.map(toBeLogged), NEW_VERDICT),
          spending: insertSpending(d1, rows, NEW_VERDICT),
          definitions: definitions.map((packed) => insertDefinitions(d1, packed)),
          shapes: pack(unstored.map(shapeToJson)).map(insertShapes),
          verdicts: insertVerdicts(d1, cut),
          labels: insertLabels(d1, rows),
          exchanges: insertExchanges(d1, rows.flatMap(exchangesOf)),
        };
      });
      for (const { projectId, shape } of unstored) shapes.markStored(projectId, [shape]);
      return verdicts.changes;
    },

    async find(projectId, id) {
      const query = d1
        .prepare(
          `SELECT ${VERDICT_COLUMNS}, v.sample FROM verdicts v ${WITH_SHAPE}
           WHERE v.project_id = ?1 AND v.id = ?2 AND v.deleted_at_ms IS NULL`,
        )
        .bind(projectId, id);
      const found = await attempt(() => query.first<StoredRow & { sample: string }>());
      return found === null ? undefined : { verdict: wholeVerdict(found), sample: found.sample };
    },

    async list(asked) {
      const { id, found, parameters } = matching(asked);
      const query = d1
        .prepare(`SELECT ${VERDICT_COLUMNS} FROM ${found(WITH_SHAPE)} ORDER BY ${id} DESC LIMIT ?5`)
        .bind(...parameters);
      const { results } = await attempt(() => query.all<StoredRow>());
      return results.map((row) => ({ id: row.id, verdict: wholeVerdict(row) }));
    },

    async samples(asked) {
      const { id, found, parameters } = matching(asked);
      // Sizes are read without the texts: what does not fit into the page is not touched.
      const query = d1
        .prepare(
          `WITH place AS (
             SELECT v.id, octet_length(v.sample) AS bytes FROM ${found('')} ORDER BY ${id} DESC LIMIT ?5),
           ahead AS (
             SELECT id, coalesce(sum(bytes) OVER (ORDER BY id DESC
               ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS bytes FROM place)
           SELECT v.id, v.sample FROM ahead CROSS JOIN verdicts v ON v.project_id = ?1 AND v.id = ahead.id
           WHERE ahead.bytes < ${PAGE_BYTES} ORDER BY v.id DESC`,
        )
        .bind(...parameters);
      const { results } = await attempt(() => query.all<{ id: string; sample: string }>());
      return results;
    },

    async remove(projectId, doomed, nowMs, job) {
      if (doomed.length === 0) return;
      const ids = JSON.stringify(doomed.map(({ id }) => id));
      const labels = pack(
        doomed.flatMap(({ id, labels }) => labels.map((label) => JSON.stringify([label, id]))),
      );
      await attempt(() =>
        d1.batch([
          ...labels.map((packed) =>
            d1
              .prepare(
                `DELETE FROM verdict_labels WHERE project_id = ?1 AND (label, verdict_id) IN
                   (SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(?2))`,
              )
              .bind(projectId, packed),
          ),
          d1
            .prepare(
              `UPDATE verdicts SET verdict = '', sample = '', shape = NULL, deleted_at_ms = ?3
               WHERE project_id = ?1 AND id IN (SELECT value FROM json_each(?2))
                 AND deleted_at_ms IS NULL`,
            )
            .bind(projectId, ids, nowMs),
          ...(job === undefined ? [] : [countErased(d1, job, 'verdicts')]),
          deleteExchanges(d1, projectId, ids),
          ...insertOutboxEntries(
            d1,
            doomed.map(({ id }) => ({
              ...{ projectId, id },
              kind: 'deletion' as const,
              hash: deletionHash({ verdict: id }, nowMs),
            })),
          ),
        ]),
      );
    },

    async sweep(deletedBeforeMs) {
      await deleteInSteps({ d1, attempt }, 'verdicts', 'deleted_at_ms < ?1', deletedBeforeMs);
    },
  };

  function unstoredOf(rows: readonly CutVerdict[]): ProjectShape[] {
    const unstored = new Map<string, ProjectShape>();
    for (const { projectId, shape } of rows) {
      if (shape === null || shapes.isStored(projectId, shape)) continue;
      unstored.set(`${projectId}/${shape.hash}`, { projectId, shape });
    }
    return [...unstored.values()];
  }

  function insertShapes(rows: string): D1PreparedStatement {
    return d1
      .prepare(
        `INSERT INTO verdict_shapes (project_id, hash, parts)
         SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]')
         FROM json_each(?1) WHERE true ON CONFLICT DO NOTHING`,
      )
      .bind(rows);
  }
}

const PAGE_BYTES = 2_000_000;

/** One that is delivered again is logged, watched and paid for already. */
const NEW_VERDICT = `NOT EXISTS (SELECT 1 FROM verdicts v
  WHERE v.project_id = value ->> 0 AND v.id = value ->> 2)`;

/** The verdicts `v` that match a query as SQL, with its five or more parameters; ?5 is the limit. */
function matching({ projectId, labels, before, from, limit }: VerdictQuery) {
  const [first, ...others] = labels;
  const id = first === undefined ? 'v.id' : 'l.verdict_id';
  const conditions = [
    ...(first === undefined ? ['v.project_id = ?1'] : ['l.project_id = ?1', 'l.label = ?4']),
    'v.deleted_at_ms IS NULL',
    `${id} < ?2`,
    `${id} >= ?3`,
    ...others.map(
      (_, i) =>
        `EXISTS (SELECT 1 FROM verdict_labels o WHERE o.project_id = ?1 AND o.label = ?${i + 6} AND o.verdict_id = ${id})`,
    ),
  ];
  const source =
    first === undefined
      ? 'verdicts v'
      : 'verdict_labels l JOIN verdicts v ON v.project_id = l.project_id AND v.id = l.verdict_id';
  return {
    id,
    /** @param joined what else is joined to them */
    found: (joined: string) => `${source} ${joined} WHERE ${conditions.join(' AND ')}`,
    parameters: [projectId, before ?? '~', from ?? '', first ?? null, limit, ...others],
  };
}

export const VERDICT_COLUMNS = 'v.id, v.created_at_ms AS createdAtMs, v.verdict, v.shape, s.parts';
export const WITH_SHAPE =
  'LEFT JOIN verdict_shapes s ON s.project_id = v.project_id AND s.hash = v.shape';

export interface StoredRow {
  id: string;
  createdAtMs: number;
  verdict: string;
  shape: string | null;
  parts: string | null;
}

interface ProjectShape {
  projectId: string;
  shape: VerdictShape;
}

/** @throws RangeError where the shape is missing: that is never no verdict */
export function wholeVerdict({ shape, parts, ...row }: StoredRow): string {
  if (shape === null) return row.verdict;
  if (parts === null) throw new RangeError(`the shape ${shape} of a verdict is missing`);
  return joinVerdict(parts, row);
}

function cutRow({ verdict: whole, ...row }: VerdictRow, shapes: VerdictShapes): CutVerdict {
  const { id, projectId, createdAtMs } = row;
  return { ...row, ...shapes.cut(projectId, { id, createdAtMs, verdict: whole }) };
}

function shapeToJson({ projectId, shape }: ProjectShape): string {
  return JSON.stringify([projectId, shape.hash, shape.parts.join('\n')]);
}

function toBeLogged({ projectId, id, hashes }: VerdictRow): OutboxEntry {
  return { projectId, kind: 'verdict', id, hash: null, ...hashes };
}

function exchangesOf({ projectId, id, exchanges = [] }: VerdictRow): VerdictExchanges[] {
  return exchanges.length === 0 ? [] : [{ projectId, verdictId: id, exchanges }];
}

function definitionsToJson({ projectId, createdAtMs, definitions = [] }: VerdictRow): string[] {
  return definitions.map(({ fingerprint, definition }) =>
    JSON.stringify([projectId, fingerprint, definition, createdAtMs]),
  );
}
