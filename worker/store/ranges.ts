import { Buffer } from 'node:buffer';
import { newId } from '@assay/schema/ids.ts';
import type { VerdictMetadata } from '@assay/schema/types.ts';
import { insertLeaf, leafOf } from './batch-leaves.ts';
import type { Answers, Database, Statements } from './database.ts';
import { insertSampleExchanges, type SampleExchanges } from './judge-exchanges.ts';
import { watchBatch } from './monitor-outbox.ts';
import type { FinalStatus, NewResult } from './new-result.ts';
import { NO_SAMPLE } from './no-sample.ts';
import { pack } from './pack.ts';
import type { RangeReference } from './range-queue.ts';
import { type TurnRows, toReferences, turns } from './range-turns.ts';
import { leafResultOf } from './result-leaf.ts';
import {
  type PackRow,
  type PlacedResult,
  packVerdicts,
  unpackVerdicts,
  type VerdictPack,
  verdictIn,
} from './verdict-packs.ts';

/** A queued range as a delivery finds it. */
export interface OpenRange extends RangeReference {
  projectId: string;
  version: number;
  /** Deliveries that began to score it since it was last written, and did not come to report. */
  deaths: number;
  /** The frozen plan of the batch, as JSON. */
  plan: string;
  tags: string[];
  metadata: VerdictMetadata;
  hasWebhook: boolean;
  items: RangeItem[];
}

/** A sample of a range, and the result of it so far. */
export interface RangeItem {
  at: number;
  sample: string;
  status: FinalStatus | 'retry' | null;
  attempts: number;
  /** The verdict of a sample to be retried, as JSON. */
  partial: string | null;
  digest: string | null;
  /** Names of the scores in the digest, as JSON; null where the digest holds them. */
  names: string | null;
  /** What it counts for in weighted statistics; null for 1. */
  weight: number | null;
}

/** Everything that scoring a range writes, in one transaction. */
export interface RangeWrite {
  range: OpenRange;
  results: NewResult[];
  isDone: boolean;
  /** Whether the samples go once the range is done. */
  dropsSamples: boolean;
  /** Whether a sample with its final result is kept only as the result has it. */
  redactsSamples: boolean;
  /** Set when the dead-letter queue brought the range. */
  deadAtMs: number | null;
  counts: Record<FinalStatus, number>;
  usage: { inputTokens: number; outputTokens: number; costUsd: number };
  /** Of all final results of the range, as JSON. */
  summary: string;
  /** Id for the webhook delivery, should this end the batch. */
  deliveryId: string;
  nowMs: number;
  /** Lease of what becomes due: ranges and a delivery. */
  leaseUntilMs: number;
  /** Lease of the range itself when it is to be retried. */
  retryUntilMs: number;
}

/** What a write brought about. */
export interface RangeOutcome {
  /** False when another delivery wrote first, or the batch has ended: nothing was written then. */
  isWritten: boolean;
  /** Whether it ended the batch. */
  hasEnded: boolean;
  /** Ranges of the project whose turn has come: to be sent to the queue. */
  next: RangeReference[];
  /** The webhook delivery that is due. */
  deliveryId: string | null;
}

/** A batch to be set running. */
export interface Sealing {
  projectId: string;
  batchId: string;
  token: string | null;
  /** Id for the webhook delivery, should there be nothing to score. */
  deliveryId: string;
}

/** Ranges in D1 and their results. */
export interface RangeStore {
  /** The range when it is to be scored; undefined when it is done, or its batch has ended. */
  open(reference: RangeReference): Promise<OpenRange | undefined>;
  /** The same for one that is to be scored at once: until it is written, that counts as a death. */
  begin(reference: RangeReference, leaseUntilMs: number): Promise<OpenRange | undefined>;
  /** Forgets the deaths of a range whose consumer lived to say that it was not to blame. */
  excuse(reference: RangeReference): Promise<void>;
  write(write: RangeWrite): Promise<RangeOutcome>;
  /** Puts ranges in the place of one, each of them to be scored on its own; `parts` write no results. */
  split(range: OpenRange, parts: readonly RangeWrite[]): Promise<RangeOutcome>;
  /** Sets a batch running, unless a request is adding samples; `token` is that of its own intake. */
  seal(batch: Sealing, nowMs: number, leaseUntilMs: number): Promise<RangeOutcome>;
  /** Makes the errors of a batch pending again, and the batch running. */
  retry(projectId: string, batchId: string, leaseUntilMs: number): Promise<RangeOutcome>;
  /** Sets a cancelled batch running again, with the ranges that lack results. */
  restart(batch: Restart): Promise<RangeOutcome>;
}

