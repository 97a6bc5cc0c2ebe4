import type { Database } from './database.ts';
import { deleteInSteps } from './delete-in-steps.ts';
import { pack } from './pack.ts';

/** What a span or log record says, as JSON. */
export interface TracePart {
  traceId: string;
  part: string;
  reading: string;
}

/** What filters test of a span, as JSON. */
export interface TraceFacts {
  traceId: string;
  spanId: string;
  facts: string;
}

export interface TraceIntake {
  projectId: string;
  parts: readonly TracePart[];
  facts: readonly TraceFacts[];
  /** Spans that samples can be made from, kept or not. */
  seen: number;
  nowMs: number;
  /** When traces are scored, unless more of their spans come. */
  dueAtMs: number;
  /** How long after their first span traces are scored, whatever comes. */
  mostWaitMs: number;
}

export interface StoredPart {
  part: string;
  reading: string;
  arrivedAtMs: number;
}

/** How much of a trace is read. */
export interface PartLimit {
  parts: number;
  characters: number;
}

/** Why a sample could not be scored. */
export interface SampleFault {
  code: string;
  detail: string;
}

export interface TraceMinute {
  minute: number;
  matched: number;
  scored: number;
  failed: number;
  /** `SampleFault` as JSON. */
  fault: string | null;
}

export interface TraceTurn {
  projectId: string;
  traceId: string;
  /** The lease under which it is scored. */
  dueAtMs: number;
}

/** Live traces in D1, from their first span until they are scored. */
export interface TraceStore {
  /** Writes what came in one export, all or nothing; what is there already stays as it is. */
  take(intake: TraceIntake): Promise<void>;
  /** Takes a trace under a lease. @returns undefined if it is not due, or scored already */
  begin(
    projectId: string,
    traceId: string,
    time: { nowMs: number; untilMs: number },
  ): Promise<TraceTurn | undefined>;
  /** Traces that were due before a time; they are due again at `nowMs`. The longest due first. */
  overdue(time: { beforeMs: number; nowMs: number }, limit: number): Promise<TraceTurn[]>;
  /** Makes what a clock that ran ahead put off due after its wait from now. @returns those traces */
  pullBack(nowMs: number, limit: number): Promise<TraceTurn[]>;
  /** Parts of a trace, as JSON, in the order of their arrival: as many as the limits allow, and at least one. */
  parts(projectId: string, traceId: string, limit: PartLimit): Promise<StoredPart[]>;
  /** Drops a trace that was scored; if more of it came under the lease, that stays. */
  finish(turn: TraceTurn, arrivedUntilMs: number): Promise<void>;
  /** Those of the ids whose verdict is stored, or was and is deleted. */
  scored(projectId: string, verdictIds: readonly string[]): Promise<Set<string>>;
  /** Counts samples of a rule in a minute. @returns those of the minute, these included */
  count(projectId: string, rule: string, minute: number, matched: number): Promise<number>;
  /** Counts what became of samples in a minute. */
  countOutcome(
    projectId: string,
    rule: string,
    minute: number,
    outcome: { scored: number; failed: number; fault?: SampleFault | undefined },
  ): Promise<void>;
  /** Minutes of a rule since one, newest first; with an empty name, of all spans. */
  minutes(projectId: string, rule: string, since: number): Promise<TraceMinute[]>;
  /** Facts of spans, newest first. */
  facts(projectId: string, sinceMs: number, limit: number): Promise<TraceFacts[]>;
  /** Drops facts and counts before a time, and parts of traces that nothing will score. */
  sweep(before: { factsMs: number; partsMs: number }): Promise<void>;
}

const MINUTE_MS = 60_000;
/** Clocks that are right differ by less. What came while a trace is scored must not seem to have come before. */
const USUAL_SKEW_MS = MINUTE_MS;
const TURN = 'project_id AS projectId, trace_id AS traceId, due_at_ms AS dueAtMs';

/** A row as JSON. An object stands in it as it is: SQLite gives its text, and a text in a text takes longer. */
function rowOf(traceId: string, part: string, value: string): string {
  const last = value.startsWith('{') ? value : JSON.stringify(value);
  return `[${JSON.stringify(traceId)},${JSON.stringify(part)},${last}]`;
}

