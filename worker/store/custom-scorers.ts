import { customScorers } from '@assay/schema/db/custom-scorers.ts';
import { and, desc, eq } from 'drizzle-orm';
import type { Database } from './database.ts';

export type StoredCustomScorer = typeof customScorers.$inferSelect;

/** Projects' own scorers in D1: versions are added, never changed. */
export interface CustomScorerStore {
  /** One version, or the newest. */
  find(projectId: string, name: string, version?: number): Promise<StoredCustomScorer | undefined>;
  /** Versions, newest first. */
  versions(projectId: string, name: string): Promise<StoredCustomScorer[]>;
  /**
   * Adds a scorer under exactly its version.
   *
   * @returns false when that version is there and is another
   */
  add(scorer: StoredCustomScorer): Promise<boolean>;
}

export function createCustomScorerStore({ orm, attempt }: Database): CustomScorerStore {
  const find: CustomScorerStore['find'] = (projectId, name, version) =>
    attempt(() =>
      orm
        .select()
        .from(customScorers)
        .where(
          and(
            eq(customScorers.projectId, projectId),
            eq(customScorers.name, name),
            version === undefined ? undefined : eq(customScorers.version, version),
          ),
        )
        .orderBy(desc(customScorers.version))
        .limit(1)
        .get(),
    );

  return {
    find,

    versions: (projectId, name) =>
      attempt(() =>
        orm
          .select()
          .from(customScorers)
          .where(and(eq(customScorers.projectId, projectId), eq(customScorers.name, name)))
          .orderBy(desc(customScorers.version))
          .all(),
      ),

    async add(scorer) {
      await attempt(() => orm.insert(customScorers).values(scorer).onConflictDoNothing().run());
      // A try whose answer was lost may have added it: what is there tells.
      const there = await find(scorer.projectId, scorer.name, scorer.version);
      return there?.fingerprint === scorer.fingerprint && there.createdAtMs === scorer.createdAtMs;
    },
  };
}
