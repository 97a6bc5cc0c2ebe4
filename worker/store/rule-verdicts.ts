import type { Database } from './database.ts';

/** A verdict of a rule, and its place among those that were stored. */
export interface RuleVerdict {
  seq: number;
  verdictId: string;
}

/** Verdicts of rules in the order in which they were stored, in D1. */
export interface RuleVerdictStore {
  /** Adds verdicts at the end; one that is there stays where it is. */
  add(
    projectId: string,
    rule: string,
    verdictIds: readonly string[],
    storedAtMs: number,
  ): Promise<void>;
  /** Those after a place, in their order; without one, the last. */
  list(
    projectId: string,
    rule: string,
    asked: { after: number | undefined; limit: number },
  ): Promise<RuleVerdict[]>;
  /** Drops those that were stored before a time, a bounded number of them. */
  sweep(beforeMs: number): Promise<void>;
}

const ROWS_A_SWEEP = 20_000;

export function createRuleVerdictStore({ d1, attempt }: Database): RuleVerdictStore {
  return {
    async add(projectId, rule, verdictIds, storedAtMs) {
      const insert = d1
        .prepare(
          `INSERT INTO rule_verdicts (project_id, rule, verdict_id, stored_at_ms)
           SELECT ?1, ?2, value, ?4 FROM json_each(?3) WHERE true ON CONFLICT DO NOTHING`,
        )
        .bind(projectId, rule, JSON.stringify(verdictIds), storedAtMs);
      await attempt(() => insert.run());
    },

    async list(projectId, rule, { after, limit }) {
      const of =
        'seq, verdict_id AS verdictId FROM rule_verdicts WHERE project_id = ?1 AND rule = ?2';
      const query =
        after === undefined
          ? d1
              .prepare(`SELECT * FROM (SELECT ${of} ORDER BY seq DESC LIMIT ?3) ORDER BY seq`)
              .bind(projectId, rule, limit)
          : d1
              .prepare(`SELECT ${of} AND seq > ?4 ORDER BY seq LIMIT ?3`)
              .bind(projectId, rule, limit, after);
      return (await attempt(() => query.all<RuleVerdict>())).results;
    },

    async sweep(beforeMs) {
      // Rows are in the order of their time: only the oldest are looked at.
      const remove = d1
        .prepare(
          `DELETE FROM rule_verdicts WHERE seq IN (SELECT seq FROM (
             SELECT seq, stored_at_ms FROM rule_verdicts ORDER BY seq LIMIT ${ROWS_A_SWEEP})
           WHERE stored_at_ms < ?1)`,
        )
        .bind(beforeMs);
      await attempt(() => remove.run());
    },
  };
}