export function createTraceStore({ d1, attempt, transaction }: Database): TraceStore {
  return {
    async take({ projectId, parts, facts, seen, nowMs, dueAtMs, mostWaitMs }) {
      const traceIds = [...new Set(parts.map(({ traceId }) => traceId))];
      await transaction({
        parts: pack(parts.map(({ traceId, part, reading }) => rowOf(traceId, part, reading))).map(
          (packed) =>
            d1
              .prepare(
                `INSERT INTO trace_parts (project_id, trace_id, part, reading, arrived_at_ms)
                 SELECT ?1, value ->> 0, value ->> 1, value ->> 2, ?3 FROM json_each(?2)
                 WHERE true ON CONFLICT DO NOTHING`,
              )
              .bind(projectId, packed, nowMs),
        ),
        turns: d1
          .prepare(
            `INSERT INTO trace_turns (project_id, trace_id, due_at_ms, first_at_ms, wait_ms)
             SELECT ?1, value, ?3, ?4, ?3 - ?4 FROM json_each(?2) WHERE true
             ON CONFLICT DO UPDATE SET wait_ms = max(wait_ms, excluded.wait_ms),
               due_at_ms = max(due_at_ms, min(excluded.due_at_ms, first_at_ms + ?5))`,
          )
          .bind(projectId, JSON.stringify(traceIds), dueAtMs, nowMs, mostWaitMs),
        facts: pack(facts.map(({ traceId, spanId, facts: of }) => rowOf(traceId, spanId, of))).map(
          (packed) =>
            d1
              .prepare(
                `INSERT INTO trace_facts (project_id, trace_id, span_id, facts, arrived_at_ms)
                 SELECT ?1, value ->> 0, value ->> 1, value ->> 2, ?3 FROM json_each(?2)
                 WHERE true ON CONFLICT DO NOTHING`,
              )
              .bind(projectId, packed, nowMs),
        ),
        seen: countStatement(d1, { projectId, rule: '', minute: minuteOf(nowMs), matched: seen }),
      });
    },

    async begin(projectId, traceId, { nowMs, untilMs }) {
      const statement = d1
        .prepare(
          `UPDATE trace_turns SET due_at_ms = ?4, wait_ms = ?4 - ?3
           WHERE project_id = ?1 AND trace_id = ?2 AND due_at_ms <= ?3 RETURNING ${TURN}`,
        )
        .bind(projectId, traceId, nowMs, untilMs);
      return (await attempt(() => statement.first<TraceTurn>())) ?? undefined;
    },

    async overdue({ beforeMs, nowMs }, limit) {
      const statement = d1
        .prepare(
          `UPDATE trace_turns SET due_at_ms = ?2
           WHERE (project_id, trace_id) IN (
             SELECT project_id, trace_id FROM trace_turns
             WHERE due_at_ms < ?1 ORDER BY due_at_ms LIMIT ?3)
           RETURNING ${TURN}`,
        )
        .bind(beforeMs, nowMs, limit);
      return (await attempt(() => statement.all<TraceTurn>())).results;
    },

    async pullBack(nowMs, limit) {
      const aheadMs = nowMs + USUAL_SKEW_MS;
      const { turns } = await transaction<{ turns: TraceTurn; parts: unknown }>({
        turns: d1
          .prepare(
            `UPDATE trace_turns SET due_at_ms = ?1 + wait_ms, first_at_ms = min(first_at_ms, ?1)
             WHERE (project_id, trace_id) IN (
               SELECT project_id, trace_id FROM trace_turns
               WHERE due_at_ms > ?3 AND due_at_ms > ?3 + wait_ms LIMIT ?2)
             RETURNING ${TURN}`,
          )
          .bind(nowMs, limit, aheadMs),
        // What comes while a trace is scored is told from what was read by its arrival.
        parts: d1
          .prepare(
            `UPDATE trace_parts SET arrived_at_ms = ?1 WHERE rowid IN
               (SELECT rowid FROM trace_parts WHERE arrived_at_ms > ?3 LIMIT ?2)`,
          )
          .bind(nowMs, limit, aheadMs),
      });
      return turns.rows;
    },

    async parts(projectId, traceId, limit) {
      const query = d1
        .prepare(
          `SELECT part, reading, arrivedAtMs FROM (
             SELECT part, reading, arrived_at_ms AS arrivedAtMs,
               coalesce(sum(length(reading)) OVER (ORDER BY arrived_at_ms, part
                 ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS before
             FROM trace_parts WHERE project_id = ?1 AND trace_id = ?2)
           WHERE before < ?4 ORDER BY arrivedAtMs, part LIMIT ?3`,
        )
        .bind(projectId, traceId, limit.parts, limit.characters);
      return (await attempt(() => query.all<StoredPart>())).results;
    },

    async finish({ projectId, traceId, dueAtMs }, arrivedUntilMs) {
      await transaction({
        parts: d1
          .prepare(
            'DELETE FROM trace_parts WHERE project_id = ?1 AND trace_id = ?2 AND arrived_at_ms <= ?3',
          )
          .bind(projectId, traceId, arrivedUntilMs),
        turn: d1
          .prepare(
            `DELETE FROM trace_turns WHERE project_id = ?1 AND trace_id = ?2 AND due_at_ms = ?3
             AND NOT EXISTS (SELECT 1 FROM trace_parts WHERE project_id = ?1 AND trace_id = ?2)`,
          )
          .bind(projectId, traceId, dueAtMs),
      });
    },

    async scored(projectId, verdictIds) {
      const query = d1
        .prepare(
          'SELECT id FROM verdicts WHERE project_id = ?1 AND id IN (SELECT value FROM json_each(?2))',
        )
        .bind(projectId, JSON.stringify(verdictIds));
      const { results } = await attempt(() => query.all<{ id: string }>());
      return new Set(results.map(({ id }) => id));
    },

    async count(projectId, rule, minute, matched) {
      const statement = countStatement(d1, { projectId, rule, minute, matched });
      const row = await attempt(() => statement.first<{ matched: number }>());
      return row?.matched ?? matched;
    },

    async countOutcome(projectId, rule, minute, { scored, failed, fault }) {
      const statement = d1
        .prepare(
          `UPDATE trace_minutes SET scored = scored + ?4, failed = failed + ?5, fault = coalesce(?6, fault)
           WHERE project_id = ?1 AND rule = ?2 AND minute = ?3`,
        )
        .bind(projectId, rule, minute, scored, failed, fault ? JSON.stringify(fault) : null);
      await attempt(() => statement.run());
    },

    async minutes(projectId, rule, since) {
      const query = d1
        .prepare(
          `SELECT minute, matched, scored, failed, fault FROM trace_minutes
           WHERE project_id = ?1 AND rule = ?2 AND minute >= ?3 ORDER BY minute DESC`,
        )
        .bind(projectId, rule, since);
      return (await attempt(() => query.all<TraceMinute>())).results;
    },

    async facts(projectId, sinceMs, limit) {
      const query = d1
        .prepare(
          `SELECT trace_id AS traceId, span_id AS spanId, facts FROM trace_facts
           WHERE project_id = ?1 AND arrived_at_ms >= ?2 ORDER BY arrived_at_ms DESC LIMIT ?3`,
        )
        .bind(projectId, sinceMs, limit);
      return (await attempt(() => query.all<TraceFacts>())).results;
    },

    async sweep({ factsMs, partsMs }) {
      const database = { d1, attempt };
      await deleteInSteps(database, 'trace_facts', 'arrived_at_ms < ?1', factsMs);
      await deleteInSteps(database, 'trace_parts', 'arrived_at_ms < ?1', partsMs);
      await deleteInSteps(database, 'trace_turns', 'first_at_ms < ?1', partsMs);
      await deleteInSteps(database, 'trace_minutes', 'minute < ?1', minuteOf(factsMs));
    },
  };
}

export function minuteOf(atMs: number): number {
  return Math.floor(atMs / MINUTE_MS);
}

function countStatement(
  d1: D1Database,
  {
    projectId,
    rule,
    minute,
    matched,
  }: { projectId: string; rule: string; minute: number; matched: number },
): D1PreparedStatement {
  return d1
    .prepare(
      `INSERT INTO trace_minutes (project_id, rule, minute, matched, scored) VALUES (?1, ?2, ?3, ?4, 0)
       ON CONFLICT DO UPDATE SET matched = matched + excluded.matched RETURNING matched`,
    )
    .bind(projectId, rule, minute, matched);
}
