import { Buffer } from 'node:buffer';
import { ID_PREFIXES } from '@assay/schema/ids.ts';
import { commitmentText } from '@assay/schema/records/commitment.ts';
import { consistencyRanges, inclusionRanges } from '@assay/schema/records/merkle.ts';
import { TILE_WIDTH } from '@assay/schema/records/tile-path.ts';
import { sha256Hex } from '@assay/schema/sha256.ts';
import type { LogEntry, LogEntryKind } from '@assay/schema/types.ts';
import type { LogState, NewLogEntry, ProjectLog } from '../core/project-log.ts';
import { createLogTree } from './log-tree.ts';

type EntryRow = { idx: number; kind: LogEntryKind; id: string } & Record<
  'salt' | 'hash' | 'commitment',
  ArrayBuffer | null
>;

type CheckpointRow = { size: number; root: string; key_id: string; note: string };

/** A project's log in the SQLite of a Durable Object. */
export function createProjectLog({ sql, transactionSync }: LogStorage): ProjectLog {
  sql.exec(
    `CREATE TABLE IF NOT EXISTS entries (
       idx INTEGER PRIMARY KEY, kind TEXT NOT NULL, id TEXT NOT NULL,
       salt BLOB, hash BLOB, commitment BLOB NOT NULL, UNIQUE (kind, id))`,
  );
  sql.exec(
    `CREATE TABLE IF NOT EXISTS checkpoints (
       size INTEGER PRIMARY KEY, root TEXT NOT NULL, key_id TEXT NOT NULL, note TEXT NOT NULL)`,
  );
  const tree = createLogTree(sql);
  const sizeNow = () =>
    sql.exec<{ size: number }>('SELECT coalesce(max(idx) + 1, 0) AS size FROM entries').one().size;
  const rootAt = (size: number) => toHex(tree.hashOf([0, size]));
  function state(): LogState {
    const size = sizeNow();
    const [newest] = sql
      .exec<CheckpointRow>('SELECT * FROM checkpoints ORDER BY size DESC LIMIT 1')
      .toArray();
    if (newest === undefined) return { size, root: rootAt(size), published: null };
    const { key_id: keyId, note } = newest;
    const isStart = newest.size <= size && rootAt(newest.size) === newest.root;
    return { size, root: rootAt(size), published: { size: newest.size, keyId, note, isStart } };
  }
  const entryRows = (start: number, limit: number) =>
    sql
      .exec<EntryRow>('SELECT * FROM entries WHERE idx >= ? ORDER BY idx LIMIT ?', start, limit)
      .toArray();

  function known(kind: LogEntryKind, ids: readonly string[]): string[] {
    if (ids.length === 0) return [];
    const query =
      'SELECT id FROM entries WHERE kind = ? AND id IN (SELECT value FROM json_each(?))';
    const rows = sql.exec<{ id: string }>(query, kind, JSON.stringify(ids)).toArray();
    return rows.map(({ id }) => id);
  }

  /** Those that the log does not have, nor the deletion of what they are about. */
  function newOf(entries: readonly NewLogEntry[]): NewLogEntry[] {
    const ids = new Map<LogEntryKind, string[]>([['deletion', entries.flatMap(deletedWith)]]);
    for (const kind of new Set(entries.map((entry) => entry.kind))) {
      const own = entries.filter((entry) => entry.kind === kind).map(({ id }) => id);
      ids.set(kind, [...(ids.get(kind) ?? []), ...own]);
    }
    const there = new Set<string>();
    for (const [kind, some] of ids) for (const id of known(kind, some)) there.add(keyOf(kind, id));
    return entries.filter((entry) => {
      const key = keyOf(entry.kind, entry.id);
      const isDeleted = deletedWith(entry).some((id) => there.has(keyOf('deletion', id)));
      if (isDeleted || there.has(key)) return false;
      there.add(key);
      return true;
    });
  }

  function append(entries: readonly NewLogEntry[]): LogState {
    const added = newOf(entries);
    if (added.length > 0) add(added);
    return state();
  }

  function add(entries: readonly NewLogEntry[]): void {
    const first = sizeNow();
    const salts = newSalts(entries.length);
    const digits = toHex(salts);
    const commitments = fromHex(
      entries
        .map(({ kind, id, hash }, i) => {
          const salt = digits.slice(i * 2 * HASH_BYTES, (i + 1) * 2 * HASH_BYTES);
          return sha256Hex(commitmentText({ kind, id, salt, hash }));
        })
        .join(''),
    );
    sql.exec(
      `INSERT INTO entries
       SELECT ?1 + key, value ->> 0, value ->> 1, substr(?3, key * ${HASH_BYTES} + 1, ${HASH_BYTES}),
              unhex(value ->> 2), substr(?4, key * ${HASH_BYTES} + 1, ${HASH_BYTES})
       FROM json_each(?2)`,
      ...[first, JSON.stringify(entries.map(({ kind, id, hash }) => [kind, id, hash]))],
      ...[salts, commitments],
    );
    const deleted = entries.filter(({ kind }) => kind === 'deletion').map(({ id }) => id);
    if (deleted.length > 0) eraseDeleted(deleted);
    const leaves = entries.map((_, i) =>
      commitments.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES),
    );
    tree.append(first, leaves);
  }

  /** Without its salt, the leaf of what was deleted says nothing of it. */
  function eraseDeleted(ids: readonly string[]): void {
    sql.exec(
      `UPDATE entries SET salt = NULL, hash = NULL
       WHERE kind IN ('verdict', 'sample') AND id IN (SELECT value FROM json_each(?))`,
      JSON.stringify(ids),
    );
    // Ids of results begin with that of their batch, and a slash, which is before the digit 0.
    sql.exec(
      `UPDATE entries SET salt = NULL, hash = NULL WHERE idx IN (
         SELECT e.idx FROM json_each(?) d CROSS JOIN entries e ON e.kind = 'results'
           AND e.id >= d.value || '/' AND e.id < d.value || '0')`,
      JSON.stringify(ids.filter((id) => id.startsWith(BATCH) && !id.includes('/'))),
    );
  }

  return {
    append: (entries) => transactionSync(() => append(entries)),
    state,
    publish({ size, root, keyId, note }) {
      sql.exec(
        `INSERT OR REPLACE INTO checkpoints
         SELECT ?, ?, ?, ? WHERE NOT EXISTS (SELECT 1 FROM checkpoints WHERE size > ?)`,
        ...[size, root, keyId, note, size],
      );
      // Older ones prove nothing that this one does not.
      sql.exec('DELETE FROM checkpoints WHERE size < ?', size);
    },
    entries: (start, limit) => ({ items: entryRows(start, limit).map(entryOf), size: sizeNow() }),
    prove(kind, id, size) {
      const [row] = sql
        .exec<EntryRow>('SELECT * FROM entries WHERE kind = ? AND id = ?', kind, id)
        .toArray();
      if (row === undefined || row.idx >= size || size > sizeNow()) return null;
      const proof = inclusionRanges(row.idx, size).map((range) => toHex(tree.hashOf(range)));
      return { entry: entryOf(row), proof };
    },
    unknown(kind, ids) {
      const there = new Set(known(kind, ids));
      return ids.filter((id) => !there.has(id));
    },
    consistency(from, to) {
      if (from > to || to > sizeNow()) return null;
      return consistencyRanges(from, to).map((range) => toHex(tree.hashOf(range)));
    },
    tile: (level, index, width) => tree.tile(level, index, width) ?? null,
    erase() {
      transactionSync(() => {
        for (const table of ['entries', 'tiles', 'checkpoints']) sql.exec(`DELETE FROM ${table}`);
      });
    },
    bundle(index, width) {
      const rows = entryRows(index * TILE_WIDTH, width);
      if (rows.length < width) return null;
      return Uint8Array.from(
        rows.flatMap(({ commitment }) => [0, 32, ...new Uint8Array(commitment ?? [])]),
      );
    },
  };
}

