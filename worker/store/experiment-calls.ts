import type { Database } from './database.ts';
import { SPENT_NANO_USD } from './experiments.ts';

/** The lease of a part, which makes calls. */
export interface CallHolder {
  experimentId: string;
  part: number;
  version: number;
}

/** What a call wants to reserve of the most that its experiment may cost. */
export interface WantedCall {
  /** The cell. */
  at: number;
  /** Billionths of a dollar; null while nothing is known of what a call costs. */
  nanoUsd: number | null;
}

/** A call that ended without a result of its cell. */
export interface EndedCall {
  at: number;
  /** What it cost. */
  nanoUsd: number;
}

/** What an experiment may still cost, in billionths of a dollar. */
export interface Allowance {
  /** Whether the part is still the caller's, and its experiment goes on. */
  isHeld: boolean;
  capNanoUsd: number;
  /** What has been paid, with what is reserved by calls whose outcome nobody will write. */
  paidNanoUsd: number;
  /** The most that an answer of the target has cost; null before the first. */
  mostNanoUsd: number | null;
}

/** What calls of experiments reserve, in D1. */
export interface ExperimentCallStore {
  /**
   * Reserves for calls of a part, each unless what has been paid and all that is reserved would pass
   * `max_cost_usd` with it. While nothing is known of what a call costs, one is made at a time. What a
   * cell has reserved before is replaced.
   *
   * @returns of each whether it was reserved
   */
  reserve(part: CallHolder, calls: readonly WantedCall[]): Promise<boolean[]>;
  /** @param lane first and last part of the target */
  allowance(part: CallHolder, lane: readonly [number, number]): Promise<Allowance>;
  /** Charges what calls cost that brought no result, each once, and ends their reservations. */
  release(part: CallHolder, calls: readonly EndedCall[]): Promise<void>;
}

const CAP = '(SELECT CAST(round(max_cost_usd * 1e9) AS INTEGER) FROM experiments WHERE id = ?1)';
const SPENT = `(SELECT ${SPENT_NANO_USD} FROM experiments WHERE id = ?1)`;
const IS_HELD = `EXISTS (SELECT 1 FROM experiment_parts p JOIN experiments e ON e.id = p.experiment_id
  WHERE p.experiment_id = ?1 AND p.part = ?2 AND p.version = ?3 AND p.status = 'queued'
    AND e.status = 'generating')`;
/** Of a reservation `c`, whether its holder still has the part. */
const IS_LIVE = `EXISTS (SELECT 1 FROM experiment_parts p WHERE p.experiment_id = c.experiment_id
  AND p.part = c.part AND p.version = c.version AND p.status = 'queued')`;
/** Calls of which nothing is known count as the dearest answer of all. */
const reservedBy = (calls: string) => `(SELECT coalesce(sum(coalesce(c.nano_usd,
    (SELECT max(most_nano_usd) FROM experiment_parts WHERE experiment_id = ?1), 0)), 0)
  FROM experiment_calls c WHERE c.experiment_id = ?1 AND ${calls})`;

export function createExperimentCallStore({
  d1,
  attempt,
  transaction,
}: Database): ExperimentCallStore {
  return {
    async reserve({ experimentId, part, version }, calls) {
      const insert = d1.prepare(
        `INSERT INTO experiment_calls (experiment_id, part, version, at, nano_usd)
         SELECT ?1, ?2, ?3, ?4, ?5 WHERE ${IS_HELD}
           AND ${SPENT} + ${reservedBy('NOT (c.at = ?4 AND c.version = ?3)')} + coalesce(?5, 1) <= ${CAP}
           AND (?5 IS NOT NULL OR NOT EXISTS (SELECT 1 FROM experiment_calls c
             WHERE c.experiment_id = ?1 AND c.nano_usd IS NULL AND c.at <> ?4 AND ${IS_LIVE}))
         ON CONFLICT DO UPDATE SET nano_usd = excluded.nano_usd RETURNING at`,
      );
      const inserts = calls.map(({ at, nanoUsd }) =>
        insert.bind(experimentId, part, version, at, nanoUsd),
      );
      const results = await attempt(() => d1.batch(inserts));
      return results.map((answer) => answer.results.length > 0);
    },

    async allowance({ experimentId, part, version }, [first, last]) {
      const query = d1
        .prepare(
          `SELECT ${IS_HELD} AS isHeld, ${CAP} AS capNanoUsd,
             ${SPENT} + ${reservedBy(`NOT ${IS_LIVE}`)} AS paidNanoUsd,
             (SELECT max(most_nano_usd) FROM experiment_parts
              WHERE experiment_id = ?1 AND part BETWEEN ?4 AND ?5) AS mostNanoUsd`,
        )
        .bind(experimentId, part, version, first, last);
      const row = await attempt(() => query.first<AllowanceRow>());
      if (row === null || row.capNanoUsd === null) return NOTHING_LEFT;
      return { ...row, capNanoUsd: row.capNanoUsd, isHeld: row.isHeld === 1 };
    },

    async release(part, calls) {
      if (calls.length === 0) return;
      const rows = JSON.stringify(calls);
      await transaction<Record<'charge' | 'end', unknown>>({
        charge: chargeFor(d1, part, rows, 'calls'),
        end: endCalls(d1, part, rows),
      });
    },
  };
}

interface AllowanceRow extends Omit<Allowance, 'isHeld' | 'capNanoUsd'> {
  isHeld: number;
  /** Null of an experiment that is gone. */
  capNanoUsd: number | null;
}

const NOTHING_LEFT: Allowance = {
  ...{ isHeld: false, capNanoUsd: 0, paidNanoUsd: 0, mostNanoUsd: null },
};

const HAS_CALL = `EXISTS (SELECT 1 FROM experiment_calls c WHERE c.experiment_id = ?1
  AND c.at = value ->> '$.at' AND c.version = ?2)`;
const IS_NEW = `(experiments.status = 'generating' AND NOT EXISTS (SELECT 1 FROM experiment_cells
  WHERE experiment_id = ?1 AND at = value ->> '$.at'))`;

/**
 * Charges what calls cost that have a reservation or, where results are written, no result yet. It goes
 * before what changes both in the same transaction, so that one that is repeated charges nothing again.
 *
 * @param rows JSON, with `at` and `nanoUsd`
 */
export function chargeFor(
  d1: D1Database,
  { experimentId, version }: CallHolder,
  rows: string,
  of: 'results' | 'calls' = 'results',
) {
  return d1
    .prepare(
      `UPDATE experiments SET spent_nano_usd = ${SPENT_NANO_USD} +
         (SELECT coalesce(sum(value ->> '$.nanoUsd'), 0) FROM json_each(?3)
          WHERE ${of === 'results' ? `${HAS_CALL} OR ${IS_NEW}` : HAS_CALL})
       WHERE id = ?1`,
    )
    .bind(experimentId, version, rows);
}

/** @param rows JSON, with `at` */
export function endCalls(d1: D1Database, { experimentId, version }: CallHolder, rows: string) {
  return d1
    .prepare(
      `DELETE FROM experiment_calls WHERE experiment_id = ?1 AND version = ?2
         AND at IN (SELECT value ->> '$.at' FROM json_each(?3))`,
    )
    .bind(experimentId, version, rows);
}
