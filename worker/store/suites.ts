import { suites } from '@assay/schema/db/suites.ts';
import { and, eq } from 'drizzle-orm';
import type { Database } from './database.ts';
import { alive, createVersionedStore, type VersionedStore } from './versioned.ts';

export type StoredSuite = typeof suites.$inferSelect;
export type NewSuite = Omit<StoredSuite, 'version' | 'deletedAtMs' | 'attempt'> & {
  attempt: string;
};

/** Suites in D1. */
export interface SuiteStore extends VersionedStore<StoredSuite> {
  /**
   * Adds the next version.
   *
   * @param exists whether the suite has to exist already, or has to be new
   * @returns undefined when that is not so
   */
  add(suite: NewSuite, exists: boolean): Promise<StoredSuite | undefined>;
}

export function createSuiteStore(database: Database): SuiteStore {
  const { d1, orm, attempt } = database;
  return {
    ...createVersionedStore(suites, database),

    async add(suite, exists) {
      // The version counts deleted ones too, so that no number is given twice.
      const insert = d1
        .prepare(
          `INSERT INTO suites (project_id, name, version, description, scorers, policy, fingerprint, created_at_ms, attempt)
           SELECT ?1, ?2, coalesce((SELECT max(version) FROM suites WHERE project_id = ?1 AND name = ?2), 0) + 1,
                  ?3, ?4, ?5, ?6, ?7, ?9
           WHERE EXISTS (SELECT 1 FROM suites WHERE project_id = ?1 AND name = ?2 AND deleted_at_ms IS NULL) = ?8
             AND NOT EXISTS (SELECT 1 FROM suites WHERE project_id = ?1 AND name = ?2 AND attempt = ?9)
           RETURNING version`,
        )
        .bind(
          suite.projectId,
          suite.name,
          suite.description,
          JSON.stringify(suite.scorers),
          JSON.stringify(suite.policy),
          suite.fingerprint,
          suite.createdAtMs,
          exists ? 1 : 0,
          suite.attempt,
        );
      const row = await attempt(() => insert.first<{ version: number }>());
      if (row) return { ...suite, version: row.version, deletedAtMs: null };
      // A try whose answer was lost may have added it.
      return attempt(() =>
        orm
          .select()
          .from(suites)
          .where(and(alive(suites, suite.projectId, suite.name), eq(suites.attempt, suite.attempt)))
          .get(),
      );
    },
  };
}
