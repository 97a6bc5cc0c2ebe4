import type { Database } from './database.ts';
import { countErased, type DeletionJob } from './erased-count.ts';
import { deletionsOf } from './project-deletion.ts';

/** Removes a project from D1, but for the deletion itself and the key that asked for it. */
export interface ProjectErasure {
  /** Revokes all keys but one, which can only read from now on, until a time. */
  lockKeys(job: DeletionJob, keyId: string, atMs: number, expiresAtMs: number): Promise<void>;
  /** Names of the classes of data, in the order in which they must go. */
  classes(projectId: string): Promise<string[]>;
  /** Removes some rows of a class; true when none is left. */
  removeSome(job: DeletionJob, name: string): Promise<boolean>;
  /** Removes the project itself, its other keys and its other deletions. */
  removeRest(job: DeletionJob, keyId: string): Promise<void>;
}

/** The proof of the deletion, and what it is read with, stay; the project goes last. */
const KEPT = new Set(['deletions', 'api_keys', 'projects']);
const ROWS_A_STEP = 5_000;

export function createProjectErasure({ d1, attempt }: Database): ProjectErasure {
  const removable = (projectId: string) =>
    deletionsOf(projectId).filter(({ table }) => !KEPT.has(table));
  return {
    async lockKeys({ projectId, id }, keyId, atMs, expiresAtMs) {
      await attempt(() =>
        d1.batch([
          d1
            .prepare(
              `UPDATE api_keys SET revoked_at_ms = ?3
               WHERE project_id = ?1 AND id <> ?2 AND revoked_at_ms IS NULL`,
            )
            .bind(projectId, keyId, atMs),
          d1
            .prepare(
              `UPDATE api_keys SET name = ?4, scopes = '["read"]', review = NULL,
                 expires_at_ms = min(coalesce(expires_at_ms, ?3), ?3)
               WHERE project_id = ?1 AND id = ?2`,
            )
            .bind(projectId, keyId, expiresAtMs, `reads ${id}`),
        ]),
      );
    },

    classes: async (projectId) => removable(projectId).map(({ name }) => name),

    async removeSome(job, name) {
      const found = removable(job.projectId).find((one) => one.name === name);
      if (found === undefined) return true;
      const [deleted] = await attempt(() =>
        d1.batch([d1.prepare(found.sql), countErased(d1, job, name)]),
      );
      return (deleted?.meta.changes ?? 0) < ROWS_A_STEP;
    },

    async removeRest(job, keyId) {
      const { projectId, id } = job;
      const on = (statement: string, ...values: string[]) =>
        d1.prepare(statement).bind(projectId, ...values);
      await attempt(() =>
        d1.batch([
          on('DELETE FROM api_keys WHERE project_id = ?1 AND id <> ?2', keyId),
          countErased(d1, job, 'apiKeys'),
          on('DELETE FROM deletions WHERE project_id = ?1 AND id <> ?2', id),
          countErased(d1, job, 'deletions'),
          on('DELETE FROM projects WHERE id = ?1'),
          countErased(d1, job, 'projects'),
        ]),
      );
    },
  };
}