/** A cancelled batch to be set running again. */
export interface Restart extends Omit<Sealing, 'token'> {
  nowMs: number;
  leaseUntilMs: number;
}

interface RangeRow {
  projectId: string;
  end: number;
  version: number;
  deaths: number;
  plan: string;
  tags: string;
  metadata: string;
  hasWebhook: 0 | 1;
}

// A range that is queued in the version that was read, of a batch that runs.
const OPEN_RANGE = `(SELECT 1 FROM batch_ranges r JOIN batches b ON b.id = r.batch_id
  WHERE r.batch_id = ?1 AND r.start = ?2 AND r.version = ?3 AND r.status = 'queued' AND b.status = 'running')`;

const UNFINISHED = "('held', 'waiting', 'queued')";

/** @param window how many ranges of one project may be in flight at once */
export function createRangeStore(database: Database, window: number): RangeStore {
  const { d1, attempt, transaction } = database;
  return {
    async open(reference) {
      const answers = await transaction<ReadRows>(read(reference));
      return toOpen(reference, answers);
    },

    async begin(reference, leaseUntilMs) {
      const { batchId, start } = reference;
      const begin = d1
        .prepare(
          `UPDATE batch_ranges SET deaths = deaths + 1, is_late = 0, lease_until_ms = ?3
           WHERE batch_id = ?1 AND start = ?2 AND status = 'queued'
             AND EXISTS (SELECT 1 FROM batches WHERE id = ?1 AND status = 'running')`,
        )
        .bind(batchId, start, leaseUntilMs);
      const answers = await transaction<ReadRows & { begin: unknown }>({
        ...read(reference),
        begin,
      });
      return toOpen(reference, answers);
    },

    async excuse({ batchId, start }) {
      const excuse = d1
        .prepare(
          "UPDATE batch_ranges SET deaths = 0 WHERE batch_id = ?1 AND start = ?2 AND status = 'queued'",
        )
        .bind(batchId, start);
      await attempt(() => excuse.run());
    },

    async write(write) {
      const { range, leaseUntilMs } = write;
      const { placed, packs } = await packVerdicts(write.results);
      const answers = await transaction<TurnRows & Record<WriteStep, unknown> & EndRows>({
        packs: packs.map((one) => insertPack(range, one)),
        results: pack(placed.map(resultJson)).map((json) => insertResults(range, json)),
        stale: range.items.some(({ status }) => status === 'retry') ? dropStalePacks(range) : [],
        exchanges: insertSampleExchanges(d1, range, OPEN_RANGE, write.results.flatMap(exchangesOf)),
        samples: write.isDone && write.dropsSamples ? dropSamples(range) : replaceSamples(write),
        leaf: insertLeafOf(write),
        range: updateRange(write),
        ...give(range.projectId, leaseUntilMs),
        ...complete({ ...range, ...write }),
      });
      return {
        isWritten: answers.range.changes === 1,
        hasEnded: answers.complete.changes === 1,
        next: toReferences(answers.turns.rows),
        deliveryId: answers.deliver.rows[0]?.id ?? null,
      };
    },

    async split(range, parts) {
      const [first, ...others] = parts.map(partJson);
      const { batchId, start, version, projectId } = range;
      const isOpen = `r.batch_id = ?1 AND r.start = ?2 AND r.version = ?3 AND r.status = 'queued'
        AND EXISTS (SELECT 1 FROM batches WHERE id = ?1 AND status = 'running')`;
      const values = PART_COLUMNS.map((column) => `json_extract(p.value, '$."${column}"')`);
      const insert = d1
        .prepare(
          `INSERT INTO batch_ranges (batch_id, project_id, priority, version, lease_until_ms, losses,
             ${PART_COLUMNS.map(quoted).join(', ')})
           SELECT r.batch_id, r.project_id, r.priority, r.version + 1, 0, 0, ${values.join(', ')}
           FROM batch_ranges r, json_each(?4) p WHERE ${isOpen}`,
        )
        .bind(batchId, start, version, JSON.stringify(others));
      const changes = PART_COLUMNS.map(
        (column) => `${quoted(column)} = json_extract(?4, '$."${column}"')`,
      );
      const shrink = d1
        .prepare(
          `UPDATE batch_ranges AS r SET version = version + 1, deaths = 0, losses = 0, ${changes.join(', ')}
           WHERE ${isOpen}`,
        )
        .bind(batchId, start, version, JSON.stringify(first));
      const leaseUntilMs = parts[0]?.leaseUntilMs ?? 0;
      const answers = await transaction<TurnRows & { insert: unknown; shrink: unknown }>({
        insert,
        shrink,
        ...give(projectId, leaseUntilMs),
      });
      return {
        isWritten: answers.shrink.changes === 1,
        hasEnded: false,
        next: toReferences(answers.turns.rows),
        deliveryId: null,
      };
    },

    async seal({ projectId, batchId, token, deliveryId }, nowMs, leaseUntilMs) {
      const isRunning = "EXISTS (SELECT 1 FROM batches WHERE id = ?1 AND status = 'running')";
      const uncommitted = `(SELECT next_index FROM batches WHERE id = ?1 AND status = 'running')`;
      const answers = await transaction<
        TurnRows & EndRows & { seal: unknown; ranges: unknown; wait: unknown }
      >({
        seal: d1
          .prepare(
            `UPDATE batches SET status = 'running', run = 1, started_at_ms = ?3,
                 intake_token = NULL, intake_append = NULL,
                 intake_until_ms = CASE WHEN intake_token = ?4 THEN 0 ELSE intake_until_ms END
               WHERE project_id = ?1 AND id = ?2
                 AND (intake_token = ?4 OR (status = 'open' AND intake_until_ms <= ?3))
                 AND status IN ('receiving', 'open')`,
          )
          .bind(projectId, batchId, nowMs, token),
        // Their samples are many, and left to the sweep.
        ranges: d1
          .prepare(`DELETE FROM batch_ranges WHERE batch_id = ?1 AND start >= ${uncommitted}`)
          .bind(batchId),
        wait: d1
          .prepare(
            `UPDATE batch_ranges SET status = 'waiting'
               WHERE batch_id = ?1 AND status = 'held' AND ${isRunning}`,
          )
          .bind(batchId),
        ...give(projectId, leaseUntilMs),
        ...complete({ projectId, batchId, deliveryId, hasWebhook: true, nowMs, leaseUntilMs }),
      });
      return {
        isWritten: answers.seal.changes === 1,
        hasEnded: answers.complete.changes === 1,
        next: toReferences(answers.turns.rows),
        deliveryId: answers.deliver.rows[0]?.id ?? null,
      };
    },

    async retry(projectId, batchId, leaseUntilMs) {
      const answers = await transaction<TurnRows & Record<RetryStep, unknown>>({
        batch: d1
          .prepare(
            `UPDATE batches SET status = 'running', ended_at_ms = NULL,
                 run = run + CASE status WHEN 'completed' THEN 1 ELSE 0 END
               WHERE project_id = ?1 AND id = ?2 AND status IN ('running', 'completed')
                 AND samples_dropped_at_ms IS NULL
                 AND EXISTS (SELECT 1 FROM batch_results WHERE batch_id = ?2 AND status = 'error')`,
          )
          .bind(projectId, batchId),
        ranges: d1
          .prepare(
            `UPDATE batch_ranges SET status = 'waiting', version = version + 1, losses = 0, deaths = 0,
                 is_late = 0, dead_at_ms = NULL
               WHERE batch_id = ?1 AND error > 0 AND status = 'done'
                 AND EXISTS (SELECT 1 FROM batches WHERE id = ?1 AND status = 'running')`,
          )
          .bind(batchId),
        // Ranges do not overlap, so the last one to start before a sample is its own.
        results: d1
          .prepare(
            `UPDATE batch_results SET status = 'retry', error_code = NULL, error_message = NULL
               WHERE batch_id = ?1 AND status = 'error' AND EXISTS
                 (SELECT 1 FROM batch_ranges r WHERE r.batch_id = ?1 AND r.status = 'waiting'
                    AND r.start = (SELECT max(start) FROM batch_ranges WHERE batch_id = ?1 AND start <= batch_results.at))
                 AND EXISTS (SELECT 1 FROM batches WHERE id = ?1 AND status = 'running')`,
          )
          .bind(batchId),
        counts: d1
          .prepare(
            `UPDATE batch_ranges SET error = 0
               WHERE batch_id = ?1 AND status = 'waiting' AND error > 0`,
          )
          .bind(batchId),
        ...give(projectId, leaseUntilMs),
      });
      return {
        isWritten: answers.batch.changes === 1,
        hasEnded: false,
        next: toReferences(answers.turns.rows),
        deliveryId: null,
      };
    },

    async restart({ projectId, batchId, deliveryId, nowMs, leaseUntilMs }) {
      const answers = await transaction<TurnRows & EndRows & Record<'batch' | 'ranges', unknown>>({
        // One that was cancelled while it was open may lack samples.
        batch: d1
          .prepare(
            `UPDATE batches SET status = 'running', ended_at_ms = NULL
             WHERE project_id = ?1 AND id = ?2 AND status = 'cancelled' AND run > 0
               AND samples_dropped_at_ms IS NULL`,
          )
          .bind(projectId, batchId),
        ranges: d1
          .prepare(
            `UPDATE batch_ranges SET status = 'waiting', version = version + 1, losses = 0, deaths = 0,
               is_late = 0, dead_at_ms = NULL
             WHERE batch_id = ?1 AND status = 'done' AND total > passed + failed + abstained + error
               AND EXISTS (SELECT 1 FROM batches WHERE id = ?1 AND status = 'running')`,
          )
          .bind(batchId),
        ...give(projectId, leaseUntilMs),
        ...complete({ projectId, batchId, deliveryId, hasWebhook: true, nowMs, leaseUntilMs }),
      });
      return {
        isWritten: answers.batch.changes === 1,
        hasEnded: answers.complete.changes === 1,
        next: toReferences(answers.turns.rows),
        deliveryId: answers.deliver.rows[0]?.id ?? null,
      };
    },
  };

  function give(projectId: string, leaseUntilMs: number) {
    return turns(d1, { projectId, window, leaseUntilMs, id: newId('turn') });
  }

  function read({ batchId, start }: RangeReference) {
    const range = d1
      .prepare(
        `SELECT r.project_id AS projectId, r."end", r.version, r.deaths, b.plan, b.tags, b.metadata,
                b.webhook_url IS NOT NULL AS hasWebhook
         FROM batch_ranges r JOIN batches b ON b.id = r.batch_id
         WHERE r.batch_id = ?1 AND r.start = ?2 AND r.status = 'queued' AND b.status = 'running'`,
      )
      .bind(batchId, start);
    // The verdicts of final results stay where they are: only what is retried is read.
    const items = d1
      .prepare(
        `SELECT s.at, CASE WHEN r.status IN ('passed', 'failed', 'abstained', 'error') THEN '' ELSE s.sample END AS sample,
                r.status, coalesce(r.attempts, 0) AS attempts,
                CASE r.status WHEN 'retry' THEN r.verdict END AS partial, r.digest, p.names, s.weight,
                r.packed_at AS packedAt, r.packed_version AS packedVersion
         FROM batch_samples s LEFT JOIN batch_results r ON r.batch_id = s.batch_id AND r.at = s.at
         LEFT JOIN batch_packs p ON p.batch_id = r.batch_id AND p.at = r.packed_at
           AND p.version = r.packed_version
         WHERE s.batch_id = ?1 AND s.at >= ?2 AND s.at <
           (SELECT "end" FROM batch_ranges WHERE batch_id = ?1 AND start = ?2 AND status = 'queued')
         ORDER BY s.at`,
      )
      .bind(batchId, start);
    const packs = d1
      .prepare(
        `SELECT at AS packedAt, version AS packedVersion, verdicts FROM batch_packs
         WHERE batch_id = ?1 AND (at, version) IN
           (SELECT packed_at, packed_version FROM batch_results
            WHERE batch_id = ?1 AND status = 'retry' AND packed_at IS NOT NULL AND at >= ?2 AND at <
              (SELECT "end" FROM batch_ranges WHERE batch_id = ?1 AND start = ?2 AND status = 'queued'))`,
      )
      .bind(batchId, start);
    return { range, items, packs };
  }

  function insertResults({ batchId, start, version }: OpenRange, json: string) {
    return d1
      .prepare(
        `INSERT INTO batch_results (batch_id, at, status, attempts, verdict, digest, error_code,
           error_message, packed_at, packed_version, bytes)
         SELECT ?1, json_extract(value, '$.at'), json_extract(value, '$.status'),
                json_extract(value, '$.attempts'), json_extract(value, '$.verdict'),
                json_extract(value, '$.digest'), json_extract(value, '$.errorCode'),
                json_extract(value, '$.errorMessage'), json_extract(value, '$.packedAt'),
                CASE WHEN json_extract(value, '$.packedAt') IS NOT NULL THEN ?3 END,
                json_extract(value, '$.bytes')
         FROM json_each(?4) WHERE EXISTS ${OPEN_RANGE}
         ON CONFLICT (batch_id, at) DO UPDATE SET
           status = excluded.status, attempts = excluded.attempts, verdict = excluded.verdict,
           digest = excluded.digest, error_code = excluded.error_code, error_message = excluded.error_message,
           packed_at = excluded.packed_at, packed_version = excluded.packed_version, bytes = excluded.bytes
         WHERE batch_results.status = 'retry'`,
      )
      .bind(batchId, start, version, json);
  }

  /** The results that are final, as a leaf of the log: an error can be retried, and another take its place. */
  function insertLeafOf({ range, results, redactsSamples }: RangeWrite): D1PreparedStatement[] {
    const { projectId, batchId, start, version } = range;
    const final = results
      .filter(({ status }) => status !== 'retry')
      .toSorted((a, b) => a.at - b.at)
      .map((result) => ({
        ...result,
        sampleHash: redactsSamples ? (result.sampleHash ?? null) : null,
      }));
    const errors = new Set(final.flatMap(({ at, status }) => (status === 'error' ? [at] : [])));
    const leaf = leafOf({ batchId, version: 2 * version }, final.map(leafResultOf), (at) =>
      errors.has(at),
    );
    if (leaf === undefined) return [];
    const condition = { sql: `EXISTS ${OPEN_RANGE}`, values: [batchId, start, version] };
    return insertLeaf(d1, { projectId, leaf }, condition);
  }

  function insertPack({ batchId, start, version }: OpenRange, { at, names, body }: VerdictPack) {
    return d1
      .prepare(
        `INSERT INTO batch_packs (batch_id, at, version, names, verdicts)
         SELECT ?1, ?4, ?3, ?5, ?6 WHERE EXISTS ${OPEN_RANGE}
         ON CONFLICT (batch_id, at, version) DO UPDATE SET
           names = excluded.names, verdicts = excluded.verdicts`,
      )
      .bind(batchId, start, version, at, names, body);
  }

  /** Empties the samples of a range; their ids stay. */
  function dropSamples({ batchId, start, version, end }: OpenRange) {
    return d1
      .prepare(
        `UPDATE batch_samples SET sample = '${NO_SAMPLE}'
         WHERE batch_id = ?1 AND at >= ?2 AND at < ?4 AND EXISTS ${OPEN_RANGE}`,
      )
      .bind(batchId, start, version, end);
  }

  /** Keeps samples with a final result as the results have them; one that has none is emptied. */
  function replaceSamples({ range, results, redactsSamples }: RangeWrite) {
    if (!redactsSamples) return [];
    const final = results.filter(({ status }) => status !== 'retry');
    const rows = final.map(({ at, sample = NO_SAMPLE }) => JSON.stringify([at, sample]));
    return pack(rows).map((packed) =>
      d1
        .prepare(
          `UPDATE batch_samples SET sample = json_extract(j.value, '$[1]')
           FROM json_each(?4) j
           WHERE batch_samples.batch_id = ?1 AND batch_samples.at = json_extract(j.value, '$[0]')
             AND EXISTS ${OPEN_RANGE}`,
        )
        .bind(range.batchId, range.start, range.version, packed),
    );
  }

  /** Drops what no result of the range refers to any more. */
  function dropStalePacks({ batchId, start, end }: OpenRange) {
    return d1
      .prepare(
        `DELETE FROM batch_packs WHERE batch_id = ?1 AND at >= ?2 AND at < ?3 AND (at, version) NOT IN
           (SELECT packed_at, packed_version FROM batch_results
            WHERE batch_id = ?1 AND at >= ?2 AND at < ?3 AND packed_at IS NOT NULL)`,
      )
      .bind(batchId, start, end);
  }

  function updateRange({ range, counts, usage, ...write }: RangeWrite): D1PreparedStatement {
    return d1
      .prepare(
        `UPDATE batch_ranges SET version = version + 1, status = ?4, lease_until_ms = ?5,
           losses = 0, deaths = 0, is_late = (?4 = 'queued'),
           passed = ?6, failed = ?7, abstained = ?8, error = ?9,
           input_tokens = ?10, output_tokens = ?11, cost_usd = ?12, summary = ?13, dead_at_ms = ?14
         WHERE batch_id = ?1 AND start = ?2 AND version = ?3 AND status = 'queued'
           AND EXISTS (SELECT 1 FROM batches WHERE id = ?1 AND status = 'running')`,
      )
      .bind(
        range.batchId,
        range.start,
        range.version,
        write.isDone ? 'done' : 'queued',
        write.retryUntilMs,
        counts.passed,
        counts.failed,
        counts.abstained,
        counts.error,
        usage.inputTokens,
        usage.outputTokens,
        usage.costUsd,
        write.summary,
        write.deadAtMs,
      );
  }

  function complete({
    projectId,
    batchId,
    deliveryId,
    hasWebhook,
    nowMs,
    leaseUntilMs,
  }: Completion): Statements<EndRows> {
    const complete = d1
      .prepare(
        `UPDATE batches SET status = 'completed', ended_at_ms = ?3
         WHERE project_id = ?1 AND id = ?2 AND status = 'running' AND NOT EXISTS
           (SELECT 1 FROM batch_ranges WHERE batch_id = ?2 AND status IN ${UNFINISHED})`,
      )
      .bind(projectId, batchId, nowMs);
    const deliver = d1
      .prepare(
        `INSERT INTO webhook_deliveries
           (id, project_id, batch_id, run, url, outcome, status, attempts, answers, created_at_ms, lease_until_ms)
         SELECT ?3, project_id, id, run, webhook_url, ${OUTCOME}, 'pending', 0, '[]', ?4, ?5
         FROM batches WHERE project_id = ?1 AND id = ?2 AND status = 'completed' AND webhook_url IS NOT NULL
         ON CONFLICT (id) DO UPDATE SET lease_until_ms = excluded.lease_until_ms
         ON CONFLICT DO NOTHING RETURNING id`,
      )
      .bind(projectId, batchId, deliveryId, nowMs, leaseUntilMs);
    const watch = watchBatch(d1, projectId, batchId);
    return { complete, watch, deliver: hasWebhook ? deliver : [] };
  }
}

