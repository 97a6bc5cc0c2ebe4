import { scheduleRuns, schedules } from '@assay/schema/db/schedules.ts';
import { and, asc, desc, eq, isNotNull, lt, lte } from 'drizzle-orm';
import type { Database } from './database.ts';

export type StoredSchedule = typeof schedules.$inferSelect;
export type StoredScheduleRun = typeof scheduleRuns.$inferSelect;

/** What changes of a run with a step. */
export type RunChange = Partial<
  Pick<
    StoredScheduleRun,
    'status' | 'madeId' | 'outcome' | 'reasons' | 'attempts' | 'nextAtMs' | 'endedAtMs'
  >
>;

/** Schedules and their runs in D1. */
export interface ScheduleStore {
  find(projectId: string, name: string): Promise<StoredSchedule | undefined>;
  /** By name. */
  list(projectId: string): Promise<StoredSchedule[]>;
  /** @returns false if the name is taken */
  insert(schedule: StoredSchedule): Promise<boolean>;
  /** Writes the next revision. @returns false if another write came first */
  update(schedule: StoredSchedule): Promise<boolean>;
  remove(projectId: string, name: string): Promise<void>;
  /** Those that are due, the longest first. */
  due(nowMs: number, limit: number): Promise<StoredSchedule[]>;
  /** Those that are due after a time. */
  later(afterMs: number, limit: number): Promise<StoredSchedule[]>;
  /**
   * Writes a run, and when its schedule is due next, all or nothing and once: another write of the schedule
   * since it was read, or a run of that id, changes nothing.
   */
  begin(
    run: StoredScheduleRun,
    schedule: StoredSchedule,
    nextDueAtMs: number | null,
  ): Promise<void>;
  /** A run by hand; the same id twice writes once. */
  insertRun(run: StoredScheduleRun): Promise<void>;
  findRun(projectId: string, id: string): Promise<StoredScheduleRun | undefined>;
  /** Newest first. */
  listRuns(
    projectId: string,
    schedule: string,
    page: { cursor?: string | undefined; limit: number },
  ): Promise<StoredScheduleRun[]>;
  /** The newest run before another of its schedule that completed. */
  before(run: StoredScheduleRun): Promise<StoredScheduleRun | undefined>;
  /** Runs whose next step is due, leased until a time. */
  claim(nowMs: number, untilMs: number, limit: number): Promise<StoredScheduleRun[]>;
  /** Writes a step under its lease. @returns false if the lease is another's */
  change(run: StoredScheduleRun, change: RunChange): Promise<boolean>;
}

