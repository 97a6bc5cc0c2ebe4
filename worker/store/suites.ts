import { suites } from '@assay/schema/db/suites.ts';
import { and, desc, eq, gt, isNull, sql } from 'drizzle-orm';
import type { Database } from './database.ts';

export type StoredSuite = typeof suites.$inferSelect;
export type NewSuite = Omit<StoredSuite, 'version' | 'deletedAtMs' | 'attempt'> & {
  attempt: string;
};

/** Suites in D1: versions are added and marked as deleted, never changed. */
export interface SuiteStore {
  /** One version, or the newest. */
  find(projectId: string, name: string, version?: number): Promise<StoredSuite | undefined>;
  /** The newest version of each suite, by name, those after the name `after`. */
  list(projectId: string, limit: number, after?: string): Promise<StoredSuite[]>;
  /** Versions of a suite, newest first. */
  versions(projectId: string, name: string): Promise<StoredSuite[]>;
  /**
   * Adds the next version.
   *
   * @param exists whether the suite has to exist already, or has to be new
   * @returns undefined when that is not so
   */
  add(suite: NewSuite, exists: boolean): Promise<StoredSuite | undefined>;
  /** Marks one version, or all, as deleted. */
  remove(projectId: string, name: string, version: number | undefined, atMs: number): Promise<void>;
}

export function createSuiteStore({ d1, orm, attempt }: Database): SuiteStore {
  const alive = (projectId: string, name: string, version?: number) =>
    and(
      eq(suites.projectId, projectId),
      eq(suites.name, name),
      isNull(suites.deletedAtMs),
      version === undefined ? undefined : eq(suites.version, version),
    );

  const find: SuiteStore['find'] = (projectId, name, version) =>
    attempt(() =>
      orm
        .select()
        .from(suites)
        .where(alive(projectId, name, version))
        .orderBy(desc(suites.version))
        .limit(1)
        .get(),
    );

  return {
    find,

    list: (projectId, limit, after) =>
      attempt(() => {
        const newest = orm
          .select({ name: suites.name, version: sql<number>`max(${suites.version})`.as('newest') })
          .from(suites)
          .where(
            and(
              eq(suites.projectId, projectId),
              isNull(suites.deletedAtMs),
              after === undefined ? undefined : gt(suites.name, after),
            ),
          )
          .groupBy(suites.name)
          .orderBy(suites.name)
          .limit(limit)
          .as('newest_of');
        return orm
          .select({ suite: suites })
          .from(suites)
          .innerJoin(
            newest,
            and(eq(suites.name, newest.name), sql`${suites.version} = ${newest.version}`),
          )
          .where(eq(suites.projectId, projectId))
          .orderBy(suites.name)
          .all()
          .then((rows) => rows.map(({ suite }) => suite));
      }),

    versions: (projectId, name) =>
      attempt(() =>
        orm.select().from(suites).where(alive(projectId, name)).orderBy(desc(suites.version)).all(),
      ),

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
          .where(and(alive(suite.projectId, suite.name), eq(suites.attempt, suite.attempt)))
          .get(),
      );
    },

    async remove(projectId, name, version, atMs) {
      await attempt(() =>
        orm
          .update(suites)
          .set({ deletedAtMs: atMs })
          .where(alive(projectId, name, version))
          .run(),
      );
    },
  };
}
