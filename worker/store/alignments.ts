import { alignments } from '@assay/schema/db/calibrations.ts';
import { and, asc, eq, isNull } from 'drizzle-orm';
import type { Database } from './database.ts';

export type StoredAlignment = typeof alignments.$inferSelect;

/** The end of an alignment. */
export type AlignmentEnd = Pick<StoredAlignment, 'status' | 'result' | 'error' | 'endedAtMs'>;

/** Alignments in D1. */
export interface AlignmentStore {
  /** Adds one; one that is there stays as it is. */
  insert(alignment: StoredAlignment): Promise<void>;
  find(projectId: string, id: string): Promise<StoredAlignment | undefined>;
  /** Settles what is tried, unless it is settled. */
  settleTrials(projectId: string, id: string, trials: string): Promise<void>;
  /** Ends one that is running; returns false for one that has ended. */
  finish(projectId: string, id: string, end: AlignmentEnd): Promise<boolean>;
  /** Those that are running, oldest first. */
  running(limit: number): Promise<StoredAlignment[]>;
}

export function createAlignmentStore({ orm, attempt }: Database): AlignmentStore {
  const isThis = (projectId: string, id: string) =>
    and(eq(alignments.projectId, projectId), eq(alignments.id, id));
  const isRunning = eq(alignments.status, 'running');
  return {
    async insert(alignment) {
      await attempt(() => orm.insert(alignments).values(alignment).onConflictDoNothing().run());
    },

    find: (projectId, id) =>
      attempt(() => orm.select().from(alignments).where(isThis(projectId, id)).get()),

    async settleTrials(projectId, id, trials) {
      await attempt(() =>
        orm
          .update(alignments)
          .set({ trials })
          .where(and(isThis(projectId, id), isRunning, isNull(alignments.trials)))
          .run(),
      );
    },

    async finish(projectId, id, end) {
      const { meta } = await attempt(() =>
        orm
          .update(alignments)
          .set(end)
          .where(and(isThis(projectId, id), isRunning))
          .run(),
      );
      return meta.changes > 0;
    },

    running: (limit) =>
      attempt(() =>
        orm
          .select()
          .from(alignments)
          .where(isRunning)
          .orderBy(asc(alignments.id))
          .limit(limit)
          .all(),
      ),
  };
}
