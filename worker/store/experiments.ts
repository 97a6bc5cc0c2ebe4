import { experiments } from '@assay/schema/db/experiments.ts';
import type { ExperimentFilter } from '@assay/schema/experiment-cells.ts';
import type { ProbeKind } from '@assay/schema/types.ts';
import { and, desc, eq, inArray, isNotNull, lt, notInArray, sql } from 'drizzle-orm';
import type { Database } from './database.ts';
import type { DroppedSamples } from './drop-samples.ts';
import { countErased, type DeletionJob } from './erased-count.ts';
import type { ExperimentStep } from './experiment-queue.ts';
import { NO_SAMPLE } from './no-sample.ts';
import { pack } from './pack.ts';
import { unlessDropped } from './sealed-text.ts';

export type StoredExperiment = typeof experiments.$inferSelect;

/** A sample of an experiment, or what a variant changes in one, as JSON. */
export interface NewSample {
  at: number;
  sampleId: string;
  sample: string;
  /** Of an encrypted one, the key: it is refused if that was dropped. */
  sealedBy?: string;
}

export interface NewChange {
  at: number;
  change: string;
  sealedBy?: string;
}

/** A part of an experiment that is to be generated. */
export interface NewPart {
  part: number;
  calls: number;
  size: number;
}

/** What the cells of an experiment add up to. */
export interface CellTally {
  generated: number;
  error: number;
  inputTokens: number;
  outputTokens: number;
  costUsd: number;
  /** Answers without a known price. */
  unpriced: number;
}

export interface NewExperiment {
  experiment: StoredExperiment;
  samples: readonly NewSample[];
  changes: readonly NewChange[];
  parts: readonly NewPart[];
}

/** An end of an experiment, and the webhook delivery that is then due. */
export interface ExperimentEnd {
  id: string;
  run: number;
  deliveryId: string;
  /** As the webhook is to tell it, as JSON. */
  outcome: string;
  nowMs: number;
  leaseUntilMs: number;
  /** Whether its samples go. */
  dropsSamples: boolean;
}

/** The most that the unfinished experiments of a project may be together. */
export interface ExperimentQuota {
  experiments: number;
  cells: number;
}

/** What scores a chunk of an experiment's answers. */
export interface ScoredChunk {
  chunk: number;
  /** Id of the batch of its answers. */
  batch: string;
  /** Id of that of their agreement, if there is one. */
  agreement: string | undefined;
}

/** How an experiment is cancelled. */
export interface Cancelled {
  nowMs: number;
  /** Whether its samples and answers go. */
  dropsSamples: boolean;
  /** Until when consumers may be about that have not noticed. */
  leaseUntilMs: number;
}

/** How an experiment goes on. */
export interface Resumed {
  /** The new limit; null to leave it as it is. */
  maxCostUsd: number | null;
  leaseUntilMs: number;
}

/** Experiments to list: all, those that run a probe, or those that run one of a kind. */
export interface ListedExperiments extends ExperimentFilter {
  probe?: ProbeKind | 'any';
}

