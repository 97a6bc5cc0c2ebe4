import type { Database } from './database.ts';
import { chargeFor, endCalls } from './experiment-calls.ts';
import type { ExperimentStep } from './experiment-queue.ts';
import { pack } from './pack.ts';
import { unlessDropped } from './sealed-text.ts';

/** A part that is leased to one consumer. */
export interface OpenPart {
  projectId: string;
  experimentId: string;
  part: number;
  /** What its writes are fenced by. */
  version: number;
  calls: number;
  size: number;
  /** Place before which all cells of the part have a result. */
  next: number;
  stalls: number;
  run: number;
}

/** The result of a cell, as it is written. */
export interface NewCell {
  at: number;
  status: 'generated' | 'error';
  /** The sample with the answer, as JSON; null for errors. */
  sample: string | null;
  /** Of an encrypted one, the key: it is refused if that was dropped. */
  sealedBy?: string;
  outputHash: string | null;
  model: string | null;
  attempts: number;
  costUsd: number | null;
  latencyMs: number | null;
  firstTokenMs: number | null;
  inputTokens: number | null;
  outputTokens: number | null;
  errorCode: string | null;
  errorMessage: string | null;
}

/** Results that are written together. */
export interface WrittenCells {
  cells: readonly NewCell[];
  leaseUntilMs: number;
  /** Of an experiment that may cost only so much: the most that an answer has cost. Undefined of others. */
  limit: { mostNanoUsd: number | null } | undefined;
}

/** How a turn ends. */
export interface TurnEnd {
  next: number;
  stalls: number;
  isDone: boolean;
  leaseUntilMs: number;
}

/** An experiment, and whose it is. */
export type ExperimentOf = Pick<OpenPart, 'projectId' | 'experimentId'>;

/** Parts of experiments in D1: their leases, and the cells that their holders write. */
export interface ExperimentPartStore {
  /**
   * Leases a part for the turn that a message is for: the version counts up, so that whoever held it
   * before can move it no further. A turn that has begun is begun again once its lease is over: `held`
   * until then. Undefined if there is nothing to do.
   */
  begin(
    step: ExperimentStep,
    nowMs: number,
    leaseUntilMs: number,
  ): Promise<OpenPart | 'held' | undefined>;
  /** Prolongs a lease; false when the part is another's, or its experiment has ended. */
  renew(part: OpenPart, leaseUntilMs: number): Promise<boolean>;
  /**
   * Writes results, charges what they cost in place of what was reserved, and prolongs the lease. The
   * first result of a cell stays, whoever wrote it: what has been paid for is kept even of one who has
   * lost the lease.
   *
   * @returns whether the lease still stands
   */
  write(part: OpenPart, written: WrittenCells): Promise<boolean>;
  /** Those of some cells that have a result. */
  written(experimentId: string, cells: readonly number[]): Promise<Set<number>>;
  /** Ends a turn; false when the part is another's. */
  end(part: OpenPart, end: TurnEnd): Promise<boolean>;
  samples(of: ExperimentOf, places: readonly number[]): Promise<Map<number, string>>;
  /** By place of the sample × variants + variant. */
  changes(of: ExperimentOf, places: readonly number[]): Promise<Map<number, string>>;
}

const IS_RUNNING = "EXISTS (SELECT 1 FROM experiments WHERE id = ?1 AND status = 'generating')";

