import { customScorers } from '@assay/schema/db/custom-scorers.ts';
import { and, eq, sql } from 'drizzle-orm';
import type { Database } from './database.ts';
import { createVersionedStore, type VersionedStore } from './versioned.ts';

export type StoredCustomScorer = typeof customScorers.$inferSelect;
export type NewCustomScorer = Omit<StoredCustomScorer, 'deletedAtMs'>;

/** Projects' own scorers in D1. */
export interface CustomScorerStore extends VersionedStore<StoredCustomScorer> {
  /** The highest version number ever given to a name; 0 for a name that was never used. */
  lastVersion(projectId: string, name: string): Promise<number>;
  /**
   * Adds a scorer under exactly its version.
   *
   * @returns false when that version is there and is another
   */
  add(scorer: NewCustomScorer): Promise<boolean>;
}

export function createCustomScorerStore(database: Database): CustomScorerStore {
  const { orm, attempt } = database;
  const versioned = createVersionedStore(customScorers, database);
  return {
    ...versioned,

    async lastVersion(projectId, name) {
      const row = await attempt(() =>
        orm
          .select({ last: sql<number | null>`max(${customScorers.version})` })
          .from(customScorers)
          .where(and(eq(customScorers.projectId, projectId), eq(customScorers.name, name)))
          .get(),
      );
      return row?.last ?? 0;
    },

    async add(scorer) {
      await attempt(() => orm.insert(customScorers).values(scorer).onConflictDoNothing().run());
      // A try whose answer was lost may have added it: what is there tells.
      const there = await versioned.find(scorer.projectId, scorer.name, scorer.version);
      return there?.fingerprint === scorer.fingerprint && there.createdAtMs === scorer.createdAtMs;
    },
  };
}