export function createScheduleStore({ d1, orm, attempt, transaction }: Database): ScheduleStore {
  const at = (projectId: string, name: string) =>
    and(eq(schedules.projectId, projectId), eq(schedules.name, name));
  return {
    find: (projectId, name) =>
      attempt(() => orm.select().from(schedules).where(at(projectId, name)).get()),

    list: (projectId) =>
      attempt(() =>
        orm
          .select()
          .from(schedules)
          .where(eq(schedules.projectId, projectId))
          .orderBy(asc(schedules.name))
          .all(),
      ),

    async insert(schedule) {
      await attempt(() => orm.insert(schedules).values(schedule).onConflictDoNothing().run());
      const stored = await this.find(schedule.projectId, schedule.name);
      // Also true for an attempt whose answer was lost.
      return JSON.stringify(stored) === JSON.stringify(schedule);
    },

    async update({ projectId, name, ...set }) {
      await attempt(() =>
        orm
          .update(schedules)
          .set(set)
          .where(and(at(projectId, name), eq(schedules.revision, set.revision - 1)))
          .run(),
      );
      const stored = await this.find(projectId, name);
      return JSON.stringify(stored) === JSON.stringify({ projectId, name, ...set });
    },

    async remove(projectId, name) {
      await attempt(() => orm.delete(schedules).where(at(projectId, name)).run());
    },

    due: (nowMs, limit) =>
      attempt(() =>
        orm
          .select()
          .from(schedules)
          .where(and(isNotNull(schedules.nextDueAtMs), lte(schedules.nextDueAtMs, nowMs)))
          .orderBy(asc(schedules.nextDueAtMs))
          .limit(limit)
          .all(),
      ),

    later: (afterMs, limit) =>
      attempt(() =>
        orm
          .select()
          .from(schedules)
          .where(lt(schedules.nextDueAtMs, Number.MAX_SAFE_INTEGER))
          .orderBy(desc(schedules.nextDueAtMs))
          .limit(limit)
          .all(),
      ).then((rows) => rows.filter(({ nextDueAtMs }) => (nextDueAtMs ?? 0) > afterMs)),

    async begin(run, { projectId, name, revision }, nextDueAtMs) {
      await transaction<{ run: unknown; schedule: unknown }>({
        run: d1
          .prepare(
            `INSERT INTO schedule_runs (id, project_id, schedule, due_at_ms, trigger, missed, content,
               status, reasons, attempts, next_at_ms, created_at_ms)
             SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, 'waiting', '[]', 0, ?8, ?9
             WHERE EXISTS (SELECT 1 FROM schedules
               WHERE project_id = ?2 AND name = ?3 AND revision = ?10)
             ON CONFLICT DO NOTHING`,
          )
          .bind(
            ...[run.id, run.projectId, run.schedule, run.dueAtMs, run.trigger, run.missed],
            ...[JSON.stringify(run.content), run.nextAtMs, run.createdAtMs, revision],
          ),
        schedule: d1
          .prepare(
            `UPDATE schedules SET next_due_at_ms = ?4, revision = revision + 1
             WHERE project_id = ?1 AND name = ?2 AND revision = ?3`,
          )
          .bind(projectId, name, revision, nextDueAtMs),
      });
    },

    async insertRun(run) {
      await attempt(() => orm.insert(scheduleRuns).values(run).onConflictDoNothing().run());
    },

    findRun: (projectId, id) =>
      attempt(() =>
        orm
          .select()
          .from(scheduleRuns)
          .where(and(eq(scheduleRuns.projectId, projectId), eq(scheduleRuns.id, id)))
          .get(),
      ),

    listRuns: (projectId, schedule, { cursor, limit }) =>
      attempt(() =>
        orm
          .select()
          .from(scheduleRuns)
          .where(
            and(
              eq(scheduleRuns.projectId, projectId),
              eq(scheduleRuns.schedule, schedule),
              cursor === undefined ? undefined : lt(scheduleRuns.id, cursor),
            ),
          )
          .orderBy(desc(scheduleRuns.id))
          .limit(limit)
          .all(),
      ),

    before: ({ projectId, schedule, id }) =>
      attempt(() =>
        orm
          .select()
          .from(scheduleRuns)
          .where(
            and(
              eq(scheduleRuns.projectId, projectId),
              eq(scheduleRuns.schedule, schedule),
              lt(scheduleRuns.id, id),
              eq(scheduleRuns.status, 'completed'),
            ),
          )
          .orderBy(desc(scheduleRuns.id))
          .limit(1)
          .get(),
      ),

    async claim(nowMs, untilMs, limit) {
      const due = await attempt(() =>
        orm
          .select()
          .from(scheduleRuns)
          .where(and(eq(scheduleRuns.status, 'waiting'), lte(scheduleRuns.nextAtMs, nowMs)))
          .orderBy(asc(scheduleRuns.nextAtMs))
          .limit(limit)
          .all(),
      );
      const running = await attempt(() =>
        orm
          .select()
          .from(scheduleRuns)
          .where(and(eq(scheduleRuns.status, 'running'), lte(scheduleRuns.nextAtMs, nowMs)))
          .orderBy(asc(scheduleRuns.nextAtMs))
          .limit(limit)
          .all(),
      );
      const claimed: StoredScheduleRun[] = [];
      for (const run of [...due, ...running]) {
        const leased = { ...run, nextAtMs: untilMs };
        if (await this.change(run, { nextAtMs: untilMs })) claimed.push(leased);
      }
      return claimed;
    },

    async change({ id, nextAtMs }, change) {
      const changed = await attempt(() =>
        orm
          .update(scheduleRuns)
          .set(change)
          .where(and(eq(scheduleRuns.id, id), eq(scheduleRuns.nextAtMs, nextAtMs)))
          .returning({ id: scheduleRuns.id })
          .all(),
      );
      return changed.length > 0;
    },
  };
}