/** Experiments in D1. */
export interface ExperimentStore {
  /** Makes an experiment that generates, with all that belongs to it; false if the project has too many. */
  insert(made: NewExperiment, quota: ExperimentQuota): Promise<boolean>;
  /** One that a caller can know of. */
  find(projectId: string, id: string): Promise<StoredExperiment | undefined>;
  /** The same whatever its project, for consumers. */
  read(id: string): Promise<StoredExperiment | undefined>;
  /** Newest first. */
  list(projectId: string, filter: ListedExperiments, limit: number): Promise<StoredExperiment[]>;
  tally(id: string): Promise<CellTally>;
  /** Unfinished ones of a project, and their cells. */
  load(projectId: string): Promise<{ experiments: number; cells: number }>;
  /** Its answers are all there, and become a batch; false if it does not generate any more. */
  beginScoring(id: string, run: number, leaseUntilMs: number): Promise<boolean>;
  /** Makes a chunk of the answers that are in none, if they are so many; its number. */
  takeChunk(id: string, least: number): Promise<number | undefined>;
  /** Notes the batches of a chunk, once, and empties the answers that they have now; false if it is gone. */
  noteBatches(id: string, scored: ScoredChunk): Promise<boolean>;
  /** Ends it, once; the id of the delivery that is due. */
  complete(end: ExperimentEnd): Promise<{ isEnded: boolean; deliveryId: string | null }>;
  cancel(id: string, cancelled: Cancelled): Promise<void>;
  /** Ids of cancelled ones whose lease is over: no consumer can make batches of them any more. */
  cancelledBefore(nowMs: number, limit: number): Promise<string[]>;
  /** Notes that nothing of a cancelled one is left to end. */
  noteCancelled(id: string): Promise<void>;
  /** Asks again for the cells that are errors or open. */
  resume(
    id: string,
    resumed: Resumed,
    quota: ExperimentQuota,
  ): Promise<'resumed' | 'full' | 'open'>;
  /** The turns that an experiment's parts wait for. */
  partsDue(id: string): Promise<ExperimentStep[]>;
  markDeleted(projectId: string, id: string, atMs: number, job?: DeletionJob): Promise<void>;
  /** Ids of those that ended before a time. */
  endedBefore(projectId: string, beforeMs: number, limit: number): Promise<string[]>;
  /** Empties up to so many samples of those that ended before a time, with their changes and answers. */
  dropSamples(projectId: string, beforeMs: number, limit: number): Promise<DroppedSamples>;
  /**
   * Removes some rows of one that is marked as deleted. Its own goes last, once it ended before a time:
   * until then, batches can be made of it.
   */
  purge(id: string, endedBeforeMs: number): Promise<Purged>;
  /** Deleted ones of which `purge` can remove something. */
  deleted(endedBeforeMs: number, limit: number): Promise<DeletedExperiment[]>;
  /** Ids of those whose making ended early. */
  abandoned(nowMs: number, limit: number): Promise<string[]>;
  /** Parts, and steps after generation, whose message was lost; each is leased anew. */
  reclaimLost(nowMs: number, leaseUntilMs: number, limit: number): Promise<ExperimentStep[]>;
}

/** What is left of a deleted experiment: rows to remove, or only its own, which is to stay a while. */
export type Purged = 'gone' | 'more' | 'waits';

/** What tells the batches of a deleted experiment. */
export type DeletedExperiment = Pick<
  StoredExperiment,
  'projectId' | 'id' | 'createdAtMs' | 'chunks' | 'batches' | 'agreements'
>;

type PurgeStep = 'cells' | 'samples' | 'changes' | 'parts' | 'calls' | 'deliveries' | 'row';
type Resuming = Record<'ended' | 'begin' | 'spent' | 'errors' | 'parts', unknown>;

// Whether the row of an experiment may be unfinished beside the others of its project, of which there
// may be ?2, with ?3 cells.
const OTHERS = `FROM experiments other WHERE other.project_id = experiments.project_id
  AND other.status IN ('receiving', 'generating', 'scoring') AND other.id <> experiments.id`;
const FITS = `(SELECT count(*) ${OTHERS}) < ?2
  AND (SELECT coalesce(sum(samples * variants * repeats), 0) ${OTHERS}) + samples * variants * repeats <= ?3`;

const VISIBLE = ['generating', 'scoring', 'completed', 'cancelled'] as const;
const ROWS_A_PURGE = 5_000;
/** Of a row of `experiments`, whether no other row belongs to it. */
const IS_EMPTIED = [
  'experiment_cells',
  'experiment_samples',
  'experiment_changes',
  'experiment_parts',
  'experiment_calls',
]
  .map((table) => `NOT EXISTS (SELECT 1 FROM ${table} WHERE experiment_id = experiments.id)`)
  .join(' AND ');
const ENDED_BEFORE = (place: string) => `coalesce(ended_at_ms, 0) < ${place}`;
/**
 * Of a row of `experiments`, what has been paid. One that an older release made has only its cells, and
 * in its plan what was paid for those that are no more.
 */
