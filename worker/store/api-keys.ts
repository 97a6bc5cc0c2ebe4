import { apiKeys } from '@assay/schema/db/api-keys.ts';
import { dataSettings } from '@assay/schema/db/data-settings.ts';
import type { DataSettings } from '@assay/schema/types.ts';
import { and, desc, eq, lt } from 'drizzle-orm';
import type { Database } from './database.ts';

export type StoredApiKey = typeof apiKeys.$inferSelect;

/** A key that was looked up. */
export interface FoundApiKey {
  key: StoredApiKey;
  /** Undefined where the project has the defaults. */
  dataSettings: DataSettings | undefined;
}

/** API keys in D1. */
export interface ApiKeyStore {
  /** A key, and what its project keeps of its data. */
  findByHash(hash: string): Promise<FoundApiKey | undefined>;
  find(projectId: string, id: string): Promise<StoredApiKey | undefined>;
  /** Newest first, those older than the id `before`. */
  list(projectId: string, limit: number, before?: string): Promise<StoredApiKey[]>;
  insert(...keys: StoredApiKey[]): Promise<void>;
  setRevoked(projectId: string, id: string, revokedAtMs: number): Promise<void>;
  /**
   * Adds the successor and lets the old key end, in one transaction.
   *
   * @returns false, with nothing changed, when the old key is not active any more
   */
  replace(
    old: StoredApiKey,
    endsAtMs: number,
    successor: StoredApiKey,
    nowMs: number,
  ): Promise<boolean>;
}

export function createApiKeyStore({ d1, orm, attempt, transaction }: Database): ApiKeyStore {
  const own = (projectId: string, id: string) =>
    and(eq(apiKeys.projectId, projectId), eq(apiKeys.id, id));

  return {
    findByHash: (hash) =>
      attempt(() =>
        orm
          .select({ key: apiKeys, dataSettings: dataSettings.settings })
          .from(apiKeys)
          .leftJoin(dataSettings, eq(dataSettings.projectId, apiKeys.projectId))
          .where(eq(apiKeys.hash, hash))
          .get(),
      ).then((row) => row && { key: row.key, dataSettings: row.dataSettings ?? undefined }),

    find: (projectId, id) =>
      attempt(() => orm.select().from(apiKeys).where(own(projectId, id)).get()),

    list: (projectId, limit, before) =>
      attempt(() =>
        orm
          .select()
          .from(apiKeys)
          .where(
            and(
              eq(apiKeys.projectId, projectId),
              before === undefined ? undefined : lt(apiKeys.id, before),
            ),
          )
          .orderBy(desc(apiKeys.id))
          .limit(limit)
          .all(),
      ),

    async insert(...keys) {
      await attempt(() => orm.insert(apiKeys).values(keys).onConflictDoNothing().run());
    },

    async setRevoked(projectId, id, revokedAtMs) {
      await attempt(() => orm.update(apiKeys).set({ revokedAtMs }).where(own(projectId, id)).run());
    },

    async replace(old, endsAtMs, successor, nowMs) {
      const insert = d1
        .prepare(
          `INSERT INTO api_keys (id, project_id, name, hash, hint, scopes, review, created_at_ms, expires_at_ms)
           SELECT ?1, project_id, ?2, ?3, ?4, ?5, review, ?6, ?7 FROM api_keys
           WHERE project_id = ?8 AND id = ?9 AND revoked_at_ms IS NULL
             AND coalesce(expires_at_ms, ?10 + 1) > ?10 AND coalesce(ends_at_ms, ?10 + 1) > ?10
           ON CONFLICT DO NOTHING`,
        )
        .bind(
          successor.id,
          successor.name,
          successor.hash,
          successor.hint,
          JSON.stringify(successor.scopes),
          successor.createdAtMs,
          successor.expiresAtMs,
          old.projectId,
          old.id,
          nowMs,
        );
      const end = d1
        .prepare(
          `UPDATE api_keys SET ends_at_ms = ?1 WHERE project_id = ?2 AND id = ?3
             AND EXISTS (SELECT 1 FROM api_keys WHERE id = ?4)`,
        )
        .bind(endsAtMs, old.projectId, old.id, successor.id);
      const { end: ended } = await transaction<{ insert: unknown; end: unknown }>({ insert, end });
      return ended.changes > 0;
    },
  };
}
