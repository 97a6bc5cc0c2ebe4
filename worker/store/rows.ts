import type { RowSort } from '@assay/schema/types.ts';
import type { Database } from './database.ts';
import { isAmiss } from './digest-columns.ts';
import type { FinalStatus } from './new-result.ts';
import {
  baseJoins,
  metadataText,
  Parameters,
  type RowConditions,
  type RowCriteria,
  rowConditions,
} from './row-conditions.ts';
import { isSealedText } from './sealed-text.ts';

/** A sample in brief as it lies in the database, and the same sample in the base. */
export interface StoredRow {
  at: number;
  sampleId: string | null;
  status: FinalStatus | 'retry' | null;
  digest: string | null;
  /** Names of its scores, as JSON; null where the digest holds them. */
  names: string | null;
  errorCode: string | null;
  errorMessage: string | null;
  input: string | null;
  output: string | null;
  baseAt: number | null;
  baseStatus: FinalStatus | null;
  baseDigest: string | null;
  baseNames: string | null;
  baseOutput: string | null;
}

/** Where a page begins: after this sample, and in another order after its value. */
export interface RowPlace {
  at: number;
  value: number | null;
}

export interface FoundRows {
  places: RowPlace[];
  /** Where the next page begins; null when nothing is left. */
  next: RowPlace | null;
}

export type Grouping =
  | { by: 'status' | 'error' | 'change' }
  | { by: 'metadata'; key: string }
  | { by: 'scorer'; names: readonly string[] };

export interface StoredGroup {
  key: string | null;
  count: number;
  examples: { index: number; sampleId: string | null }[];
}

/** The samples of batches in brief, in D1. */
export interface RowStore {
  /** In input order: up to the limit, or those among a hundred thousand samples after the place `after`. */
  find(
    criteria: RowCriteria,
    after: number,
    limit: number,
  ): Promise<FoundRows & { scanned: number }>;
  /** In another order, for which all samples are looked at. */
  sort(
    criteria: RowCriteria,
    sort: Exclude<RowSort, 'index'>,
    after: RowPlace | null,
    limit: number,
  ): Promise<FoundRows>;
  /** Those at some places, in that order. */
  read(
    batchId: string,
    baseId: string | undefined,
    places: readonly number[],
  ): Promise<StoredRow[]>;
  /** Samples at some places, in order, as they are stored: as many as about 2 MB hold, and one at least. */
  samples(batchId: string, places: readonly number[]): Promise<{ at: number; sample: string }[]>;
  /** Largest first. */
  groups(
    criteria: RowCriteria,
    grouping: Grouping,
  ): Promise<{ matching: number; groups: StoredGroup[] }>;
  /** How large the samples are that a search through all of them reads. */
  textBytes(batchId: string): Promise<number>;
}

// Rare matches cost more looking: each look is at four times as many samples as the one before it.
const FIRST_LOOK = 1_000;
const LARGEST_LOOK = 25_000;
/** Samples that one page looks at. */
const MOST_SCANNED = 100_000;
/** Texts that one look reads, unless one sample has more. */
const LOOK_BYTES = 32_000_000;
const MOST_GROUPS = 100;
const EXAMPLES = 3;
/** How many characters a page shows of a text. */
export const PREVIEW_CHARACTERS = 160;
const SEALED_BYTES = 2_000_000;

const PREVIEW = (text: string, sealed: string) =>
  `CASE WHEN ${sealed} THEN NULL ELSE substr(${text}, 1, ${PREVIEW_CHARACTERS}) END`;
const TURN = (place: number) => `s.sample ->> '$.messages[#-${place}].content'`;
const IS_SEALED = isSealedText('s.sample');
const PREVIEWS = `${PREVIEW(`coalesce(s.sample ->> '$.input', ${TURN(2)})`, IS_SEALED)} AS input,
  ${PREVIEW(`coalesce(s.sample ->> '$.output', ${TURN(1)})`, IS_SEALED)} AS output`;
const BASE_OUTPUT = PREVIEW(
  "coalesce(t.sample ->> '$.output', t.sample ->> '$.messages[#-1].content')",
  isSealedText('t.sample'),
);

