import { dataKeys } from '@assay/schema/db/data-keys.ts';
import { and, desc, eq, isNull, ne } from 'drizzle-orm';
import type { Database } from './database.ts';

export type StoredDataKey = typeof dataKeys.$inferSelect;

/** The wrapped keys of projects, in D1. */
export interface DataKeyStore {
  /** The newest key that was not dropped. */
  current(projectId: string): Promise<StoredDataKey | undefined>;
  find(projectId: string, id: string): Promise<StoredDataKey | undefined>;
  /** Newest first. */
  list(projectId: string): Promise<StoredDataKey[]>;
  insert(key: StoredDataKey): Promise<void>;
  /** Empties every key of a project: what they encrypted is unreadable from then on. */
  drop(projectId: string, nowMs: number): Promise<void>;
  /** Keys that another master key wrapped, up to a limit. */
  wrappedByOthers(masterKey: string, limit: number): Promise<StoredDataKey[]>;
  /** Puts another wrapping in place of one, unless the key was changed or dropped meanwhile. */
  rewrap(before: StoredDataKey, masterKey: string, wrapped: string): Promise<void>;
}

export function createDataKeyStore({ orm, attempt }: Database): DataKeyStore {
  const isLive = isNull(dataKeys.droppedAtMs);
  const own = (projectId: string) => eq(dataKeys.projectId, projectId);
  return {
    current: (projectId) =>
      attempt(() =>
        orm
          .select()
          .from(dataKeys)
          .where(and(own(projectId), isLive))
          .orderBy(desc(dataKeys.id))
          .limit(1)
          .get(),
      ),

    find: (projectId, id) =>
      attempt(() =>
        orm
          .select()
          .from(dataKeys)
          .where(and(own(projectId), eq(dataKeys.id, id)))
          .get(),
      ),

    list: (projectId) =>
      attempt(() =>
        orm
          .select()
          .from(dataKeys)
          .where(own(projectId))
          .orderBy(desc(dataKeys.id))
          .limit(100)
          .all(),
      ),

    async insert(key) {
      await attempt(() => orm.insert(dataKeys).values(key).onConflictDoNothing().run());
    },

    async drop(projectId, nowMs) {
      const gone = { wrapped: '', droppedAtMs: nowMs };
      await attempt(() =>
        orm
          .update(dataKeys)
          .set(gone)
          .where(and(own(projectId), isLive))
          .run(),
      );
    },

    wrappedByOthers: (masterKey, limit) =>
      attempt(() =>
        orm
          .select()
          .from(dataKeys)
          .where(and(isLive, ne(dataKeys.masterKey, masterKey)))
          .limit(limit)
          .all(),
      ),

    async rewrap({ projectId, id, wrapped: before }, masterKey, wrapped) {
      await attempt(() =>
        orm
          .update(dataKeys)
          .set({ masterKey, wrapped })
          .where(and(own(projectId), eq(dataKeys.id, id), eq(dataKeys.wrapped, before), isLive))
          .run(),
      );
    },
  };
}
