import type { ItemStatus } from '@assay/schema/types.ts';
import type { Database } from './database.ts';
import type { FinalStatus } from './ranges.ts';

/** A sample's result as it lies in the database. */
export interface StoredItem {
  at: number;
  sampleId: string | null;
  status: FinalStatus | 'retry' | null;
  attempts: number;
  verdict: string | null;
  errorCode: string | null;
  errorMessage: string | null;
  /** As JSON; null where it was not asked for. */
  sample: string | null;
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
  sampleId: string;
  batch: string;
  base: string;
  /** 1 where the question or the expected answer is another in the base. */
  isChanged: 0 | 1;
}

/** Results of batches in D1, in input order. */
export interface ItemStore {
  /** Items after the place `after`, of which there may be fewer than the limit. */
  page(page: ItemPage): Promise<StoredItem[]>;
  /** Samples with a final result in both batches, paired by id, after the place `after` of the first. */
  pairs(batchId: string, baseId: string, after: number, limit: number): Promise<DigestPair[]>;
  /** How many samples of a batch have a result. */
  countResults(batchId: string): Promise<number>;
}

const FIELDS = `s.at, s.sample_id AS sampleId, r.status, coalesce(r.attempts, 0) AS attempts,
  r.verdict, r.error_code AS errorCode, r.error_message AS errorMessage`;

// Where there is no input, what came before the last turn is the question.
const IS_CHANGED = ['$.input', '$.expected', '$.messages[#-2]']
  .map((path) => `json_extract(s.sample, '${path}') IS NOT json_extract(t.sample, '${path}')`)
  .join(' OR ');

export function createItemStore({ d1, attempt }: Database): ItemStore {
  return {
    async page({ batchId, after, limit, status, withSamples = false }) {
      const fields = `${FIELDS}, ${withSamples ? 's.sample' : 'NULL'} AS sample`;
      const query =
        status === undefined || status === 'pending'
          ? `SELECT ${fields} FROM batch_samples s
             LEFT JOIN batch_results r ON r.batch_id = s.batch_id AND r.at = s.at
             WHERE s.batch_id = ?1 AND s.at > ?2 AND s.at < (SELECT next_index FROM batches WHERE id = ?1)
               AND (?4 IS NULL OR r.status IS NULL OR r.status = 'retry') ORDER BY s.at LIMIT ?3`
          : `SELECT ${fields} FROM batch_results r
             JOIN batch_samples s ON s.batch_id = r.batch_id AND s.at = r.at
             WHERE r.batch_id = ?1 AND r.status = ?4 AND r.at > ?2 ORDER BY r.at LIMIT ?3`;
      const statement = d1.prepare(query).bind(batchId, after, limit, status ?? null);
      return (await attempt(() => statement.all<StoredItem>())).results;
    },

    async pairs(batchId, baseId, after, limit) {
      const statement = d1
        .prepare(
          `SELECT s.at, s.sample_id AS sampleId, r.digest AS batch, o.digest AS base,
                  ${IS_CHANGED} AS isChanged
           FROM batch_samples s
           JOIN batch_samples t ON t.batch_id = ?2 AND t.sample_id = s.sample_id
           JOIN batch_results r ON r.batch_id = s.batch_id AND r.at = s.at AND r.status <> 'retry'
           JOIN batch_results o ON o.batch_id = t.batch_id AND o.at = t.at AND o.status <> 'retry'
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
}
