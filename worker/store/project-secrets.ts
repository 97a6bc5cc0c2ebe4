import { projectSecrets } from '@assay/schema/db/experiments.ts';
import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import type { Database } from './database.ts';

export type StoredSecret = typeof projectSecrets.$inferSelect;

/** Sealed secrets of projects in D1. */
export interface ProjectSecretStore {
  list(projectId: string): Promise<StoredSecret[]>;
  find(projectId: string, names: readonly string[]): Promise<StoredSecret[]>;
  /** Adds a secret, or replaces its value; false if the project has so many already. */
  put(secret: StoredSecret, most: number): Promise<boolean>;
  /** False if there is none. */
  remove(projectId: string, name: string): Promise<boolean>;
}

export function createProjectSecretStore({ orm, d1, attempt }: Database): ProjectSecretStore {
  return {
    list: (projectId) =>
      attempt(() =>
        orm
          .select()
          .from(projectSecrets)
          .where(eq(projectSecrets.projectId, projectId))
          .orderBy(asc(projectSecrets.name))
          .all(),
      ),

    find: (projectId, names) =>
      attempt(() =>
        orm
          .select()
          .from(projectSecrets)
          .where(
            and(
              eq(projectSecrets.projectId, projectId),
              inArray(
                projectSecrets.name,
                sql`(SELECT value FROM json_each(${JSON.stringify(names)}))`,
              ),
            ),
          )
          .all(),
      ),

    async put({ projectId, name, sealed, hosts, createdAtMs, updatedAtMs }, most) {
      const put = d1
        .prepare(
          `INSERT INTO project_secrets (project_id, name, sealed, created_at_ms, updated_at_ms, hosts)
           SELECT ?1, ?2, ?3, ?4, ?5, ?7 WHERE
             (SELECT count(*) FROM project_secrets WHERE project_id = ?1 AND name <> ?2) < ?6
           ON CONFLICT DO UPDATE SET sealed = excluded.sealed, hosts = excluded.hosts, updated_at_ms = excluded.updated_at_ms`,
        )
        .bind(projectId, name, sealed, createdAtMs, updatedAtMs, most, JSON.stringify(hosts));
      return (await attempt(() => put.run())).meta.changes === 1;
    },

    async remove(projectId, name) {
      const remove = d1
        .prepare('DELETE FROM project_secrets WHERE project_id = ?1 AND name = ?2')
        .bind(projectId, name);
      return (await attempt(() => remove.run())).meta.changes === 1;
    },
  };
}
