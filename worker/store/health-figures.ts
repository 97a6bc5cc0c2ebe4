import { lowestId, timeOf } from '@assay/schema/ids.ts';
import type { Database } from './database.ts';

/** What a project asked of a model today, so far. */
export interface ModelToday {
  projectId: string;
  model: string;
  calls: number;
  errors: number;
}

/** Spend of a project today, and its cap. */
export interface SpendToday {
  projectId: string;
  nanoUsd: number;
  capUsd: number;
}

/** Work of a project that is overdue. */
export interface Overdue {
  projectId: string;
  what: 'ranges' | 'traces' | 'webhooks' | 'alerts';
  count: number;
  /** Since when the longest is. */
  sinceMs: number;
}

/** Samples of a rule for live traces over some minutes. */
export interface RuleMinutes {
  projectId: string;
  rule: string;
  matched: number;
  scored: number;
  /** Those that could not be scored, such as by a suite that was deleted. */
  failed: number;
}

/** Counters kept between two looks. */
export interface HealthMark {
  projectId: string;
  model: string;
  day: string;
  atMs: number;
  calls: number;
  errors: number;
}

/** Figures about the health of evaluation of all projects, from counters and indexes that exist. */
export interface HealthFigures {
  /** Models with any error today. */
  failingModels(day: string): Promise<ModelToday[]>;
  /** Projects with a daily cap that have spent anything today. */
  spend(day: string): Promise<SpendToday[]>;
  /** What was due before a time. */
  overdue(beforeMs: number): Promise<Overdue[]>;
  /** Projects with verdicts from before a time that their log does not have. */
  unsealed(beforeMs: number): Promise<{ projectId: string; sinceMs: number }[]>;
  /** Rules that matched more than they scored in minutes from one up to, and without, another. */
  ruleMinutes(from: number, to: number): Promise<RuleMinutes[]>;
  /** Keeps counters, and drops those from before a time. */
  mark(marks: readonly HealthMark[], beforeMs: number): Promise<void>;
  marks(): Promise<HealthMark[]>;
  /** Keys of open alerts of the health of evaluation. */
  openAlerts(): Promise<{ projectId: string; key: string }[]>;
}

const MOST_ROWS = 2_000;

/** The projects of a table whose key begins with them, found without reading its other rows. */
const projectsOf = (table: string) =>
  `WITH RECURSIVE p(id) AS (
     SELECT min(project_id) FROM ${table}
     UNION ALL SELECT (SELECT min(project_id) FROM ${table} WHERE project_id > p.id)
     FROM p WHERE p.id IS NOT NULL)`;

export function createHealthFigures({ d1, attempt, transaction }: Database): HealthFigures {
  async function all<Row>(sql: string, ...values: (string | number)[]): Promise<Row[]> {
    const query = d1.prepare(sql).bind(...values, MOST_ROWS);
    return (await attempt(() => query.all<Row>())).results;
  }
  return {
    failingModels: (day) =>
      all(
        `${projectsOf('judge_use')}
         SELECT u.project_id AS projectId, u.model, sum(u.calls) AS calls, sum(u.errors) AS errors
         FROM p CROSS JOIN judge_use u ON u.project_id = p.id AND u.day = ?1
         GROUP BY u.project_id, u.model HAVING sum(u.errors) > 0 LIMIT ?2`,
        day,
      ),

    spend: (day) =>
      all(
        `SELECT s.project_id AS projectId, s.nano_usd AS nanoUsd,
           p.settings ->> 'dailyCapUsd' AS capUsd
         FROM project_settings p CROSS JOIN judge_spend s ON s.project_id = p.project_id AND s.day = ?1
         WHERE p.settings ->> 'dailyCapUsd' > 0 LIMIT ?2`,
        day,
      ),

    overdue: (beforeMs) =>
      all<Overdue>(
        `SELECT project_id AS projectId, 'ranges' AS what, count(*) AS count,
           min(lease_until_ms) AS sinceMs
         FROM batch_ranges WHERE status = 'queued' AND lease_until_ms < ?1 GROUP BY project_id
         UNION ALL
         SELECT project_id, 'traces', count(*), min(due_at_ms) FROM trace_turns
         WHERE due_at_ms < ?1 GROUP BY project_id
         UNION ALL
         SELECT project_id, 'webhooks', count(*), min(created_at_ms) FROM webhook_deliveries
         WHERE status = 'pending' AND created_at_ms < ?1 GROUP BY project_id
         UNION ALL
         SELECT project_id, 'alerts', count(*), min(created_at_ms) FROM alert_deliveries
         WHERE status = 'pending' AND created_at_ms < ?1 GROUP BY project_id
         LIMIT ?2`,
        beforeMs,
      ),

    async unsealed(beforeMs) {
      const rows = await all<{ projectId: string; first: string }>(
        `${projectsOf('log_outbox')}
         SELECT p.id AS projectId, min(o.entry_id) AS first
         FROM p CROSS JOIN log_outbox o ON o.project_id = p.id AND o.kind = 'verdict'
         AND o.entry_id < ?1 GROUP BY p.id LIMIT ?2`,
        lowestId('verdict', beforeMs),
      );
      return rows.map(({ projectId, first }) => ({ projectId, sinceMs: timeOf(first) }));
    },

    ruleMinutes: (from, to) =>
      all(
        `SELECT project_id AS projectId, rule, sum(matched) AS matched, sum(scored) AS scored,
           sum(failed) AS failed
         FROM trace_minutes WHERE minute >= ?1 AND minute < ?2 AND rule <> ''
         GROUP BY project_id, rule HAVING sum(matched) > sum(scored) LIMIT ?3`,
        from,
        to,
      ),

    async mark(marks, beforeMs) {
      await transaction({
        forget: d1.prepare('DELETE FROM health_marks WHERE at_ms < ?1').bind(beforeMs),
        keep: d1
          .prepare(
            `INSERT INTO health_marks (project_id, model, day, at_ms, calls, errors)
             SELECT value ->> 'projectId', value ->> 'model', value ->> 'day', value ->> 'atMs',
               value ->> 'calls', value ->> 'errors'
             FROM json_each(?1) WHERE true ON CONFLICT DO NOTHING`,
          )
          .bind(JSON.stringify(marks)),
      });
    },

    marks: () =>
      all(
        `SELECT project_id AS projectId, model, day, at_ms AS atMs, calls, errors
         FROM health_marks ORDER BY at_ms LIMIT 100 * ?1`,
      ),

    openAlerts: () =>
      all(
        `SELECT project_id AS projectId, key FROM alerts
         WHERE status = 'open' AND key >= 'health/' AND key < 'health0' LIMIT 10 * ?1`,
      ),
  };
}