/** The batch as it ended: a message that is sent later, or again, says the same. */
const OUTCOME = `json_object('startedAtMs', started_at_ms, 'endedAtMs', ended_at_ms, 'tally', json(
  (SELECT json_object('passed', coalesce(sum(passed), 0), 'failed', coalesce(sum(failed), 0),
     'abstained', coalesce(sum(abstained), 0), 'error', coalesce(sum(error), 0),
     'inputTokens', coalesce(sum(input_tokens), 0), 'outputTokens', coalesce(sum(output_tokens), 0),
     'costUsd', coalesce(sum(cost_usd), 0))
   FROM batch_ranges WHERE batch_id = batches.id)))`;

type WriteStep = 'packs' | 'results' | 'stale' | 'exchanges' | 'samples' | 'leaf' | 'range';
type RetryStep = 'batch' | 'ranges' | 'results' | 'counts';

/** What ends a batch once none of its ranges is left. */
interface Completion {
  projectId: string;
  batchId: string;
  deliveryId: string;
  hasWebhook: boolean;
  nowMs: number;
  leaseUntilMs: number;
}

/** What the statements answer that end a batch. */
interface EndRows {
  complete: unknown;
  watch: unknown;
  deliver: { id: string };
}

/** What a part of a range has of its own. */
const PART_COLUMNS = [
  'start',
  'end',
  'status',
  'total',
  'passed',
  'failed',
  'abstained',
  'error',
  'input_tokens',
  'output_tokens',
  'cost_usd',
  'summary',
] as const;

