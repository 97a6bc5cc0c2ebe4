import type { customScorers } from '@assay/schema/db/custom-scorers.ts';
import type { datasets } from '@assay/schema/db/datasets.ts';
import type { guardPolicies } from '@assay/schema/db/guard-policies.ts';
import type { monitors } from '@assay/schema/db/monitors.ts';
import type { pipelines } from '@assay/schema/db/pipelines.ts';
import type { questions } from '@assay/schema/db/questions.ts';
import type { suites } from '@assay/schema/db/suites.ts';
import type { traceRules } from '@assay/schema/db/traces.ts';
import { and, desc, eq, getTableName, gt, isNull, type SQL, sql } from 'drizzle-orm';
import type { Database } from './database.ts';

/** Tables of named things whose versions are added and marked as deleted, never changed. */
type VersionedTable =
  | typeof suites
  | typeof customScorers
  | typeof guardPolicies
  | typeof monitors
  | typeof pipelines
  | typeof questions
  | typeof traceRules
  | typeof datasets;

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

/** Tables whose store numbers the versions. */
type NumberedTable =
  | typeof suites
  | typeof guardPolicies
  | typeof monitors
  | typeof pipelines
  | typeof questions
  | typeof traceRules;

/** A version before it has its number. */
export type NewVersion<Row> = Omit<Row, 'version' | 'deletedAtMs' | 'attempt'> & {
  attempt: string;
};

export interface NumberedStore<Row> extends VersionedStore<Row> {
  /**
   * Adds the next version.
   *
   * @param exists whether the name must exist already, or must be new
   * @returns undefined if that is not so
   */
  add(version: NewVersion<Row>, exists: boolean): Promise<Row | undefined>;
}

/**
 * @param columns the columns of the content, beside those that every such table has, with what is
 *   written in each
 */
export function createNumberedStore<Table extends NumberedTable>(
  table: Table,
  database: Database,
  columns: Readonly<
    Record<string, (version: NewVersion<Table['$inferSelect']>) => string | number | null>
  >,
): NumberedStore<Table['$inferSelect']> {
  const { d1, orm, attempt } = database;
  const named: NumberedTable = table;
  const name = getTableName(table);
  const content = Object.entries(columns);
  // The version counts deleted ones too, so that no number is given twice.
  const sqlText = `INSERT INTO ${name}
      (project_id, name, version, attempt, created_at_ms, ${content.map(([column]) => column).join(', ')})
    SELECT ?1, ?2, coalesce((SELECT max(version) FROM ${name} WHERE project_id = ?1 AND name = ?2), 0) + 1,
      ?3, ?4, ${content.map((_, i) => `?${i + 6}`).join(', ')}
    WHERE EXISTS (SELECT 1 FROM ${name} WHERE project_id = ?1 AND name = ?2 AND deleted_at_ms IS NULL) = ?5
      AND NOT EXISTS (SELECT 1 FROM ${name} WHERE project_id = ?1 AND name = ?2 AND attempt = ?3)`;
  return {
    ...createVersionedStore(table, database),

    async add(version, exists) {
      const { projectId, name: versionName, attempt: id, createdAtMs } = version;
      const insert = d1
        .prepare(sqlText)
        .bind(
          ...[projectId, versionName, id, createdAtMs, exists ? 1 : 0],
          ...content.map(([, write]) => write(version)),
        );
      await attempt(() => insert.run());
      // Also what an attempt whose answer was lost has added.
      return attempt(() =>
        orm
          .select()
          .from(named)
          .where(and(alive(named, projectId, versionName), eq(named.attempt, id)))
          .get(),
      ) as Promise<Table['$inferSelect'] | undefined>;
    },
  };
}
