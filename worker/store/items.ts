import type { ItemStatus } from '@assay/schema/types.ts';
import { selectPacks } from './batch-packs.ts';
import type { Database } from './database.ts';
import type { FinalStatus } from './new-result.ts';
import { isSealedText } from './sealed-text.ts';
import { type PackReference, type PackRow, unpackVerdicts, verdictIn } from './verdict-packs.ts';

/** A sample's result as it lies in the database. */
export interface StoredItem {
  projectId: string;
  at: number;
  sampleId: string | null;
  status: FinalStatus | 'retry' | null;
  attempts: number;
  verdict: string | null;
  errorCode: string | null;
  errorMessage: string | null;
  /** As JSON; null where it was not asked for. */
  sample: string | null;
  /** Whether the key of the sample was dropped. */
  isUnreadable?: boolean;
}

export interface ItemPage {
  batchId: string;
  /** The place after which it begins. */
  after: number;
  limit: number;
  status?: ItemStatus | undefined;
  /** Whether to read the samples too. */
  withSamples?: boolean | undefined;
}

/** The digests of a sample in two batches. */
export interface DigestPair {
  at: number;
  /** Its place in the base. */
  baseAt: number;
  sampleId: string;
  batch: string;
  base: string;
  /** Names of their scores, as JSON; null where the digest holds them. */
  batchNames: string | null;
  baseNames: string | null;
  /** 1 where the question or the expected answer is another in the base. */
  isChanged: 0 | 1;
  /** What the sample counts for in weighted statistics; null for 1. */
  weight: number | null;
}

/** Results of batches in D1, in input order. */
export interface ItemStore {
  /** Items after the place `after`: up to the limit, to about 2 MB, and to forty packs of verdicts. */
  page(page: ItemPage): Promise<{ items: StoredItem[]; isLast: boolean }>;
  /** Samples with a final result in both batches, paired by id, after the place `after` of the first. */
  pairs(batchId: string, baseId: string, after: number, limit: number): Promise<DigestPair[]>;
  /** How many samples of a batch have a result. */
  countResults(batchId: string): Promise<number>;
}

const FIELDS = `(SELECT project_id FROM batches WHERE id = ?1) AS projectId, s.at, s.sample_id AS sampleId, r.status, coalesce(r.attempts, 0) AS attempts,
  CASE WHEN r.status <> 'retry' THEN r.verdict END AS verdict,
  CASE WHEN r.status <> 'retry' THEN r.packed_at END AS packedAt, r.packed_version AS packedVersion,
  r.error_code AS errorCode, r.error_message AS errorMessage`;

// Where there is no input, what came before the last turn is the question.
const IS_CHANGED = ['$.input', '$.expected', '$.messages[#-2]']
  .map((path) => `json_extract(s.sample, '${path}') IS NOT json_extract(t.sample, '${path}')`)
  .join(' OR ');
// Encrypted samples have a hash of it; whether one of them and a plain one ask the same is not known.
const IS_ASKED_OTHERWISE = `CASE WHEN ${isSealedText('s.sample')} OR ${isSealedText('t.sample')}
  THEN s.question IS NOT NULL AND t.question IS NOT NULL AND s.question <> t.question
  ELSE ${IS_CHANGED} END`;

const PAGE_BYTES = 2_000_000;
const RESULT = 'LEFT JOIN batch_results r ON r.batch_id = s.batch_id AND r.at = s.at';
const IS_COMMITTED = 's.at < (SELECT next_index FROM batches WHERE id = ?1)';

function isFinal(status: ItemStatus | undefined): boolean {
  return status !== undefined && status !== 'pending';
}

/** Samples `s` after the place ?2 with their results `r`, in order, each found by an index. */
function placesOf(status: ItemStatus | undefined): string {
  if (isFinal(status)) {
    return `batch_results r CROSS JOIN batch_samples s ON s.batch_id = r.batch_id AND s.at = r.at
      WHERE r.batch_id = ?1 AND r.status = ?5 AND r.at > ?2 ORDER BY r.at`;
  }
  if (status === undefined) {
    return `batch_samples s ${RESULT}
      WHERE s.batch_id = ?1 AND s.at > ?2 AND ${IS_COMMITTED} ORDER BY s.at`;
  }
  // By the ranges that lack results, which are few: a batch may have a million that have theirs.
  return `batch_ranges g INDEXED BY batch_ranges_pending
    CROSS JOIN batch_samples s ON s.batch_id = ?1 AND s.at >= max(g.start, ?2 + 1) AND s.at < g."end"
    ${RESULT}
    WHERE g.batch_id = ?1 AND g.total > g.passed + g.failed + g.abstained + g.error AND g.start >=
        coalesce((SELECT max(start) FROM batch_ranges WHERE batch_id = ?1 AND start <= ?2 + 1), 0)
      AND ${IS_COMMITTED} AND (r.status IS NULL OR r.status = 'retry') ORDER BY g.start, s.at`;
}

