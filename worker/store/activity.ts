import type { Database } from './database.ts';

/** A range of time as ids have it. */
export interface DayRange {
  day: string;
  verdicts: { from: string; to: string };
  batches: { from: string; to: string };
}

/** What happened in a project, counted in D1. */
export interface ActivityStore {
  /** Verdicts with a label on each day, up to so many. */
  countVerdicts(
    projectId: string,
    label: string,
    days: readonly DayRange[],
    most: number,
  ): Promise<number[]>;
  /** Samples of the batches made on each day. */
  countSamples(projectId: string, days: readonly DayRange[]): Promise<number[]>;
  /** Verdicts from an id on by each of their labels with a prefix, up to a hundred labels. */
  countLabels(
    projectId: string,
    prefix: string,
    from: string,
    most: number,
  ): Promise<{ label: string; count: number }[]>;
  /** Errors of batches by their code. */
  countErrors(batchIds: readonly string[]): Promise<{ code: string; count: number }[]>;
  /** Those of the batches whose webhook was given up. */
  undelivered(batchIds: readonly string[]): Promise<string[]>;
}

export function createActivityStore({ d1, attempt }: Database): ActivityStore {
  return {
    async countVerdicts(projectId, label, days, most) {
      const ranges = JSON.stringify(days.map(({ verdicts }) => [verdicts.from, verdicts.to]));
      const query = d1
        .prepare(
          `SELECT (SELECT count(*) FROM (SELECT 1 FROM verdict_labels
             WHERE project_id = ?1 AND label = ?2 AND verdict_id >= d.value ->> 0
               AND verdict_id < d.value ->> 1 LIMIT ?4)) AS count
           FROM json_each(?3) d ORDER BY d.key`,
        )
        .bind(projectId, label, ranges, most);
      return (await attempt(() => query.all<{ count: number }>())).results.map(
        ({ count }) => count,
      );
    },

    async countSamples(projectId, days) {
      const ranges = JSON.stringify(days.map(({ batches }) => [batches.from, batches.to]));
      const query = d1
        .prepare(
          `SELECT (SELECT coalesce(sum(total), 0) FROM batches
             WHERE project_id = ?1 AND id >= d.value ->> 0 AND id < d.value ->> 1
               AND status NOT IN ('receiving', 'deleted')) AS count
           FROM json_each(?2) d ORDER BY d.key`,
        )
        .bind(projectId, ranges);
      return (await attempt(() => query.all<{ count: number }>())).results.map(
        ({ count }) => count,
      );
    },

    async countLabels(projectId, prefix, from, most) {
      const next = `SELECT min(label) FROM verdict_labels WHERE project_id = ?1 AND label <= ?3`;
      const query = d1
        .prepare(
          // From one label to the next by the key, however many verdicts each has.
          `WITH RECURSIVE names(label) AS (
             SELECT (${next} AND label >= ?2)
             UNION ALL SELECT (${next} AND label > names.label) FROM names WHERE names.label IS NOT NULL LIMIT 100),
           counts AS (SELECT label, (SELECT count(*) FROM (SELECT 1 FROM verdict_labels l
             WHERE l.project_id = ?1 AND l.label = names.label AND l.verdict_id >= ?4 LIMIT ?5)) AS count
             FROM names WHERE label IS NOT NULL)
           SELECT label, count FROM counts WHERE count > 0 ORDER BY count DESC, label`,
        )
        .bind(projectId, prefix, `${prefix}\u{10ffff}`, from, most);
      return (await attempt(() => query.all<{ label: string; count: number }>())).results;
    },

    async countErrors(batchIds) {
      const query = d1
        .prepare(
          `SELECT error_code AS code, count(*) AS count FROM batch_results INDEXED BY batch_results_by_error
           WHERE batch_id IN (SELECT value FROM json_each(?1)) AND error_code IS NOT NULL
             AND status = 'error' GROUP BY error_code ORDER BY count DESC, code`,
        )
        .bind(JSON.stringify(batchIds));
      return (await attempt(() => query.all<{ code: string; count: number }>())).results;
    },

    async undelivered(batchIds) {
      const query = d1
        .prepare(
          `SELECT batch_id AS id FROM webhook_deliveries
           WHERE batch_id IN (SELECT value FROM json_each(?1)) AND status = 'failed'
           GROUP BY batch_id`,
        )
        .bind(JSON.stringify(batchIds));
      return (await attempt(() => query.all<{ id: string }>())).results.map(({ id }) => id);
    },
  };
}
