import { monitors } from '@assay/schema/db/monitors.ts';
import { and, eq, gt, isNull, lte, or, sql } from 'drizzle-orm';
import type { Database } from './database.ts';
import { createNumberedStore, type NumberedStore } from './versioned.ts';

export type StoredMonitor = typeof monitors.$inferSelect;

/** Monitors in D1. What they have seen is with their writers. */
export interface MonitorStore extends NumberedStore<StoredMonitor> {
  /** Names that the project has or had, after one. */
  everNamed(projectId: string, after: string, limit: number): Promise<string[]>;
  /** Monitors, in their newest versions, whose windows are due to be looked at. */
  due(nowMs: number, limit: number): Promise<StoredMonitor[]>;
  /** Says when a monitor's windows are due again. */
  checkAgain(monitor: StoredMonitor, atMs: number): Promise<void>;
  /** Monitors, in their newest versions, whose anchors are due to be judged. */
  dueAnchors(nowMs: number, limit: number): Promise<StoredMonitor[]>;
  /** Says when a monitor's anchors are due again. */
  judgeAnchorsAgain(monitor: StoredMonitor, atMs: number): Promise<void>;
}

export function createMonitorStore(database: Database): MonitorStore {
  const { d1, orm, attempt } = database;
  const numbered = createNumberedStore(monitors, database, {
    description: ({ description }) => description,
    content: ({ content }) => JSON.stringify(content),
    baseline: ({ baseline }) => baseline,
    fingerprint: ({ fingerprint }) => fingerprint,
    check_at_ms: ({ checkAtMs }) => checkAtMs,
    anchors_at_ms: ({ anchorsAtMs }) => anchorsAtMs,
  });
  type Due = 'checkAtMs' | 'anchorsAtMs';
  // What is due later was made so by a clock that ran ahead: nothing waits for longer.
  const LONGEST_WAIT_MS = 86_400_000;

  function newest(due: (typeof monitors)[Due], nowMs: number, limit: number) {
    return attempt(() =>
      orm
        .select()
        .from(monitors)
        .where(
          and(
            or(lte(due, nowMs), gt(due, nowMs + LONGEST_WAIT_MS)),
            isNull(monitors.deletedAtMs),
            sql`NOT EXISTS (SELECT 1 FROM monitors n WHERE n.project_id = ${monitors.projectId}
                AND n.name = ${monitors.name} AND n.version > ${monitors.version} AND n.deleted_at_ms IS NULL)`,
          ),
        )
        .orderBy(due)
        .limit(limit)
        .all(),
    );
  }

  async function put(
    { projectId, name, version }: StoredMonitor,
    times: { [Name in Due]?: number },
  ) {
    await attempt(() =>
      orm
        .update(monitors)
        .set(times)
        .where(
          and(
            eq(monitors.projectId, projectId),
            eq(monitors.name, name),
            eq(monitors.version, version),
          ),
        )
        .run(),
    );
  }

  return {
    ...numbered,

    async everNamed(projectId, after, limit) {
      const query = d1
        .prepare(
          'SELECT DISTINCT name FROM monitors WHERE project_id = ?1 AND name > ?2 ORDER BY name LIMIT ?3',
        )
        .bind(projectId, after, limit);
      const { results } = await attempt(() => query.all<{ name: string }>());
      return results.map(({ name }) => name);
    },

    due: (nowMs, limit) => newest(monitors.checkAtMs, nowMs, limit),
    dueAnchors: (nowMs, limit) => newest(monitors.anchorsAtMs, nowMs, limit),
    checkAgain: (monitor, checkAtMs) => put(monitor, { checkAtMs }),
    judgeAnchorsAgain: (monitor, anchorsAtMs) => put(monitor, { anchorsAtMs }),
  };
}
