import type { Database } from './database.ts';
import { removeOrphans, removeUploadItems } from './dataset-orphans.ts';

/** A version whose items are to be removed. */
export interface DeletedVersion {
  projectId: string;
  name: string;
  version: number;
}

/** Removes what data sets and uploads leave behind in D1. */
export interface DatasetPurgeStore {
  /** Versions marked as deleted. */
  deleted(limit: number): Promise<DeletedVersion[]>;
  /** Removes some items that no other version has; true when none is left. */
  purge(version: DeletedVersion): Promise<boolean>;
  /** Uploads whose time is over, or that were discarded. */
  expiredUploads(nowMs: number, limit: number): Promise<{ projectId: string; uploadId: string }[]>;
  /** Removes an upload with all of its items, unless it was taken up again in the meantime. */
  removeUpload(projectId: string, uploadId: string, nowMs: number): Promise<void>;
  /** Removes the items of an upload that has become a version. */
  clearUpload(projectId: string, uploadId: string): Promise<void>;
}

/** Their ids and hashes are one parameter. */
const ROWS_A_STEP = 2_000;

export function createDatasetPurgeStore(database: Database): DatasetPurgeStore {
  const { d1, attempt, transaction } = database;
  // While an upload is sealed, what it takes over from deleted versions must stay.
  const isQuiet = `NOT EXISTS (SELECT 1 FROM dataset_uploads
    WHERE project_id = ?1 AND name = ?2 AND status = 'sealing')`;
  const isDoomed = `i.project_id = ?1 AND i.name = ?2 AND i.since <= ?3 AND i.until > ?3 AND ${isQuiet}
    AND NOT EXISTS (SELECT 1 FROM datasets v WHERE v.project_id = ?1 AND v.name = ?2
      AND v.version >= i.since AND v.version < i.until AND v.deleted_at_ms IS NULL)`;

  return {
    async deleted(limit) {
      const query = d1
        .prepare(
          `SELECT project_id AS projectId, name, version FROM datasets
           WHERE deleted_at_ms IS NOT NULL AND is_purged = 0 LIMIT ?1`,
        )
        .bind(limit);
      return (await attempt(() => query.all<DeletedVersion>())).results;
    },

    async purge({ projectId, name, version }) {
      const some = d1
        .prepare(
          `SELECT i.item_id AS itemId, i.since, i.hash FROM dataset_items i WHERE ${isDoomed}
           LIMIT ${ROWS_A_STEP}`,
        )
        .bind(projectId, name, version);
      type Doomed = { itemId: string; since: number; hash: string };
      const { results } = await attempt(() => some.all<Doomed>());
      const doomed = JSON.stringify(
        results.map(({ itemId, hash, since }) => [itemId, hash, since]),
      );
      const answers = await transaction<{ items: unknown; contents: unknown; mark: unknown }>({
        items: d1
          .prepare(
            `DELETE FROM dataset_items AS i WHERE ${isDoomed} AND (i.item_id, i.since) IN
               (SELECT json_extract(value, '$[0]'), json_extract(value, '$[2]') FROM json_each(?4))`,
          )
          .bind(projectId, name, version, doomed),
        contents: removeOrphans(d1, projectId, '?2', name, doomed),
        mark: d1
          .prepare(
            `UPDATE datasets SET is_purged = 1 WHERE project_id = ?1 AND name = ?2 AND version = ?3
               AND deleted_at_ms IS NOT NULL AND ${isQuiet}
               AND NOT EXISTS (SELECT 1 FROM dataset_items i WHERE ${isDoomed})`,
          )
          .bind(projectId, name, version),
      });
      return answers.mark.changes === 1;
    },

    async expiredUploads(nowMs, limit) {
      const query = d1
        .prepare(
          `SELECT project_id AS projectId, id AS uploadId FROM dataset_uploads
           WHERE status IN ('open', 'sealed', 'abandoned') AND expires_at_ms <= ?1 LIMIT ?2`,
        )
        .bind(nowMs, limit);
      type Found = { projectId: string; uploadId: string };
      return (await attempt(() => query.all<Found>())).results;
    },

    async removeUpload(projectId, uploadId, nowMs) {
      const hide = d1
        .prepare(
          `UPDATE dataset_uploads SET status = 'abandoned', token = NULL
           WHERE project_id = ?1 AND id = ?2 AND status <> 'sealing' AND expires_at_ms <= ?3
             AND lease_until_ms <= ?3`,
        )
        .bind(projectId, uploadId, nowMs);
      const { meta } = await attempt(() => hide.run());
      if (meta.changes === 0) return;
      await clear(projectId, uploadId);
      const remove = d1
        .prepare(
          `DELETE FROM dataset_uploads WHERE project_id = ?1 AND id = ?2 AND status = 'abandoned'`,
        )
        .bind(projectId, uploadId);
      await attempt(() => remove.run());
    },

    clearUpload: clear,
  };

  function clear(projectId: string, uploadId: string): Promise<void> {
    return removeUploadItems(database, { projectId, uploadId, token: null, isBeyond: false });
  }
}