function quoted(column: string): string {
  return `"${column}"`;
}

function partJson({
  range,
  isDone,
  counts,
  usage,
  summary,
}: RangeWrite): Record<(typeof PART_COLUMNS)[number], string | number> {
  return {
    start: range.start,
    end: range.end,
    status: isDone ? 'done' : 'waiting',
    total: range.items.length,
    ...counts,
    input_tokens: usage.inputTokens,
    output_tokens: usage.outputTokens,
    cost_usd: usage.costUsd,
    summary,
  };
}

interface ReadRows {
  range: RangeRow;
  items: RangeItem & { packedAt: number | null; packedVersion: number | null };
  packs: PackRow;
}

async function toOpen(
  { batchId, start }: RangeReference,
  answers: Answers<ReadRows>,
): Promise<OpenRange | undefined> {
  const [row] = answers.range.rows;
  if (row === undefined) return undefined;
  const packs = await unpackVerdicts(answers.packs.rows);
  const items = answers.items.rows.map(({ packedAt, packedVersion, ...item }) =>
    item.status !== 'retry' || packedAt === null || packedVersion === null
      ? item
      : { ...item, partial: verdictIn(packs, { packedAt, packedVersion }, item.at) },
  );
  return {
    ...row,
    batchId,
    start,
    hasWebhook: row.hasWebhook === 1,
    tags: JSON.parse(row.tags),
    metadata: JSON.parse(row.metadata),
    items,
  };
}

function resultJson({ result, packedAt }: PlacedResult<NewResult>): string {
  const { at, status, attempts, verdict, digest, errorCode, errorMessage } = result;
  const isPacked = packedAt !== null;
  const bytes = isPacked && verdict !== null ? Buffer.byteLength(verdict) : null;
  const rest = JSON.stringify({
    ...{ at, status, attempts, errorCode, errorMessage, packedAt, bytes },
  }).slice(0, -1);
  // Verdict and digest are JSON already: reading them to write them again would only cost time.
  return `${rest},"verdict":${isPacked ? 'null' : verdict},"digest":${digest}}`;
}

/** A thousand numbers an attempt: those of an attempt that was written twice are the same. */
function exchangesOf({ at, attempts, exchanges = [] }: NewResult): SampleExchanges[] {
  return exchanges.length === 0 ? [] : [{ at, from: attempts * 1_000, exchanges }];
}
