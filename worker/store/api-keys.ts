import { apiKeys } from '@assay/schema/db/api-keys.ts';
import { and, desc, eq, lt } from 'drizzle-orm';
import type { Database } from './database.ts';

export type StoredApiKey = typeof apiKeys.$inferSelect;

/** API keys in D1. */
export interface ApiKeyStore {
  findByHash(hash: string): Promise<StoredApiKey | undefined>;
  find(projectId: string, id: string): Promise<StoredApiKey | undefined>;
  /** Newest first, those older than the id `before`. */
  list(projectId: string, limit: number, before?: string): Promise<StoredApiKey[]>;
  insert(...keys: StoredApiKey[]): Promise<void>;
  setRevoked(projectId: string, id: string, revokedAtMs: number): Promise<void>;
  /** Adds the successor and ends the old key in one transaction. */
  replace(old: StoredApiKey, endsAtMs: number, successor: StoredApiKey): Promise<void>;
}

export function createApiKeyStore({ orm, attempt }: Database): ApiKeyStore {
  const own = (projectId: string, id: string) =>
    and(eq(apiKeys.projectId, projectId), eq(apiKeys.id, id));

  return {
    findByHash: (hash) =>
      attempt(() => orm.select().from(apiKeys).where(eq(apiKeys.hash, hash)).get()),

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

    async replace(old, endsAtMs, successor) {
      await attempt(() =>
        orm.batch([
          orm.insert(apiKeys).values(successor).onConflictDoNothing(),
          orm.update(apiKeys).set({ expiresAtMs: endsAtMs }).where(own(old.projectId, old.id)),
        ]),
      );
    },
  };
}