export function createRowStore({ d1, attempt }: Database): RowStore {
  return {
    async find(criteria, after, limit) {
      const places: RowPlace[] = [];
      let scanned = 0;
      let from = after;
      for (let look = FIRST_LOOK; ; look = Math.min(4 * look, LARGEST_LOOK)) {
        const found = await lookThrough(criteria, from, limit - places.length, look);
        places.push(...found.places);
        scanned += found.scanned;
        from = found.last;
        if (found.isLast) return { places, next: null, scanned };
        if (places.length >= limit || scanned >= MOST_SCANNED) {
          return { places, next: { at: from, value: null }, scanned };
        }
      }
    },

    async sort(criteria, sort, after, limit) {
      const parameters = new Parameters();
      const { candidates, joins, conditions, columns } = rowConditions(criteria, parameters, sort);
      const isDescending = sort.startsWith('-');
      const key = columns[SORT_KEYS[sort]];
      const where = ["r.status <> 'retry'", ...conditions].join(' AND ');
      const places = await rowsOf<RowPlace>(
        `WITH c AS (${candidates(parameters.add(-1))}),
         k AS (SELECT c.at, ${key} AS value FROM c ${joins} WHERE ${where})
         SELECT at, value FROM k ${after === null ? '' : `WHERE ${isBehind(after, isDescending, parameters)}`}
         ORDER BY value IS NULL, value ${isDescending ? 'DESC' : 'ASC'}, at LIMIT ${parameters.add(limit + 1)}`,
        parameters,
      );
      const shown = places.slice(0, limit);
      return { places: shown, next: places.length > limit ? (shown.at(-1) ?? null) : null };
    },

    async read(batchId, baseId, places) {
      const parameters = new Parameters();
      const batch = parameters.add(batchId);
      const list = parameters.add(JSON.stringify(places));
      const isCompared = baseId !== undefined;
      const base = isCompared ? parameters.add(baseId) : '';
      const own = `s.at, s.sample_id AS sampleId, r.status, r.digest, p.names,
        r.error_code AS errorCode, r.error_message AS errorMessage, ${PREVIEWS}`;
      const theirs = isCompared
        ? `o.at AS baseAt, o.status AS baseStatus, o.digest AS baseDigest, q.names AS baseNames,
           ${BASE_OUTPUT} AS baseOutput`
        : 'NULL AS baseAt, NULL AS baseStatus, NULL AS baseDigest, NULL AS baseNames, NULL AS baseOutput';
      return rowsOf<StoredRow>(
        `SELECT ${own}, ${theirs} FROM json_each(${list}) k
         CROSS JOIN batch_samples s ON s.batch_id = ${batch} AND s.at = k.value
         LEFT JOIN batch_results r ON r.batch_id = s.batch_id AND r.at = s.at
         LEFT JOIN batch_packs p ON p.batch_id = r.batch_id AND p.at = r.packed_at
           AND p.version = r.packed_version
         ${
           isCompared
             ? `${baseJoins(base).join('\n')}
           LEFT JOIN batch_packs q ON q.batch_id = o.batch_id AND q.at = o.packed_at
             AND q.version = o.packed_version`
             : ''
         }
         ORDER BY k.key`,
        parameters,
      );
    },

    async groups(criteria, grouping) {
      const parameters = new Parameters();
      const sort = grouping.by === 'change' ? 'difference' : 'index';
      const found = rowConditions(criteria, parameters, sort);
      const where = found.conditions.length > 0 ? `WHERE ${found.conditions.join(' AND ')}` : '';
      const { key, joins } = groupKey(grouping, found, parameters);
      const rows = await rowsOf<{
        key: string | null;
        count: number;
        examples: string;
        matching: number;
      }>(
        `WITH c AS (${found.candidates(parameters.add(-1))}),
         m AS MATERIALIZED (SELECT c.at, s.sample_id AS id, ${key} AS key FROM c ${found.joins} ${joins} ${where}),
         n AS (SELECT at, id, key, row_number() OVER (PARTITION BY key ORDER BY at) AS number FROM m
           ${grouping.by === 'scorer' ? 'WHERE key IS NOT NULL' : ''})
         SELECT key, count(*) AS count, (SELECT count(DISTINCT at) FROM m) AS matching,
           json_group_array(json_array(at, id)) FILTER (WHERE number <= ${EXAMPLES}) AS examples
         FROM n GROUP BY key ORDER BY count DESC, key LIMIT ${MOST_GROUPS}`,
        parameters,
      );
      return {
        matching: rows[0]?.matching ?? 0,
        groups: rows.map(({ key, count, examples }) => ({
          key,
          count,
          examples: (JSON.parse(examples) as [number, string | null][])
            .sort(([a], [b]) => a - b)
            .map(([index, sampleId]) => ({ index, sampleId })),
        })),
      };
    },

    async samples(batchId, places) {
      const statement = d1
        .prepare(
          `WITH place AS (
             SELECT s.at, octet_length(s.sample) AS bytes FROM json_each(?2) k
             CROSS JOIN batch_samples s ON s.batch_id = ?1 AND s.at = k.value),
           ahead AS (
             SELECT at, coalesce(sum(bytes) OVER (ORDER BY at
               ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS bytes FROM place)
           SELECT s.at, s.sample FROM ahead CROSS JOIN batch_samples s ON s.batch_id = ?1 AND s.at = ahead.at
           WHERE ahead.bytes < ${SEALED_BYTES} ORDER BY s.at`,
        )
        .bind(batchId, JSON.stringify(places));
      return (await attempt(() => statement.all<{ at: number; sample: string }>())).results;
    },

    async textBytes(batchId) {
      const statement = d1
        .prepare(
          'SELECT coalesce(sum(octet_length(sample)), 0) AS bytes FROM batch_samples WHERE batch_id = ?1',
        )
        .bind(batchId);
      return (await attempt(() => statement.first<{ bytes: number }>()))?.bytes ?? 0;
    },
  };

  async function rowsOf<Row>(statement: string, { values }: Parameters): Promise<Row[]> {
    const prepared = d1.prepare(statement).bind(...values);
    return (await attempt(() => prepared.all<Row>())).results;
  }

  /** Looks at so many samples after a place, and at fewer where their texts are long. */
  async function lookThrough(criteria: RowCriteria, after: number, limit: number, look: number) {
    const parameters = new Parameters();
    const { candidates, joins, conditions, readsSamples, batch } = rowConditions(
      criteria,
      parameters,
      'index',
    );
    const where = conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '';
    const rows = await rowsOf<{ at: number | null } & Look>(
      `WITH p AS MATERIALIZED (${candidates(parameters.add(after))} LIMIT ${parameters.add(look)}),
       c AS MATERIALIZED (${readsSamples ? withinBytes(batch) : 'SELECT at FROM p'}),
       m AS MATERIALIZED
         (SELECT c.at FROM c ${joins} ${where} ORDER BY c.at LIMIT ${parameters.add(limit)})
       SELECT m.at, e.last, e.seen, (SELECT count(*) FROM p) AS ahead,
         (SELECT count(*) FROM c WHERE at <= (SELECT max(at) FROM m)) AS upToMatch
       FROM (SELECT max(at) AS last, count(*) AS seen FROM c) e LEFT JOIN m ORDER BY m.at`,
      parameters,
    );
    const { last, seen, ahead, upToMatch } = rows[0] ?? NOTHING;
    const places = rows.flatMap(({ at }) => (at === null ? [] : [{ at, value: null }]));
    const match = places.at(-1)?.at;
    const hasMore = places.length === limit && match !== last;
    return {
      places,
      last: (hasMore ? match : last) ?? after,
      scanned: hasMore ? upToMatch : seen,
      isLast: !hasMore && seen === ahead && ahead < look,
    };
  }
}

