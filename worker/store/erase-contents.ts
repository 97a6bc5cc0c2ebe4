import type { Database } from './database.ts';
import { countErased, type DeletionJob } from './erased-count.ts';

/** The content of an item of a data set. */
export interface ContentRow {
  name: string;
  hash: string;
  /** As JSON. */
  item: string;
}

/** Items of a data set that are to be erased from all of its versions. */
export interface ErasedItems {
  name: string;
  items: readonly { hash: string; itemId: string }[];
}

/** Finds and erases items of data sets in D1. */
export interface ContentErasure {
  /** Contents after one, by name and hash: as many as about 2 MB hold. */
  contents(projectId: string, after: Pick<ContentRow, 'name' | 'hash'>): Promise<ContentRow[]>;
  /** The versions of a data set that have an item of a hash, as `[hash, version]`. */
  versionsOf(projectId: string, erased: ErasedItems): Promise<[hash: string, version: number][]>;
  /**
   * Erases items from all versions, and from uploads. False, with nothing changed, while a version is
   * being made.
   */
  erase(job: DeletionJob, erased: ErasedItems): Promise<boolean>;
}

const PAGE_ITEMS = 500;
const PAGE_BYTES = 2_000_000;

export function createContentErasure({ d1, attempt, transaction }: Database): ContentErasure {
  const IN_GIVEN = `t.project_id = ?1 AND t.name = ?2 AND (t.item_id, t.hash) IN
    (SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(?3))`;
  return {
    async contents(projectId, { name, hash }) {
      const query = d1
        .prepare(
          `WITH place AS (
             SELECT name, hash, bytes FROM dataset_contents
             WHERE project_id = ?1 AND (name, hash) > (?2, ?3) ORDER BY name, hash LIMIT ${PAGE_ITEMS}),
           ahead AS (
             SELECT name, hash, coalesce(sum(bytes) OVER (ORDER BY name, hash
               ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS before FROM place)
           SELECT c.name, c.hash, c.item FROM ahead
           CROSS JOIN dataset_contents c ON c.project_id = ?1 AND c.name = ahead.name AND c.hash = ahead.hash
           WHERE ahead.before < ${PAGE_BYTES} ORDER BY c.name, c.hash`,
        )
        .bind(projectId, name, hash);
      return (await attempt(() => query.all<ContentRow>())).results;
    },

    async versionsOf(projectId, { name, items }) {
      const query = d1
        .prepare(
          `SELECT t.hash, v.version FROM dataset_items t
           CROSS JOIN datasets v ON v.project_id = ?1 AND v.name = ?2 AND v.version >= t.since
             AND v.version < t."until"
           WHERE ${IN_GIVEN}`,
        )
        .bind(projectId, name, pairsOf(items));
      const { results } = await attempt(() => query.all<{ hash: string; version: number }>());
      return results.map(({ hash, version }) => [hash, version]);
    },

    async erase(job, { name, items }) {
      const isQuiet = `NOT EXISTS (SELECT 1 FROM dataset_uploads
        WHERE project_id = ?1 AND name = ?2 AND status = 'sealing')`;
      const on = (statement: string) =>
        d1.prepare(`${statement} AND ${isQuiet}`).bind(job.projectId, name, pairsOf(items));
      const answers = await transaction<Record<EraseStep, unknown>>({
        versions: on(
          `UPDATE datasets AS v SET erased = erased + (SELECT count(*) FROM dataset_items t
             WHERE ${IN_GIVEN} AND t.since <= v.version AND t."until" > v.version)
           WHERE v.project_id = ?1 AND v.name = ?2`,
        ),
        items: on(`DELETE FROM dataset_items AS t WHERE ${IN_GIVEN}`),
        uploads: on(
          `DELETE FROM dataset_upload_items WHERE project_id = ?1
             AND upload_id IN (SELECT id FROM dataset_uploads WHERE project_id = ?1 AND name = ?2)
             AND (item_id, hash) IN
               (SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(?3))`,
        ),
        contents: on(
          `DELETE FROM dataset_contents WHERE project_id = ?1 AND name = ?2
             AND hash IN (SELECT json_extract(value, '$[1]') FROM json_each(?3))`,
        ),
        count: countErased(d1, job, 'datasetItems'),
        quiet: d1.prepare(`SELECT 1 AS n WHERE ${isQuiet}`).bind(job.projectId, name),
      });
      return answers.quiet.rows.length === 1;
    },
  };
}

function pairsOf(items: ErasedItems['items']): string {
  return JSON.stringify(items.map(({ itemId, hash }) => [itemId, hash]));
}

type EraseStep = 'versions' | 'items' | 'uploads' | 'contents' | 'count' | 'quiet';
