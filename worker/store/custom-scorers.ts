import { customScorers } from '@assay/schema/db/custom-scorers.ts';
import { and, desc, eq, gt, isNull, sql } from 'drizzle-orm';
import type { Database } from './database.ts';

export type StoredCustomScorer = typeof customScorers.$inferSelect;
export type NewCustomScorer = Omit<StoredCustomScorer, 'deletedAtMs'>;

/** Projects' own scorers in D1: versions are added, never changed. */
export interface CustomScorerStore {
  /** One version, or the newest. */
  find(projectId: string, name: string, version?: number): Promise<StoredCustomScorer | undefined>;
  /** The newest version of each, by name. */
  list(projectId: string, limit: number, after?: string): Promise<StoredCustomScorer[]>;
  /** Versions, newest first. */
  versions(projectId: string, name: string): Promise<StoredCustomScorer[]>;
  /** The highest version number ever given to a name; 0 for a name that was never used. */
  lastVersion(projectId: string, name: string): Promise<number>;
  /**
   * Adds a scorer under exactly its version.
   *
   * @returns false when that version is there and is another
   */
  add(scorer: NewCustomScorer): Promise<boolean>;
  /** Marks one version, or all, as deleted. */
  remove(projectId: string, name: string, version: number | undefined, atMs: number): Promise<void>;
}

export function createCustomScorerStore({ orm, attempt }: Database): CustomScorerStore {
  const alive = (projectId: string, name: string, version?: number) =>
    and(
      eq(customScorers.projectId, projectId),
      eq(customScorers.name, name),
      isNull(customScorers.deletedAtMs),
      version === undefined ? undefined : eq(customScorers.version, version),
    );

  const find: CustomScorerStore['find'] = (projectId, name, version) =>
    attempt(() =>
      orm
        .select()
        .from(customScorers)
        .where(alive(projectId, name, version))
        .orderBy(desc(customScorers.version))
        .limit(1)
        .get(),
    );

  return {
    find,

    list: (projectId, limit, after) =>
      attempt(() => {
        const newest = orm
          .select({
            name: customScorers.name,
            version: sql<number>`max(${customScorers.version})`.as('newest'),
          })
          .from(customScorers)
          .where(
            and(
              eq(customScorers.projectId, projectId),
              isNull(customScorers.deletedAtMs),
              after === undefined ? undefined : gt(customScorers.name, after),
            ),
          )
          .groupBy(customScorers.name)
          .orderBy(customScorers.name)
          .limit(limit)
          .as('newest_of');
        return orm
          .select({ scorer: customScorers })
          .from(customScorers)
          .innerJoin(
            newest,
            and(
              eq(customScorers.name, newest.name),
              sql`${customScorers.version} = ${newest.version}`,
            ),
          )
          .where(eq(customScorers.projectId, projectId))
          .orderBy(customScorers.name)
          .all()
          .then((rows) => rows.map(({ scorer }) => scorer));
      }),

    versions: (projectId, name) =>
      attempt(() =>
        orm
          .select()
          .from(customScorers)
          .where(alive(projectId, name))
          .orderBy(desc(customScorers.version))
          .all(),
      ),

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
      const there = await find(scorer.projectId, scorer.name, scorer.version);
      return there?.fingerprint === scorer.fingerprint && there.createdAtMs === scorer.createdAtMs;
    },

    async remove(projectId, name, version, atMs) {
      await attempt(() =>
        orm
          .update(customScorers)
          .set({ deletedAtMs: atMs })
          .where(alive(projectId, name, version))
          .run(),
      );
    },
  };
}