interface Look {
  /** Place of the last sample that was looked at, and how many they were. */
  last: number | null;
  seen: number;
  /** How many there are to look at, up to the limit. */
  ahead: number;
  upToMatch: number;
}

const NOTHING: Look = { last: null, seen: 0, ahead: 0, upToMatch: 0 };

/** The first of `p`, until their texts are long enough. */
function withinBytes(batch: string): string {
  return `SELECT at FROM (
    SELECT p.at, sum(octet_length(s.sample)) OVER
      (ORDER BY p.at ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS bytes
    FROM p CROSS JOIN batch_samples s ON s.batch_id = ${batch} AND s.at = p.at)
    WHERE coalesce(bytes, 0) < ${LOOK_BYTES}`;
}

const SORT_KEYS = {
  value: 'value',
  '-value': 'value',
  difference: 'difference',
  '-difference': 'difference',
  latency: 'latency',
  '-latency': 'latency',
} as const satisfies Record<Exclude<RowSort, 'index'>, keyof RowConditions['columns']>;

/** Those without a value stand last, in either direction. */
function isBehind({ at, value }: RowPlace, isDescending: boolean, parameters: Parameters): string {
  const place = parameters.add(at);
  if (value === null) return `value IS NULL AND at > ${place}`;
  const before = parameters.add(value);
  return `(value IS NULL OR value ${isDescending ? '<' : '>'} ${before} OR (value = ${before} AND at > ${place}))`;
}

/** What samples are grouped by. */
function groupKey(
  grouping: Grouping,
  { columns }: RowConditions,
  parameters: Parameters,
): { key: string; joins: string } {
  switch (grouping.by) {
    case 'status':
      return {
        key: "CASE WHEN r.status IS NULL OR r.status = 'retry' THEN 'pending' ELSE r.status END",
        joins: '',
      };
    case 'error':
      return { key: "CASE r.status WHEN 'error' THEN r.error_code END", joins: '' };
    case 'change':
      return { key: columns.change, joins: '' };
    case 'metadata': {
      const key = parameters.add(grouping.key);
      const entry = `SELECT ${metadataText('m')} FROM json_each(s.sample, '$.metadata') m WHERE m.key = ${key}`;
      return { key: `(${entry})`, joins: '' };
    }
    case 'scorer': {
      const names = parameters.add(JSON.stringify(grouping.names));
      return {
        key: `CASE WHEN r.status <> 'retry' AND ${isAmiss('r', 'g.key')} THEN g.value END`,
        joins: `CROSS JOIN json_each(${names}) g`,
      };
    }
  }
}
