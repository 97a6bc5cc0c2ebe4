import { fromHex, toHex } from '@assay/schema/records/bytes.ts';
import type { OutboxEntry } from './log-outbox.ts';
import {
  atsOf,
  commitmentOfResult,
  type LeafResult,
  newSeed,
  type Places,
  placesOf,
  rootOf,
  saltOf,
} from './result-leaf.ts';

/** A leaf of the log as it is written: results of a batch, and what their commitments are made of. */
export interface NewLeaf {
  batchId: string;
  start: number;
  end: number;
  version: number;
  places: Places;
  seed: Uint8Array<ArrayBuffer>;
  /** Commitments by place, of what may be replaced. */
  known: Record<number, string>;
  /** Hashes by place, of stored samples that are not the judged ones. */
  samples: Record<number, string>;
  /** Of all results in their order, as hex digits. */
  commitments: readonly string[];
  /** The root over the commitments, as hex digits. */
  root: string;
}

/** @param results in order of their places; those that `mayChange` can be replaced by a later leaf */
export function leafOf(
  { batchId, version }: { batchId: string; version: number },
  results: readonly LeafResult[],
  mayChange: (at: number) => boolean,
): NewLeaf | undefined {
  const ats = results.map(({ at }) => at);
  const [start] = ats;
  if (start === undefined) return undefined;
  const seed = newSeed();
  const commitments = results.map((one) => commitmentOfResult(batchId, one, saltOf(seed, one.at)));
  const known = results.flatMap(({ at }, i) =>
    mayChange(at) ? [[at, commitments[i] ?? ''] as const] : [],
  );
  const samples = results.flatMap(({ at, sampleHash }) =>
    sampleHash === null ? [] : [[at, sampleHash] as const],
  );
  return {
    ...{ batchId, start, version, seed },
    end: (ats.at(-1) ?? start) + 1,
    places: placesOf(ats),
    known: Object.fromEntries(known),
    samples: Object.fromEntries(samples),
    commitments,
    root: rootOf(commitments),
  };
}

/** What the log calls the results of a leaf. */
export function leafId({
  batchId,
  start,
  version,
}: Pick<NewLeaf, 'batchId' | 'start' | 'version'>): string {
  return `${batchId}/${start}/${version}`;
}

/**
 * Statements that write a leaf and put it on its way to the log, both or neither.
 *
 * @param condition SQL that holds if they may be written, with its parameters from ?1
 */
export function insertLeaf(
  d1: D1Database,
  { projectId, leaf }: { projectId: string; leaf: NewLeaf },
  condition: { sql: string; values: readonly unknown[] },
): D1PreparedStatement[] {
  const { batchId, start, end, version, places, seed, known, samples, commitments, root } = leaf;
  const bound = (sql: (first: number) => string, ...values: unknown[]) =>
    d1.prepare(sql(condition.values.length + 1)).bind(...condition.values, ...values);
  const entry: OutboxEntry = { projectId, kind: 'results', id: leafId(leaf), hash: root };
  const parameters = (first: number, count: number) =>
    Array.from({ length: count }, (_, i) => `?${first + i}`).join(', ');
  return [
    bound(
      (first) =>
        `INSERT INTO batch_leaves (batch_id, start, "end", version, places, seed, known, samples, commitments)
         SELECT ${parameters(first, 9)} WHERE ${condition.sql} ON CONFLICT DO NOTHING`,
      ...[batchId, start, end, version, JSON.stringify(places), seed.buffer],
      ...[jsonOrNull(known), jsonOrNull(samples), bytesOf(commitments)],
    ),
    bound(
      (first) =>
        `INSERT INTO log_outbox (project_id, kind, entry_id, hash)
         SELECT ${parameters(first, 4)} WHERE ${condition.sql} ON CONFLICT DO NOTHING`,
      ...[entry.projectId, entry.kind, entry.id, entry.hash],
    ),
  ];
}

function jsonOrNull(record: Record<number, string>): string | null {
  return Object.keys(record).length === 0 ? null : JSON.stringify(record);
}

const HASH_BYTES = 32;

function bytesOf(hashes: readonly string[]): ArrayBuffer {
  const bytes = new Uint8Array(hashes.length * HASH_BYTES);
  for (const [i, hash] of hashes.entries()) bytes.set(fromHex(hash), i * HASH_BYTES);
  return bytes.buffer;
}

function hashesIn(bytes: readonly number[]): string[] {
  return Array.from({ length: Math.floor(bytes.length / HASH_BYTES) }, (_, i) =>
    toHex(Uint8Array.from(bytes.slice(i * HASH_BYTES, (i + 1) * HASH_BYTES))),
  );
}

/** A row of a leaf, as D1 returns it. */
export interface LeafRow {
  batchId: string;
  start: number;
  end: number;
  version: number;
  places: string;
  seed: number[] | null;
  salts: string | null;
  known: string | null;
  samples: string | null;
  commitments: number[] | null;
}

export const LEAF_COLUMNS =
  'l.batch_id AS batchId, l.start, l."end", l.version, l.places, l.seed, l.salts, l.known, l.samples, l.commitments';

/** A leaf, with what its commitments are made of. */
export interface StoredLeaf {
  batchId: string;
  start: number;
  end: number;
  version: number;
  ats: number[];
  places: Places;
  /** The salt of a place; undefined once the result was erased. */
  saltOf(at: number): string | undefined;
  known: ReadonlyMap<number, string>;
  samples: ReadonlyMap<number, string>;
  /** Of all results in their order when it was written; none in leaves of earlier releases. */
  commitments: readonly string[];
}

/** More than any leaf has: what was put there by hand must not fill the memory. */
const MOST_PLACES = 10_000;

/** @throws SyntaxError or RangeError where it is not what was written */
export function readLeaf({
  seed,
  places: json,
  salts,
  known,
  samples,
  commitments,
  ...row
}: LeafRow): StoredLeaf {
  const places: Places = JSON.parse(json);
  if (places.reduce((sum, [from, to]) => sum + to - from, 0) > MOST_PLACES) {
    throw new RangeError(`the leaf ${leafId(row)} has too many places`);
  }
  const secret = seed === null ? null : Uint8Array.from(seed);
  const own = byPlace(salts);
  return {
    ...row,
    places,
    ats: atsOf(places),
    saltOf: (at) => (secret === null ? own.get(at) : saltOf(secret, at)),
    known: byPlace(known),
    samples: byPlace(samples),
    commitments: hashesIn(commitments ?? []),
  };
}

function byPlace(json: string | null): Map<number, string> {
  const record: Record<string, string> = json === null ? {} : JSON.parse(json);
  return new Map(Object.entries(record).map(([at, value]) => [Number(at), value]));
}
