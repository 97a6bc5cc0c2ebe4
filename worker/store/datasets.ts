import { datasets } from '@assay/schema/db/datasets.ts';
import { and, desc, eq, isNull, lt } from 'drizzle-orm';
import type { Database } from './database.ts';
import { createVersionedStore, type VersionedStore } from './versioned.ts';

export type StoredDataset = typeof datasets.$inferSelect;

/** What refers to a version of a data set, and keeps it from being deleted. */
export interface DatasetUse {
  projectId: string;
  name: string;
  version: number;
  /** In words: `batch`, `calibration`. */
  kind: string;
  userId: string;
}

/** Versions of data sets in D1. */
export interface DatasetStore extends Pick<VersionedStore<StoredDataset>, 'find' | 'list'> {
  /** Versions below the number `before`, newest first. */
  versions(
    projectId: string,
    name: string,
    limit: number,
    before?: number,
  ): Promise<StoredDataset[]>;
  /**
   * Marks one version, or all, as deleted.
   *
   * @returns what uses them, with nothing changed, where something does
   */
  remove(
    projectId: string,
    name: string,
    version: number | undefined,
    atMs: number,
  ): Promise<DatasetUse[]>;
  /** Notes that something refers to a version; false when there is no such version any more. */
  use(use: DatasetUse): Promise<boolean>;
  /** Ends the use of what has gone. */
  release(projectId: string, kind: string, userId: string): Promise<void>;
}

const MOST_USES_TOLD = 4;

export function createDatasetStore(database: Database): DatasetStore {
  const { d1, orm, attempt, transaction } = database;
  const { find, list } = createVersionedStore(datasets, database);
  return {
    find,
    list,

    versions: (projectId, name, limit, before) =>
      attempt(() =>
        orm
          .select()
          .from(datasets)
          .where(
            and(
              eq(datasets.projectId, projectId),
              eq(datasets.name, name),
              isNull(datasets.deletedAtMs),
              before === undefined ? undefined : lt(datasets.version, before),
            ),
          )
          .orderBy(desc(datasets.version))
          .limit(limit)
          .all(),
      ),

    async remove(projectId, name, version, atMs) {
      // Calibrations name their version themselves, as `name@3`; behind "@" comes "A".
      const uses = `SELECT project_id AS projectId, kind, user_id AS userId, name, version
          FROM dataset_uses WHERE project_id = ?1 AND name = ?2 AND version = coalesce(?3, version)
        UNION ALL SELECT project_id, 'calibration', id, ?2, cast(substr(dataset, length(?2) + 2) AS INTEGER)
          FROM calibrations WHERE project_id = ?1 AND dataset >= ?2 || '@' AND dataset < ?2 || 'A'
            AND dataset = coalesce(?2 || '@' || cast(?3 AS INTEGER), dataset)`;
      const look = d1
        .prepare(`${uses} ORDER BY version LIMIT ${MOST_USES_TOLD}`)
        .bind(projectId, name, version ?? null);
      const mark = d1
        .prepare(
          `UPDATE datasets SET deleted_at_ms = ?4
           WHERE project_id = ?1 AND name = ?2 AND version = coalesce(?3, version)
             AND deleted_at_ms IS NULL AND NOT EXISTS (${uses})`,
        )
        .bind(projectId, name, version ?? null, atMs);
      const answers = await transaction<{ mark: unknown; look: DatasetUse }>({ mark, look });
      return answers.look.rows;
    },

    async use({ projectId, name, version, kind, userId }) {
      const note = d1
        .prepare(
          `INSERT INTO dataset_uses (project_id, kind, user_id, name, version)
           SELECT project_id, ?4, ?5, name, version FROM datasets
           WHERE project_id = ?1 AND name = ?2 AND version = ?3 AND deleted_at_ms IS NULL
           ON CONFLICT DO UPDATE SET name = excluded.name, version = excluded.version`,
        )
        .bind(projectId, name, version, kind, userId);
      const look = d1
        .prepare(
          `SELECT 1 FROM dataset_uses
           WHERE project_id = ?1 AND kind = ?4 AND user_id = ?5 AND name = ?2 AND version = ?3`,
        )
        .bind(projectId, name, version, kind, userId);
      const answers = await transaction<{ note: unknown; look: unknown }>({ note, look });
      return answers.look.rows.length === 1;
    },

    async release(projectId, kind, userId) {
      const end = d1
        .prepare('DELETE FROM dataset_uses WHERE project_id = ?1 AND kind = ?2 AND user_id = ?3')
        .bind(projectId, kind, userId);
      await attempt(() => end.run());
    },
  };
}
