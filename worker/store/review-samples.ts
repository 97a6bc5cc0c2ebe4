import type { Database } from './database.ts';

/** A page of a data set's items, by id. */
export interface DatasetItemQuery {
  projectId: string;
  name: string;
  version: number;
  split?: string | undefined;
  after: string;
  limit: number;
}

export interface DatasetItemRow {
  itemId: string;
  split: string | null;
  tags: string | null;
}

/** What review queues read of data sets and batches, in D1. */
export interface ReviewSampleStore {
  /** Whether a version of a data set exists. */
  hasDataset(projectId: string, name: string, version: number): Promise<boolean>;
  datasetItems(query: DatasetItemQuery): Promise<DatasetItemRow[]>;
  /** An item as JSON, with its hash. */
  datasetItem(
    projectId: string,
    name: string,
    version: number,
    itemId: string,
  ): Promise<{ hash: string; item: string } | undefined>;
  /** Keeps a version of a data set from being deleted while a queue refers to it. */
  useDataset(projectId: string, queue: string, name: string, version: number): Promise<void>;
  /** Lets it be deleted again. */
  releaseDataset(projectId: string, queue: string): Promise<void>;
}

const IN_VERSION = `t.project_id = ?1 AND t.name = ?2 AND t.since <= ?3 AND t."until" > ?3`;
const CONTENT = `CROSS JOIN dataset_contents c ON c.project_id = t.project_id AND c.name = t.name
  AND c.hash = t.hash`;
const KIND = 'review queue';

export function createReviewSampleStore({ d1, attempt }: Database): ReviewSampleStore {
  return {
    async hasDataset(projectId, name, version) {
      const statement = d1
        .prepare(
          `SELECT 1 AS n FROM datasets
           WHERE project_id = ?1 AND name = ?2 AND version = ?3 AND deleted_at_ms IS NULL`,
        )
        .bind(projectId, name, version);
      return (await attempt(() => statement.first())) !== null;
    },

    async datasetItems({ projectId, name, version, split, after, limit }) {
      const statement = d1
        .prepare(
          `SELECT t.item_id AS itemId, c.split, c.tags FROM dataset_items t ${CONTENT}
           WHERE ${IN_VERSION} AND t.item_id > ?4 AND (?6 IS NULL OR c.split = ?6)
           ORDER BY t.item_id LIMIT ?5`,
        )
        .bind(projectId, name, version, after, limit, split ?? null);
      return (await attempt(() => statement.all<DatasetItemRow>())).results;
    },

    async datasetItem(projectId, name, version, itemId) {
      const statement = d1
        .prepare(
          `SELECT c.hash, c.item FROM dataset_items t ${CONTENT} WHERE ${IN_VERSION} AND t.item_id = ?4`,
        )
        .bind(projectId, name, version, itemId);
      return (await attempt(() => statement.first<{ hash: string; item: string }>())) ?? undefined;
    },

    async useDataset(projectId, queue, name, version) {
      const statement = d1
        .prepare(
          `INSERT INTO dataset_uses (project_id, kind, user_id, name, version)
           VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING`,
        )
        .bind(projectId, KIND, queue, name, version);
      await attempt(() => statement.run());
    },

    async releaseDataset(projectId, queue) {
      const statement = d1
        .prepare('DELETE FROM dataset_uses WHERE project_id = ?1 AND kind = ?2 AND user_id = ?3')
        .bind(projectId, KIND, queue);
      await attempt(() => statement.run());
    },
  };
}
