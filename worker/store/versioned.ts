import type { customScorers } from '@assay/schema/db/custom-scorers.ts';
import type { suites } from '@assay/schema/db/suites.ts';
import { and, desc, eq, gt, isNull, type SQL, sql } from 'drizzle-orm';
import type { Database } from './database.ts';

/** Tables of named things whose versions are added and marked as deleted, never changed. */
type VersionedTable = typeof suites | typeof customScorers;

/** What all of them are asked alike. */
export interface VersionedStore<Row> {
  /** One version, or the newest. */
  find(projectId: string, name: string, version?: number): Promise<Row | undefined>;
  /** The newest version of each, by name, those after the name `after`. */
  list(projectId: string, limit: number, after?: string): Promise<Row[]>;
  /** Versions, newest first. */
  versions(projectId: string, name: string): Promise<Row[]>;
  /** Marks one version, or all, as deleted. */
  remove(projectId: string, name: string, version: number | undefined, atMs: number): Promise<void>;
}

/** The condition for rows of a name, or of one version of it, that are not deleted. */
export function alive(
  table: VersionedTable,
  projectId: string,
  name: string,
  version?: number,
): SQL | undefined {
  return and(
    eq(table.projectId, projectId),
    eq(table.name, name),
    isNull(table.deletedAtMs),
    version === undefined ? undefined : eq(table.version, version),
  );
}

export function createVersionedStore<Table extends VersionedTable>(
  of: Table,
  { orm, attempt }: Database,
): VersionedStore<Table['$inferSelect']> {
  // The query builder infers rows from one table, not from a choice of them.
  const table: VersionedTable = of;
  type Row = Table['$inferSelect'];

  return {
    find: (projectId, name, version) =>
      attempt(() =>
        orm
          .select()
          .from(table)
          .where(alive(table, projectId, name, version))
          .orderBy(desc(table.version))
          .limit(1)
          .get(),
      ) as Promise<Row | undefined>,

    list: (projectId, limit, after) =>
      attempt(() => {
        const newest = orm
          .select({ name: table.name, version: sql<number>`max(${table.version})`.as('newest') })
          .from(table)
          .where(
            and(
              eq(table.projectId, projectId),
              isNull(table.deletedAtMs),
              after === undefined ? undefined : gt(table.name, after),
            ),
          )
          .groupBy(table.name)
          .orderBy(table.name)
          .limit(limit)
          .as('newest_of');
        return orm
          .select({ row: table })
          .from(table)
          .innerJoin(
            newest,
            and(eq(table.name, newest.name), sql`${table.version} = ${newest.version}`),
          )
          .where(eq(table.projectId, projectId))
          .orderBy(table.name)
          .all()
          .then((found) => found.map(({ row }) => row as Row));
      }),

    versions: (projectId, name) =>
      attempt(() =>
        orm
          .select()
          .from(table)
          .where(alive(table, projectId, name))
          .orderBy(desc(table.version))
          .all(),
      ) as Promise<Row[]>,

    async remove(projectId, name, version, atMs) {
      await attempt(() =>
        orm
          .update(table)
          .set({ deletedAtMs: atMs })
          .where(alive(table, projectId, name, version))
          .run(),
      );
    },
  };
}