export function createExperimentPartStore({
  d1,
  attempt,
  transaction,
}: Database): ExperimentPartStore {
  return {
    async begin({ experimentId, part, version }, nowMs, leaseUntilMs) {
      const answers = await transaction<{ begin: unknown; row: PartRow }>({
        begin: d1
          .prepare(
            `UPDATE experiment_parts SET version = version + 1, lease_until_ms = ?5
             WHERE experiment_id = ?1 AND part = ?2 AND status = 'queued' AND ${IS_RUNNING}
               AND (version = ?3 OR (version > ?3 AND lease_until_ms < ?4))`,
          )
          .bind(experimentId, part, version, nowMs, leaseUntilMs),
        row: d1
          .prepare(
            `SELECT p.project_id AS projectId, p.version, p.calls, p.size, p.next, p.stalls, e.run
             FROM experiment_parts p JOIN experiments e ON e.id = p.experiment_id
             WHERE p.experiment_id = ?1 AND p.part = ?2 AND p.status = 'queued' AND e.status = 'generating'`,
          )
          .bind(experimentId, part),
      });
      const row = answers.row.rows[0];
      if (row === undefined || part === null) return undefined;
      if (answers.begin.changes === 0) return row.version > version ? 'held' : undefined;
      return { experimentId, part, ...row };
    },

    async renew(part, leaseUntilMs) {
      const renewed = await attempt(() => renewal(part, leaseUntilMs).run());
      return renewed.meta.changes === 1;
    },

    async write(part, { cells, leaseUntilMs, limit }) {
      const { projectId, experimentId, run } = part;
      const insert = (rows: string) =>
        d1
          .prepare(
            `INSERT INTO experiment_cells (experiment_id, at, part, run, status, sample, output_hash,
               model, attempts, cost_usd, latency_ms, first_token_ms, input_tokens, output_tokens,
               error_code, error_message)
             SELECT ?1, value ->> '$.at', ?2, ?3, value ->> '$.status', value ->> '$.sample',
               value ->> '$.outputHash', value ->> '$.model',
               ${unlessDropped("value ->> '$.attempts'", "(value ->> '$.sealedBy')", '?5')},
               value ->> '$.costUsd', value ->> '$.latencyMs', value ->> '$.firstTokenMs',
               value ->> '$.inputTokens', value ->> '$.outputTokens', value ->> '$.errorCode',
               value ->> '$.errorMessage'
             FROM json_each(?4) WHERE ${IS_RUNNING} ON CONFLICT DO NOTHING`,
          )
          .bind(experimentId, part.part, run, rows, projectId);
      const rows = cells.map((cell) =>
        JSON.stringify({ ...cell, nanoUsd: Math.round((cell.costUsd ?? 0) * 1e9) }),
      );
      const most = d1
        .prepare(
          `UPDATE experiment_parts SET most_nano_usd = max(coalesce(most_nano_usd, 0), ?3)
           WHERE experiment_id = ?1 AND part = ?2`,
        )
        .bind(experimentId, part.part, limit?.mostNanoUsd ?? null);
      const { lease } = await transaction<Record<'cells' | 'most' | 'lease', unknown>>({
        cells: pack(rows).flatMap((some) => [
          chargeFor(d1, part, some),
          ...(limit === undefined ? [] : [endCalls(d1, part, some)]),
          insert(some),
        ]),
        most: limit === undefined || limit.mostNanoUsd === null ? [] : most,
        lease: renewal(part, leaseUntilMs),
      });
      return lease.changes === 1;
    },

    async written(experimentId, cells) {
      const query = d1
        .prepare(
          `SELECT at FROM experiment_cells WHERE experiment_id = ?1
             AND at IN (SELECT value FROM json_each(?2))`,
        )
        .bind(experimentId, JSON.stringify(cells));
      const { results } = await attempt(() => query.all<{ at: number }>());
      return new Set(results.map(({ at }) => at));
    },

    async end(part, { next, stalls, isDone, leaseUntilMs }) {
      const end = d1
        .prepare(
          `UPDATE experiment_parts SET next = ?4, stalls = ?5, status = ?6, lease_until_ms = ?7
           WHERE experiment_id = ?1 AND part = ?2 AND version = ?3 AND status = 'queued'
             AND ${IS_RUNNING}`,
        )
        .bind(
          part.experimentId,
          part.part,
          part.version,
          next,
          stalls,
          isDone ? 'done' : 'queued',
          leaseUntilMs,
        );
      return (await attempt(() => end.run())).meta.changes === 1;
    },

    samples: ({ experimentId }, places) =>
      textsOf('experiment_samples', 'sample', experimentId, places),
    changes: ({ experimentId }, places) =>
      textsOf('experiment_changes', 'change', experimentId, places),
  };

  function renewal({ experimentId, part, version }: OpenPart, leaseUntilMs: number) {
    return d1
      .prepare(
        `UPDATE experiment_parts SET lease_until_ms = ?4
         WHERE experiment_id = ?1 AND part = ?2 AND version = ?3 AND status = 'queued' AND ${IS_RUNNING}`,
      )
      .bind(experimentId, part, version, leaseUntilMs);
  }

  async function textsOf(
    table: string,
    column: string,
    experimentId: string,
    places: readonly number[],
  ): Promise<Map<number, string>> {
    const query = d1
      .prepare(
        `SELECT at, ${column} AS text FROM ${table}
         WHERE experiment_id = ?1 AND at IN (SELECT value FROM json_each(?2))`,
      )
      .bind(experimentId, JSON.stringify(places));
    const { results } = await attempt(() => query.all<{ at: number; text: string }>());
    return new Map(results.map(({ at, text }) => [at, text]));
  }
}

interface PartRow {
  projectId: string;
  version: number;
  calls: number;
  size: number;
  next: number;
  stalls: number;
  run: number;
}
