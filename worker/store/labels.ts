import type { LabelOrigin } from '@assay/schema/types.ts';
import type { Database } from './database.ts';

/** A label on its way to the database. */
export interface NewLabel {
  id: string;
  question: string;
  version: number;
  target: string;
  by: string;
  origin: LabelOrigin;
  /** Empty for bulk labels. */
  queue: string;
  /** As JSON. */
  value: string;
  comment: string | null;
  /** As JSON. */
  spans: string;
  inclusionProbability: number | null;
  createdAtMs: number;
}

export interface StoredLabel extends NewLabel {
  revision: number;
}

export interface LabelQuery {
  projectId: string;
  question?: string | undefined;
  version?: number | undefined;
  by?: string | undefined;
  queue?: string | undefined;
  /** Only ids below this one. */
  before?: string | undefined;
  limit: number;
}

/** Targets of a version of a question, in the order of their keys. */
export interface TargetQuery {
  projectId: string;
  question: string;
  version: number;
  queue?: string | undefined;
  /** Only targets whose key begins so. */
  within?: string | undefined;
  /** Only targets after this one. */
  after?: string | undefined;
  limit: number;
}

/** Labels in D1. */
export interface LabelStore {
  /**
   * Adds labels, all or none. One that says the same as the newest of its person adds nothing; one
   * that says something else is the next revision.
   *
   * @returns the revision of each that was added, by its id, also by an attempt whose answer was lost
   */
  insert(projectId: string, labels: readonly NewLabel[]): Promise<Map<string, number>>;
  /** Newest first. */
  list(query: LabelQuery): Promise<StoredLabel[]>;
  /** The labels of so many targets, by target, oldest first. */
  byTarget(query: TargetQuery): Promise<StoredLabel[]>;
}

const COLUMNS = `l.id, l.question, l.version, l.target, l."by", l.origin, l.queue, l.revision,
  l.value, l.comment, l.spans, l.inclusion_probability AS inclusionProbability,
  l.created_at_ms AS createdAtMs`;

/** Rows of the same person on the same target as `g`. */
const ofTheSame = (row: string) => `${row}.project_id = ?1 AND ${row}.question = g.question
  AND ${row}.version = g.version AND ${row}.target = g.target AND ${row}."by" = g."by"
  AND ${row}.origin = g.origin AND ${row}.queue = g.queue`;

const GIVEN = [
  ...['id', 'question', 'version', 'target', 'by', 'origin', 'queue', 'value', 'comment', 'spans'],
  ...['inclusionProbability', 'createdAtMs'],
].map((name) => `json_extract(value, '$.${name}') AS "${name}"`);

/** The statement that adds labels of project ?1, which are JSON in ?2, if a condition holds. */
export const insertLabelsIf = (
  condition: string,
): string => `INSERT INTO labels (project_id, question, version, target, "by", origin, queue,
    revision, id, value, comment, spans, inclusion_probability, created_at_ms)
  SELECT ?1, g.question, g.version, g.target, g."by", g.origin, g.queue, coalesce(n.revision, 0) + 1,
    g.id, g.value, g.comment, g.spans, g.inclusionProbability, g.createdAtMs
  FROM (SELECT ${GIVEN.join(', ')} FROM json_each(?2)) g
  LEFT JOIN labels n ON ${ofTheSame('n')}
    AND n.revision = (SELECT max(m.revision) FROM labels m WHERE ${ofTheSame('m')})
  WHERE (n.id IS NULL OR n.value <> g.value OR n.comment IS NOT g.comment OR n.spans <> g.spans
    OR n.inclusion_probability IS NOT g.inclusionProbability) AND ${condition}`;

export function createLabelStore({ d1, attempt, transaction }: Database): LabelStore {
  return {
    async insert(projectId, labels) {
      const ids = JSON.stringify(labels.map(({ id }) => id));
      const answers = await transaction<{ insert: unknown; added: AddedRow }>({
        insert: d1.prepare(insertLabelsIf('true')).bind(projectId, JSON.stringify(labels)),
        added: d1
          .prepare(
            `SELECT id, revision FROM labels
             WHERE project_id = ?1 AND id IN (SELECT value FROM json_each(?2))`,
          )
          .bind(projectId, ids),
      });
      return new Map(answers.added.rows.map(({ id, revision }) => [id, revision]));
    },

    async list({ projectId, question, version, by, queue, before, limit }) {
      const filters = Object.entries({
        'l.question': question,
        // Told so that the rows are found by the question, in order of their ids.
        '+l.version': version,
        'l."by"': by,
        'l.queue': queue,
      }).filter(([, value]) => value !== undefined);
      const conditions = filters.map(([column], i) => `${column} = ?${i + 4}`);
      const statement = d1
        .prepare(
          `SELECT ${COLUMNS} FROM labels l
           WHERE ${['l.project_id = ?1', 'l.id < ?2', ...conditions].join(' AND ')}
           ORDER BY l.id DESC LIMIT ?3`,
        )
        .bind(projectId, before ?? '~', limit, ...filters.map(([, value]) => value));
      return (await attempt(() => statement.all<StoredLabel>())).results;
    },

    async byTarget({ projectId, question, version, queue, within = '', after = '', limit }) {
      const own = `l.project_id = ?1 AND l.question = ?2 AND l.version = ?3${queue === undefined ? '' : ' AND l.queue = ?7'}`;
      const statement = d1
        .prepare(
          `SELECT ${COLUMNS} FROM (
             SELECT DISTINCT l.target FROM labels l
             WHERE ${own} AND l.target > ?4 AND l.target >= ?5 AND l.target < ?5 || '~'
             ORDER BY l.target LIMIT ?6) t
           CROSS JOIN labels l ON ${own} AND l.target = t.target
           ORDER BY l.target, l.id`,
        )
        .bind(
          ...[projectId, question, version, after, within, limit],
          ...(queue === undefined ? [] : [queue]),
        );
      return (await attempt(() => statement.all<StoredLabel>())).results;
    },
  };
}

interface AddedRow {
  id: string;
  revision: number;
}