export const SPENT_NANO_USD = `coalesce(experiments.spent_nano_usd, CAST(round(1e9 *
  (coalesce(experiments.plan ->> '$.lostCostUsd', 0) + (SELECT coalesce(sum(cost_usd), 0)
   FROM experiment_cells WHERE experiment_id = experiments.id))) AS INTEGER))`;

export function createExperimentStore({
  d1,
  orm,
  attempt,
  transaction,
}: Database): ExperimentStore {
  return {
    async insert({ experiment, samples, changes, parts }, quota) {
      const { id, projectId } = experiment;
      // The rows come first: without the experiment nothing finds them, and the sweep removes them.
      const receiving = { ...experiment, status: 'receiving' as const };
      const made = orm.insert(experiments).values(receiving).onConflictDoNothing().toSQL();
      const { insert: _, refuse } = await transaction<Record<'insert' | 'refuse', unknown>>({
        insert: d1.prepare(made.sql).bind(...made.params),
        // Nobody else counts in between, so that requests at the same time cannot all be within the quota.
        refuse: d1
          .prepare(
            `DELETE FROM experiments WHERE id = ?1 AND status = 'receiving' AND NOT (${FITS})
             RETURNING id`,
          )
          .bind(id, quota.experiments, quota.cells),
      });
      if (refuse.rows.length > 0) return false;
      const sealed = (text: string) => unlessDropped(text, "(value ->> '$.sealedBy')", '?3');
      for (const rows of pack(samples.map((row) => JSON.stringify(row)))) {
        const insert = d1
          .prepare(
            `INSERT INTO experiment_samples (experiment_id, at, sample_id, sample)
             SELECT ?1, value ->> '$.at', value ->> '$.sampleId', ${sealed("value ->> '$.sample'")}
             FROM json_each(?2) WHERE true ON CONFLICT DO NOTHING`,
          )
          .bind(id, rows, projectId);
        await attempt(() => insert.run());
      }
      for (const rows of pack(changes.map((row) => JSON.stringify(row)))) {
        const insert = d1
          .prepare(
            `INSERT INTO experiment_changes (experiment_id, at, change)
             SELECT ?1, value ->> '$.at', ${sealed("value ->> '$.change'")}
             FROM json_each(?2) WHERE true ON CONFLICT DO NOTHING`,
          )
          .bind(id, rows, projectId);
        await attempt(() => insert.run());
      }
      await transaction<{ parts: unknown; status: unknown }>({
        parts: d1
          .prepare(
            `INSERT INTO experiment_parts (experiment_id, part, project_id, status, calls, size, next,
               version, lease_until_ms, stalls)
             SELECT ?1, value ->> '$.part', ?2, 'queued', value ->> '$.calls', value ->> '$.size', 0,
               0, ?4, 0 FROM json_each(?3) WHERE true ON CONFLICT DO NOTHING`,
          )
          .bind(id, projectId, JSON.stringify(parts), experiment.leaseUntilMs),
        status: d1
          .prepare(
            "UPDATE experiments SET status = 'generating' WHERE id = ?1 AND status = 'receiving'",
          )
          .bind(id),
      });
      return true;
    },

    find: (projectId, id) =>
      attempt(() =>
        orm
          .select()
          .from(experiments)
          .where(
            and(
              eq(experiments.projectId, projectId),
              eq(experiments.id, id),
              inArray(experiments.status, [...VISIBLE]),
            ),
          )
          .get(),
      ),

    read: (id) =>
      attempt(() =>
        orm
          .select()
          .from(experiments)
          .where(and(eq(experiments.id, id), inArray(experiments.status, [...VISIBLE])))
          .get(),
      ),

    list: (projectId, { status, tag, cursor, probe }, limit) =>
      attempt(() =>
        orm
          .select()
          .from(experiments)
          .where(
            and(
              eq(experiments.projectId, projectId),
              status === undefined
                ? notInArray(experiments.status, ['receiving', 'deleted'])
                : eq(experiments.status, status),
              cursor === undefined ? undefined : lt(experiments.id, cursor),
              probe === 'any' ? isNotNull(experiments.probe) : undefined,
              probe === undefined || probe === 'any' ? undefined : eq(experiments.probe, probe),
              tag === undefined
                ? undefined
                : sql`EXISTS (SELECT 1 FROM json_each(${experiments.tags}) WHERE value = ${tag})`,
            ),
          )
          .orderBy(desc(experiments.id))
          .limit(limit)
          .all(),
      ),

    async tally(id) {
      const query = d1
        .prepare(
          `SELECT count(*) FILTER (WHERE status = 'generated') AS generated,
             count(*) FILTER (WHERE status = 'error') AS error,
             coalesce(sum(input_tokens), 0) AS inputTokens,
             coalesce(sum(output_tokens), 0) AS outputTokens,
             (SELECT ${SPENT_NANO_USD} FROM experiments WHERE id = ?1) / 1e9 AS costUsd,
             count(*) FILTER (WHERE status = 'generated' AND cost_usd IS NULL) AS unpriced
           FROM experiment_cells WHERE experiment_id = ?1`,
        )
        .bind(id);
      return (await attempt(() => query.first<CellTally>())) ?? NO_CELLS;
    },

    async load(projectId) {
      const query = d1
        .prepare(
          `SELECT count(*) AS experiments, coalesce(sum(samples * variants * repeats), 0) AS cells
           FROM experiments WHERE project_id = ?1 AND status IN ('receiving', 'generating', 'scoring')`,
        )
        .bind(projectId);
      const load = await attempt(() => query.first<{ experiments: number; cells: number }>());
      return load ?? { experiments: 0, cells: 0 };
    },

    async beginScoring(id, run, leaseUntilMs) {
      const begin = d1
        .prepare(
          `UPDATE experiments SET status = 'scoring', lease_until_ms = ?3
           WHERE id = ?1 AND run = ?2 AND status IN ('generating', 'scoring') AND NOT EXISTS
             (SELECT 1 FROM experiment_parts WHERE experiment_id = ?1 AND status = 'queued')`,
        )
        .bind(id, run, leaseUntilMs);
      return (await attempt(() => begin.run())).meta.changes === 1;
    },

    async takeChunk(id, least) {
      // A number that nothing comes of is left out.
      const number = d1
        .prepare(
          `UPDATE experiments SET chunks = coalesce(chunks, 0) + 1
           WHERE id = ?1 AND status IN ('generating', 'scoring') AND
             (SELECT count(*) FROM experiment_cells
              WHERE experiment_id = ?1 AND chunk IS NULL AND sample IS NOT NULL) >= ?2
           RETURNING chunks`,
        )
        .bind(id, least);
      const chunk = (await attempt(() => number.first<{ chunks: number }>()))?.chunks;
      if (chunk === undefined) return undefined;
      const take = d1
        .prepare(
          `UPDATE experiment_cells SET chunk = ?2
           WHERE experiment_id = ?1 AND chunk IS NULL AND sample IS NOT NULL`,
        )
        .bind(id, chunk);
      await attempt(() => take.run());
      return chunk;
    },

    async noteBatches(id, { chunk, batch, agreement }) {
      const noted = (column: string, place: string) =>
        `${column} = CASE WHEN ${place} IS NULL OR EXISTS
           (SELECT 1 FROM json_each(${column}) WHERE value = ${place}) THEN ${column}
         ELSE json_insert(${column}, '$[#]', ${place}) END`;
      const goesOn = "status IN ('generating', 'scoring')";
      const answers = await transaction<Record<'note' | 'empty', unknown>>({
        note: d1
          .prepare(
            `UPDATE experiments SET ${noted('batches', '?2')}, ${noted('agreements', '?3')}
             WHERE id = ?1 AND ${goesOn}`,
          )
          .bind(id, batch, agreement ?? null),
        empty: d1
          .prepare(
            `UPDATE experiment_cells SET sample = NULL
             WHERE experiment_id = ?1 AND chunk = ?2 AND sample IS NOT NULL
               AND EXISTS (SELECT 1 FROM experiments WHERE id = ?1 AND ${goesOn})`,
          )
          .bind(id, chunk),
      });
      return answers.note.changes === 1;
    },

    async complete({ id, run, deliveryId, outcome, nowMs, leaseUntilMs, dropsSamples }) {
      const answers = await transaction<{
        complete: unknown;
        deliver: { id: string };
        samples: unknown;
      }>({
        complete: d1
          .prepare(
            `UPDATE experiments SET status = 'completed', ended_at_ms = ?3
             WHERE id = ?1 AND run = ?2 AND status = 'scoring'`,
          )
          .bind(id, run, nowMs),
        deliver: d1
          .prepare(
            `INSERT INTO webhook_deliveries (id, project_id, batch_id, run, url, outcome, status,
               attempts, answers, created_at_ms, lease_until_ms)
             SELECT ?2, project_id, id, run, webhook_url, ?3, 'pending', 0, '[]', ?4, ?5
             FROM experiments WHERE id = ?1 AND status = 'completed' AND webhook_url IS NOT NULL
             ON CONFLICT DO NOTHING RETURNING id`,
          )
          .bind(id, deliveryId, outcome, nowMs, leaseUntilMs),
        samples: dropsSamples ? dropTexts(id, 'completed') : [],
      });
      return {
        isEnded: answers.complete.changes === 1,
        deliveryId: answers.deliver.rows[0]?.id ?? null,
      };
    },

    async cancel(id, { nowMs, dropsSamples, leaseUntilMs }) {
      const cancel = d1
        .prepare(
          `UPDATE experiments SET status = 'cancelled', ended_at_ms = ?2, lease_until_ms = ?3
           WHERE id = ?1 AND status IN ('generating', 'scoring')`,
        )
        .bind(id, nowMs, leaseUntilMs);
      await transaction<Record<'cancel' | 'parts' | 'drop', unknown>>({
        cancel,
        parts: endParts(id),
        drop: dropsSamples ? dropTexts(id, 'cancelled') : [],
      });
    },

    cancelledBefore: (nowMs, limit) =>
      idsOf(
        d1
          .prepare(
            `SELECT id FROM experiments
             WHERE status = 'cancelled' AND lease_until_ms > 0 AND lease_until_ms < ?1 LIMIT ?2`,
          )
          .bind(nowMs, limit),
      ),

    async noteCancelled(id) {
      const note = d1
        .prepare("UPDATE experiments SET lease_until_ms = 0 WHERE id = ?1 AND status = 'cancelled'")
        .bind(id);
      await attempt(() => note.run());
    },

    async resume(id, { maxCostUsd, leaseUntilMs }, quota) {
      const isOpen = "EXISTS (SELECT 1 FROM experiments WHERE id = ?1 AND status = 'generating')";
      const answers = await transaction<Resuming>({
        ended: d1
          .prepare(
            "SELECT 1 FROM experiments WHERE id = ?1 AND status IN ('completed', 'cancelled')",
          )
          .bind(id),
        begin: d1
          .prepare(
            `UPDATE experiments SET status = 'generating', run = run + 1, ended_at_ms = NULL,
               max_cost_usd = coalesce(?4, max_cost_usd), lease_until_ms = ?5
             WHERE id = ?1 AND status IN ('completed', 'cancelled') AND ${FITS}`,
          )
          .bind(id, quota.experiments, quota.cells, maxCostUsd, leaseUntilMs),
        // What they cost counts towards the limit all the same.
        spent: d1
          .prepare(
            `UPDATE experiments SET spent_nano_usd = ${SPENT_NANO_USD}
             WHERE id = ?1 AND status = 'generating'`,
          )
          .bind(id),
        errors: d1
          .prepare(
            `DELETE FROM experiment_cells WHERE experiment_id = ?1 AND status = 'error' AND ${isOpen}`,
          )
          .bind(id),
        parts: d1
          .prepare(
            `UPDATE experiment_parts SET status = 'queued', next = 0, stalls = 0,
               version = version + 1, lease_until_ms = ?2
             WHERE experiment_id = ?1 AND status = 'done' AND ${isOpen}`,
          )
          .bind(id, leaseUntilMs),
      });
      if (answers.begin.changes === 1) return 'resumed';
      return answers.ended.rows.length > 0 ? 'full' : 'open';
    },

    async partsDue(id) {
      const query = d1
        .prepare(
          `SELECT experiment_id AS experimentId, part, version FROM experiment_parts
           WHERE experiment_id = ?1 AND status = 'queued' ORDER BY part`,
        )
        .bind(id);
      return (await attempt(() => query.all<ExperimentStep>())).results;
    },

    async markDeleted(projectId, id, atMs, job) {
      const mark = d1
        .prepare(
          `UPDATE experiments SET status = 'deleted', ended_at_ms =
             CASE WHEN status IN ('generating', 'scoring') THEN ?3 ELSE ended_at_ms END
           WHERE project_id = ?1 AND id = ?2`,
        )
        .bind(projectId, id, atMs);
      await transaction<Record<'mark' | 'count' | 'parts', unknown>>({
        mark,
        count: job === undefined ? [] : countErased(d1, job, 'experiments'),
        parts: endParts(id),
      });
    },

    endedBefore: (projectId, beforeMs, limit) =>
      idsOf(
        d1
          .prepare(
            `SELECT id FROM experiments WHERE project_id = ?1 AND status IN ('completed', 'cancelled')
               AND ended_at_ms < ?2 LIMIT ?3`,
          )
          .bind(projectId, beforeMs, limit),
      ),

    async dropSamples(projectId, beforeMs, limit) {
      const ended = `SELECT id FROM experiments WHERE project_id = ?1
        AND status IN ('completed', 'cancelled') AND ended_at_ms < ?2`;
      // One without its samples cannot be resumed.
      const close = d1
        .prepare(
          `UPDATE experiments SET plan = json_set(plan, '$.keepsSamples', json('false'))
           WHERE id IN (${ended}) AND plan ->> '$.keepsSamples' = 1`,
        )
        .bind(projectId, beforeMs);
      const drop = (table: string, column: string) =>
        d1
          .prepare(
            `UPDATE ${table} SET ${column} = '${NO_SAMPLE}' WHERE (experiment_id, at) IN
               (SELECT experiment_id, at FROM ${table} WHERE experiment_id IN (${ended})
                  AND ${column} <> '${NO_SAMPLE}' LIMIT ?3)`,
          )
          .bind(projectId, beforeMs, limit);
      // Of one that was cancelled before its answers became a batch.
      const answers = d1
        .prepare(
          `UPDATE experiment_cells SET sample = NULL WHERE (experiment_id, at) IN
             (SELECT experiment_id, at FROM experiment_cells WHERE experiment_id IN (${ended})
                AND sample IS NOT NULL LIMIT ?3)`,
        )
        .bind(projectId, beforeMs, limit);
      const [, answered, changed, samples] = await attempt(() =>
        d1.batch([
          close,
          answers,
          drop('experiment_changes', 'change'),
          drop('experiment_samples', 'sample'),
        ]),
      );
      const left = [answered, changed, samples].some((step) => step?.meta.changes === limit);
      return { dropped: samples?.meta.changes ?? 0, isDone: !left };
    },

    async purge(id, endedBeforeMs) {
      const isGone = "EXISTS (SELECT 1 FROM experiments WHERE id = ?1 AND status = 'deleted')";
      const slice = (table: string, place: string) =>
        d1
          .prepare(
            `DELETE FROM ${table} WHERE experiment_id = ?1 AND ${isGone} AND ${place} IN
               (SELECT ${place} FROM ${table} WHERE experiment_id = ?1 ORDER BY ${place} LIMIT ${ROWS_A_PURGE})`,
          )
          .bind(id);
      const rest = (statement: string) => d1.prepare(statement).bind(id);
      const { left } = await transaction<
        Record<PurgeStep, unknown> & { left: { isEmptied: number } }
      >({
        cells: slice('experiment_cells', 'at'),
        samples: slice('experiment_samples', 'at'),
        changes: slice('experiment_changes', 'at'),
        parts: slice('experiment_parts', 'part'),
        calls: slice('experiment_calls', 'at'),
        deliveries: rest(`DELETE FROM webhook_deliveries WHERE batch_id = ?1 AND ${isGone}`),
        row: d1
          .prepare(
            `DELETE FROM experiments WHERE id = ?1 AND status = 'deleted' AND ${IS_EMPTIED}
               AND ${ENDED_BEFORE('?2')}`,
          )
          .bind(id, endedBeforeMs),
        left: rest(
          `SELECT ${IS_EMPTIED} AS isEmptied FROM experiments WHERE id = ?1 AND status = 'deleted'`,
        ),
      });
      const [row] = left.rows;
      if (row === undefined) return 'gone';
      return row.isEmptied === 1 ? 'waits' : 'more';
    },

    async deleted(endedBeforeMs, limit) {
      const query = d1
        .prepare(
          `SELECT project_id AS projectId, id, created_at_ms AS createdAtMs, chunks, batches, agreements
           FROM experiments
           WHERE status = 'deleted' AND (${ENDED_BEFORE('?1')} OR NOT (${IS_EMPTIED})) LIMIT ?2`,
        )
        .bind(endedBeforeMs, limit);
      return (await attempt(() => query.all<DeletedExperiment>())).results;
    },

    abandoned: (nowMs, limit) =>
      idsOf(
        d1
          .prepare(
            `UPDATE experiments SET status = 'deleted' WHERE id IN
               (SELECT id FROM experiments WHERE status = 'receiving' AND lease_until_ms < ?1 LIMIT ?2)
             RETURNING id`,
          )
          .bind(nowMs, limit),
      ),

    async reclaimLost(nowMs, leaseUntilMs, limit) {
      // The version counts up: a message that was not lost after all, only late, finds another one.
      const parts = d1
        .prepare(
          `UPDATE experiment_parts SET lease_until_ms = ?2, version = version + 1
           WHERE (experiment_id, part) IN
             (SELECT experiment_id, part FROM experiment_parts
              WHERE status = 'queued' AND lease_until_ms < ?1 LIMIT ?3)
           RETURNING experiment_id AS experimentId, part, version`,
        )
        .bind(nowMs, leaseUntilMs, limit);
      const steps = d1
        .prepare(
          `UPDATE experiments SET lease_until_ms = ?2 WHERE id IN
             (SELECT e.id FROM experiments e WHERE e.status IN ('generating', 'scoring')
                AND e.lease_until_ms < ?1 AND NOT EXISTS (SELECT 1 FROM experiment_parts p
                  WHERE p.experiment_id = e.id AND p.status = 'queued') LIMIT ?3)
           RETURNING id AS experimentId, NULL AS part, run AS version`,
        )
        .bind(nowMs, leaseUntilMs, limit);
      const answers = await transaction<{ parts: ExperimentStep; steps: ExperimentStep }>({
        parts,
        steps,
      });
      return [...answers.parts.rows, ...answers.steps.rows];
    },
  };

  /** Takes the parts of an experiment that has ended out of what is in flight. */
  function endParts(id: string) {
    return d1
      .prepare(
        `UPDATE experiment_parts SET status = 'done', version = version + 1
         WHERE experiment_id = ?1 AND status = 'queued' AND EXISTS
           (SELECT 1 FROM experiments WHERE id = ?1 AND status IN ('cancelled', 'deleted'))`,
      )
      .bind(id);
  }

  /** Empties what an experiment that has ended so was given, and the answers that no batch has. */
  function dropTexts(id: string, status: 'completed' | 'cancelled') {
    const isSo = `EXISTS (SELECT 1 FROM experiments WHERE id = ?1 AND status = '${status}')`;
    const set = (table: string, value: string) =>
      d1.prepare(`UPDATE ${table} SET ${value} WHERE experiment_id = ?1 AND ${isSo}`).bind(id);
    return [
      set('experiment_samples', `sample = '${NO_SAMPLE}'`),
      set('experiment_changes', `change = '${NO_SAMPLE}'`),
      set('experiment_cells', 'sample = NULL'),
    ];
  }

  async function idsOf(query: D1PreparedStatement): Promise<string[]> {
    const { results } = await attempt(() => query.all<{ id: string }>());
    return results.map(({ id }) => id);
  }
}

const NO_CELLS: CellTally = {
  ...{ generated: 0, error: 0, inputTokens: 0, outputTokens: 0, costUsd: 0, unpriced: 0 },
};
