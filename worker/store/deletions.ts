import { deletions } from '@assay/schema/db/deletions.ts';
import { and, desc, eq, gt, gte, lt, sql } from 'drizzle-orm';
import type { Database } from './database.ts';
import type { DeletionJob } from './erased-count.ts';
import { insertOutboxEntries } from './log-outbox.ts';

export type StoredDeletion = typeof deletions.$inferSelect;

/** The end of a deletion. */
export interface DeletionEnd {
  report: string;
  /** SHA-256 of the signed statement, as hex digits. */
  hash: string;
  atMs: number;
  /** Whether the project has a log that can hold it. */
  isLogged: boolean;
}

/** Deletions in D1. */
export interface DeletionStore {
  /** Adds one; one that is there already stays as it is. */
  insert(deletion: StoredDeletion): Promise<void>;
  find(projectId: string, id: string): Promise<StoredDeletion | undefined>;
  /** Newest first. */
  list(projectId: string, limit: number, before?: string): Promise<StoredDeletion[]>;
  /** Those that were asked for at a time or later, the newest first. */
  since(projectId: string, fromMs: number): Promise<StoredDeletion[]>;
  countRunning(projectId: string): Promise<number>;
  /** Takes those that run and that no other run has. */
  take(nowMs: number, leaseUntilMs: number, limit: number): Promise<StoredDeletion[]>;
  /** Deletions of whole projects that completed after a time. */
  erasedProjects(afterMs: number): Promise<StoredDeletion[]>;
  /** Keeps how far it is. */
  advance(
    job: DeletionJob,
    to: Pick<StoredDeletion, 'phase' | 'cursor' | 'leaseUntilMs'>,
  ): Promise<void>;
  /** Ends it, with an entry for the log. What was searched for is forgotten. */
  complete(job: DeletionJob, end: DeletionEnd): Promise<void>;
}

const MOST_RECENT = 1_000;

export function createDeletionStore({ d1, orm, attempt }: Database): DeletionStore {
  const isThis = ({ projectId, id }: DeletionJob) =>
    and(eq(deletions.projectId, projectId), eq(deletions.id, id));
  return {
    async insert(deletion) {
      await attempt(() => orm.insert(deletions).values(deletion).onConflictDoNothing().run());
    },

    find: (projectId, id) =>
      attempt(() => orm.select().from(deletions).where(isThis({ projectId, id })).get()),

    list: (projectId, limit, before) =>
      attempt(() =>
        orm
          .select()
          .from(deletions)
          .where(
            and(
              eq(deletions.projectId, projectId),
              before === undefined ? undefined : lt(deletions.id, before),
            ),
          )
          .orderBy(desc(deletions.id))
          .limit(limit)
          .all(),
      ),

    since: (projectId, fromMs) =>
      attempt(() =>
        orm
          .select()
          .from(deletions)
          .where(and(eq(deletions.projectId, projectId), gte(deletions.createdAtMs, fromMs)))
          .orderBy(desc(deletions.createdAtMs))
          .limit(MOST_RECENT)
          .all(),
      ),

    async countRunning(projectId) {
      const counted = await attempt(() =>
        orm
          .select({ n: sql<number>`count(*)` })
          .from(deletions)
          .where(and(eq(deletions.projectId, projectId), eq(deletions.status, 'running')))
          .get(),
      );
      return counted?.n ?? 0;
    },

    take: (nowMs, leaseUntilMs, limit) =>
      attempt(() =>
        orm
          .update(deletions)
          .set({ leaseUntilMs })
          .where(
            sql`(project_id, id) IN (SELECT project_id, id FROM deletions
              WHERE status = 'running' AND lease_until_ms <= ${nowMs} ORDER BY lease_until_ms LIMIT ${limit})`,
          )
          .returning()
          .all(),
      ),

    erasedProjects: (afterMs) =>
      attempt(() =>
        orm
          .select()
          .from(deletions)
          .where(
            and(
              eq(deletions.status, 'completed'),
              gt(deletions.completedAtMs, afterMs),
              sql`shown ->> '$.kind' = 'project'`,
            ),
          )
          .all(),
      ),

    async advance(job, to) {
      await attempt(() =>
        orm
          .update(deletions)
          .set(to)
          .where(and(isThis(job), eq(deletions.status, 'running')))
          .run(),
      );
    },

    async complete({ projectId, id }, { report, hash, atMs, isLogged }) {
      const entries = isLogged ? [{ projectId, kind: 'deletion' as const, id, hash }] : [];
      await attempt(() =>
        d1.batch([
          d1
            .prepare(
              `UPDATE deletions SET status = 'completed', target = NULL, cursor = NULL, report = ?3,
                 completed_at_ms = ?4
               WHERE project_id = ?1 AND id = ?2 AND status = 'running'`,
            )
            .bind(projectId, id, report, atMs),
          ...insertOutboxEntries(d1, entries),
        ]),
      );
    },
  };
}