export function createItemStore({ d1, attempt }: Database): ItemStore {
  return {
    async page({ batchId, after, limit, status, withSamples = false }) {
      const sample = withSamples ? 's.sample' : 'NULL';
      // Sizes are read without the texts: what does not fit into the page is not touched.
      const statement = d1
        .prepare(
          `WITH place AS (
             SELECT s.at, coalesce(octet_length(r.verdict), r.bytes, 0) + coalesce(octet_length(${sample}), 0) AS bytes
             FROM ${placesOf(status)} LIMIT ?3 + 1),
           ahead AS (
             SELECT at, row_number() OVER (ORDER BY at) AS number, coalesce(sum(bytes) OVER
               (ORDER BY at ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS bytes FROM place)
           SELECT ${FIELDS}, ${sample} AS sample, (SELECT count(*) FROM place) AS found
           FROM ahead CROSS JOIN batch_samples s ON s.batch_id = ?1 AND s.at = ahead.at
           LEFT JOIN batch_results r ON r.batch_id = s.batch_id AND r.at = s.at
           WHERE ahead.number <= ?3 AND ahead.bytes < ?4 ORDER BY ahead.at`,
        )
        .bind(batchId, after, limit, PAGE_BYTES, ...(isFinal(status) ? [status] : []));
      const { results } = await attempt(() => statement.all<ItemRow>());
      // Of a filter that few items match, each may lie in a pack of its own.
      const read = withinPacks(results, MOST_PACKS);
      const isLast = read.length === (results[0]?.found ?? 0);
      return { items: await withVerdicts(batchId, read), isLast };
    },

    async pairs(batchId, baseId, after, limit) {
      const statement = d1
        .prepare(
          `SELECT s.at, t.at AS baseAt, s.weight, s.sample_id AS sampleId, r.digest AS batch, o.digest AS base,
                  p.names AS batchNames, q.names AS baseNames, ${IS_ASKED_OTHERWISE} AS isChanged
           FROM batch_samples s
           JOIN batch_samples t ON t.batch_id = ?2 AND t.sample_id = s.sample_id
           JOIN batch_results r ON r.batch_id = s.batch_id AND r.at = s.at AND r.status <> 'retry'
           JOIN batch_results o ON o.batch_id = t.batch_id AND o.at = t.at AND o.status <> 'retry'
           LEFT JOIN batch_packs p ON p.batch_id = r.batch_id AND p.at = r.packed_at
             AND p.version = r.packed_version
           LEFT JOIN batch_packs q ON q.batch_id = o.batch_id AND q.at = o.packed_at
             AND q.version = o.packed_version
           WHERE s.batch_id = ?1 AND s.at > ?3 ORDER BY s.at LIMIT ?4`,
        )
        .bind(batchId, baseId, after, limit);
      return (await attempt(() => statement.all<DigestPair>())).results;
    },

    async countResults(batchId) {
      const statement = d1
        .prepare(
          "SELECT count(*) AS n FROM batch_results WHERE batch_id = ?1 AND status <> 'retry'",
        )
        .bind(batchId);
      return (await attempt(() => statement.first<{ n: number }>()))?.n ?? 0;
    },
  };

  /** Inflates a few packs at a time, and keeps of each the verdicts that are asked for. */
  async function withVerdicts(batchId: string, rows: readonly ItemRow[]): Promise<StoredItem[]> {
    const items: StoredItem[] = [];
    for (const group of byPacks(rows)) {
      const references = group.flatMap(referenceOf);
      const packs = await unpackVerdicts(
        references.length === 0 ? [] : await readPacks(batchId, references),
      );
      for (const row of group) {
        const { packedAt, packedVersion, found: _, ...item } = row;
        const verdict = referenceOf(row).map((one) => verdictIn(packs, one, row.at));
        items.push({ ...item, verdict: verdict[0] ?? item.verdict });
      }
    }
    return items;
  }

  async function readPacks(batchId: string, references: readonly PackReference[]) {
    const statement = selectPacks(d1, batchId, references);
    return (await attempt(() => statement.all<PackRow>())).results;
  }
}

interface ItemRow extends StoredItem {
  packedAt: number | null;
  packedVersion: number | null;
  found: number;
}

function referenceOf({ packedAt, packedVersion }: ItemRow): PackReference[] {
  return packedAt === null || packedVersion === null ? [] : [{ packedAt, packedVersion }];
}

const PACKS_AT_ONCE = 10;
/** What a page may inflate: about ten megabytes. */
const MOST_PACKS = 40;

/** The first rows whose verdicts lie in so many packs at most. */
function withinPacks(rows: readonly ItemRow[], most: number): readonly ItemRow[] {
  const packs = new Set<string>();
  const end = rows.findIndex((row) => {
    for (const { packedAt, packedVersion } of referenceOf(row)) {
      packs.add(`${packedAt}/${packedVersion}`);
    }
    return packs.size > most;
  });
  return end === -1 ? rows : rows.slice(0, end);
}

/** Runs of rows whose verdicts lie in so many packs at most. */
function byPacks(rows: readonly ItemRow[]): ItemRow[][] {
  const groups: ItemRow[][] = [];
  let packs = new Set<string>();
  for (const row of rows) {
    const key = `${row.packedAt}/${row.packedVersion}`;
    if (groups.length === 0 || (!packs.has(key) && packs.size === PACKS_AT_ONCE)) {
      groups.push([]);
      packs = new Set();
    }
    packs.add(key);
    groups.at(-1)?.push(row);
  }
  return groups;
}