const keyOf = (kind: string, id: string) => `${kind} ${id}`;
const BATCH = `${ID_PREFIXES.batch}_`;
/** The id whose deletion erases an entry, if any does: that of the verdict, or of the batch of results. */
function deletedWith({ kind, id }: Pick<NewLogEntry, 'kind' | 'id'>): string[] {
  if (kind === 'results') return [id.slice(0, id.indexOf('/'))];
  return kind === 'verdict' || kind === 'sample' ? [id] : [];
}

const HASH_BYTES = 32;
/** The platform gives no more random bytes at once. */
const MOST_RANDOM_BYTES = 65_536;

/** Salts of as many entries, one after the other. */
function newSalts(count: number): Uint8Array<ArrayBuffer> {
  const salts = new Uint8Array(count * HASH_BYTES);
  for (let at = 0; at < salts.length; at += MOST_RANDOM_BYTES) {
    crypto.getRandomValues(salts.subarray(at, at + MOST_RANDOM_BYTES));
  }
  return salts;
}

/** The part of a Durable Object's storage that a log needs. */
export interface LogStorage {
  sql: SqlStorage;
  transactionSync<Value>(work: () => Value): Value;
}

function entryOf({ idx, kind, id, salt, hash, commitment }: EntryRow): LogEntry {
  return {
    ...{ index: idx, kind, id },
    salt: salt && toHex(new Uint8Array(salt)),
    hash: hash && toHex(new Uint8Array(hash)),
    commitment: toHex(new Uint8Array(commitment ?? [])),
  };
}

const toHex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const fromHex = (digits: string) => Uint8Array.from(Buffer.from(digits, 'hex'));
