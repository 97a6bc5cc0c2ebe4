import type { Database } from './database.ts';

/** A sample of a batch, by its place or the id that it was given. */
export interface BatchPlace {
  batchId: string;
  index: number | null;
  sampleId: string | null;
}

/** An item of a version of a data set. */
export interface DatasetItem {
  name: string;
  version: number;
  itemId: string;
}

/** Whether what labels are about exists, in D1. */
export interface LabelTargetStore {
  /** Those of the ids that are verdicts of the project. */
  verdicts(projectId: string, ids: readonly string[]): Promise<Set<string>>;
  /** The place of each sample in its batch; undefined for what the project has not. */
  batchSamples(projectId: string, places: readonly BatchPlace[]): Promise<(number | undefined)[]>;
  /** Whether each item is in its version of its data set. */
  datasetItems(projectId: string, items: readonly DatasetItem[]): Promise<boolean[]>;
}

export function createLabelTargetStore({ d1, attempt }: Database): LabelTargetStore {
  return {
    async verdicts(projectId, ids) {
      const statement = d1
        .prepare(
          `SELECT v.id FROM json_each(?2) e
           CROSS JOIN verdicts v ON v.project_id = ?1 AND v.id = e.value AND v.deleted_at_ms IS NULL`,
        )
        .bind(projectId, JSON.stringify(ids));
      const { results } = await attempt(() => statement.all<{ id: string }>());
      return new Set(results.map(({ id }) => id));
    },

    async batchSamples(projectId, places) {
      const of = (condition: string) => `SELECT e.key AS i, s.at FROM json_each(?2) e
        CROSS JOIN batches b ON b.project_id = ?1 AND b.id = json_extract(e.value, '$.batchId')
          AND b.status IN ('open', 'running', 'completed', 'cancelled')
        CROSS JOIN batch_samples s ON s.batch_id = b.id AND ${condition} AND s.at < b.next_index`;
      const statement = d1
        .prepare(
          `${of("s.at = json_extract(e.value, '$.index')")}
           UNION ALL ${of("s.sample_id = json_extract(e.value, '$.sampleId')")}`,
        )
        .bind(projectId, JSON.stringify(places));
      const { results } = await attempt(() => statement.all<{ i: number; at: number }>());
      const found = new Map(results.map(({ i, at }) => [i, at]));
      return places.map((_, i) => found.get(i));
    },

    async datasetItems(projectId, items) {
      const statement = d1
        .prepare(
          `SELECT e.key AS i FROM json_each(?2) e
           CROSS JOIN datasets d ON d.project_id = ?1 AND d.name = json_extract(e.value, '$.name')
             AND d.version = json_extract(e.value, '$.version') AND d.deleted_at_ms IS NULL
           WHERE EXISTS (SELECT 1 FROM dataset_items t WHERE t.project_id = ?1 AND t.name = d.name
             AND t.item_id = json_extract(e.value, '$.itemId')
             AND t.since <= d.version AND t.until > d.version)`,
        )
        .bind(projectId, JSON.stringify(items));
      const { results } = await attempt(() => statement.all<{ i: number }>());
      const found = new Set(results.map(({ i }) => i));
      return items.map((_, i) => found.has(i));
    },
  };
}
