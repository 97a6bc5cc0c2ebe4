import type { CalibrationFilter } from '@assay/schema/calibration.ts';
import { calibrations } from '@assay/schema/db/calibrations.ts';
import { and, desc, eq, getTableColumns, lt } from 'drizzle-orm';
import type { Database } from './database.ts';
import { pack } from './pack.ts';

export type StoredCalibration = typeof calibrations.$inferSelect;

/** A row without its largest columns. */
export type StoredHead = Omit<StoredCalibration, 'report' | 'applied'>;

/** What a completed calibration is applied by. */
export interface ApplicableCalibration {
  id: string;
  judges: string;
  agreement: string | null;
  applied: string;
  question: string | null;
  /** Grades from this on count as a pass. */
  passAt: number;
  createdAtMs: number;
}

/** The end of a calibration. */
export type CalibrationEnd = Pick<
  StoredCalibration,
  'status' | 'judges' | 'agreement' | 'report' | 'applied' | 'error' | 'endedAtMs'
>;

/** What people said of a sample, as JSON, by its place in the batch. */
export interface LabelRow {
  at: number;
  label: string;
}

/** Calibrations and their labels in D1. */
export interface CalibrationStore {
  /** Adds a calibration with its labels, all or nothing; one that is there stays as it is. */
  insert(calibration: StoredCalibration, labels: readonly LabelRow[]): Promise<void>;
  find(projectId: string, id: string): Promise<StoredCalibration | undefined>;
  /** Newest first. */
  list(projectId: string, filter: CalibrationFilter, limit: number): Promise<StoredHead[]>;
  /** Labels with places from `from` to before `to`. */
  labels(projectId: string, id: string, from: number, to: number): Promise<LabelRow[]>;
  /** Ends a calibration that is running; returns false for one that has ended. */
  finish(projectId: string, id: string, end: CalibrationEnd): Promise<boolean>;
  /** Calibrations that run although nothing is being scored for them. */
  due(limit: number): Promise<{ projectId: string; id: string }[]>;
  /** Completed ones of a fingerprint, newest first. */
  applicable(projectId: string, fingerprint: string): Promise<ApplicableCalibration[]>;
  /** Deletes a calibration with its labels. */
  remove(projectId: string, id: string): Promise<void>;
}

/** So many are looked at for the version of a model that judges. */
const MOST_APPLICABLE = 20;

const { report: _, applied: __, ...HEAD } = getTableColumns(calibrations);

export function createCalibrationStore({
  d1,
  orm,
  attempt,
  transaction,
}: Database): CalibrationStore {
  const isThis = (projectId: string, id: string) =>
    and(eq(calibrations.projectId, projectId), eq(calibrations.id, id));
  return {
    async insert(calibration, labels) {
      const { projectId, id } = calibration;
      const insertLabels = pack(labels.map((row) => JSON.stringify(row))).map((json) =>
        d1
          .prepare(
            `INSERT OR IGNORE INTO calibration_labels (project_id, calibration_id, at, label)
             SELECT ?1, ?2, json_extract(value, '$.at'), json_extract(value, '$.label')
             FROM json_each(?3)`,
          )
          .bind(projectId, id, json),
      );
      const insert = orm.insert(calibrations).values(calibration).onConflictDoNothing().toSQL();
      await transaction<{ labels: unknown; row: unknown }>({
        labels: insertLabels,
        row: d1.prepare(insert.sql).bind(...insert.params),
      });
    },

    find: (projectId, id) =>
      attempt(() => orm.select().from(calibrations).where(isThis(projectId, id)).get()),

    list: (projectId, { cursor, scorer, status, fingerprint }, limit) =>
      attempt(() =>
        orm
          .select(HEAD)
          .from(calibrations)
          .where(
            and(
              eq(calibrations.projectId, projectId),
              status === undefined ? undefined : eq(calibrations.status, status),
              scorer === undefined ? undefined : eq(calibrations.name, scorer),
              fingerprint === undefined ? undefined : eq(calibrations.fingerprint, fingerprint),
              cursor === undefined ? undefined : lt(calibrations.id, cursor),
            ),
          )
          .orderBy(desc(calibrations.id))
          .limit(limit)
          .all(),
      ),

    async labels(projectId, id, from, to) {
      const query = d1
        .prepare(
          `SELECT at, label FROM calibration_labels
           WHERE project_id = ?1 AND calibration_id = ?2 AND at >= ?3 AND at < ?4 ORDER BY at`,
        )
        .bind(projectId, id, from, to);
      return (await attempt(() => query.all<LabelRow>())).results;
    },

    async finish(projectId, id, end) {
      const { changes } = await attempt(async () => {
        const { meta } = await orm
          .update(calibrations)
          .set(end)
          .where(and(isThis(projectId, id), eq(calibrations.status, 'running')))
          .run();
        return meta;
      });
      return changes > 0;
    },

    async due(limit) {
      const query = d1
        .prepare(
          `SELECT c.project_id AS projectId, c.id FROM calibrations c
           LEFT JOIN batches b ON b.id = c.batch_id
           WHERE c.status = 'running' AND (b.id IS NULL OR b.status <> 'running')
           ORDER BY c.id LIMIT ?1`,
        )
        .bind(limit);
      return (await attempt(() => query.all<{ projectId: string; id: string }>())).results;
    },

    async applicable(projectId, fingerprint) {
      const query = d1
        .prepare(
          `SELECT id, judges, agreement, applied, question, json_extract(terms, '$.passAt') AS passAt,
                  created_at_ms AS createdAtMs FROM calibrations
           WHERE project_id = ?1 AND fingerprint = ?2 AND status = 'completed'
             AND judges <> '[]'
           ORDER BY id DESC LIMIT ?3`,
        )
        .bind(projectId, fingerprint, MOST_APPLICABLE);
      return (await attempt(() => query.all<ApplicableCalibration>())).results;
    },

    async remove(projectId, id) {
      await transaction<{ labels: unknown; row: unknown }>({
        labels: d1
          .prepare('DELETE FROM calibration_labels WHERE project_id = ?1 AND calibration_id = ?2')
          .bind(projectId, id),
        row: d1
          .prepare('DELETE FROM calibrations WHERE project_id = ?1 AND id = ?2')
          .bind(projectId, id),
      });
    },
  };
}
