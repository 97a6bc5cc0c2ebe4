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

type Place = readonly [kind: LogEntryKind, id: string];
type NewRow = [kind: LogEntryKind, id: string, salt: string, hash: string, commitment: string];
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

  /** Of these, what the log has, as kind and id. */
  function known(places: readonly Place[]): Set<string> {
    const rows = sql.exec<{ kind: string; id: string }>(
      `SELECT kind, id FROM entries WHERE (kind, id) IN (
         SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(?))`,
      JSON.stringify(places),
    );
    return new Set(rows.toArray().map(({ kind, id }) => keyOf(kind, id)));
  }

  function append(entries: readonly NewLogEntry[]): LogState {
    const first = sizeNow();
    const there = known(
      entries.flatMap(({ kind, id }): Place[] => [
        [kind, id],
        ...(deletedWith(kind, id) === undefined
          ? []
          : [['deletion', deletedWith(kind, id) ?? ''] as const]),
      ]),
    );
    const added: [index: number, ...NewRow][] = [];
    for (const { kind, id, hash } of entries) {
      const key = keyOf(kind, id);
      const subject = deletedWith(kind, id);
      if (there.has(key)) continue;
      if (subject !== undefined && there.has(keyOf('deletion', subject))) continue;
      there.add(key);
      const salt = newSalt();
      const commitment = sha256Hex(commitmentText({ kind, id, salt, hash }));
      added.push([first + added.length, kind, id, salt, hash, commitment]);
    }
    sql.exec(
      `INSERT INTO entries
       SELECT value ->> 0, value ->> 1, value ->> 2, unhex(value ->> 3), unhex(value ->> 4),
              unhex(value ->> 5)
       FROM json_each(?)`,
      JSON.stringify(added),
    );
    // Without its salt, the leaf of what was deleted says nothing of it.
    const deleted = added.filter(([, kind]) => kind === 'deletion').map(([, , id]) => id);
    sql.exec(
      `UPDATE entries SET salt = NULL, hash = NULL
       WHERE kind IN ('verdict', 'sample') AND id IN (SELECT value FROM json_each(?))`,
      JSON.stringify(deleted),
    );
    // Ids of results begin with that of their batch, and a slash, which is before the digit 0.
    sql.exec(
      `UPDATE entries SET salt = NULL, hash = NULL WHERE idx IN (
         SELECT e.idx FROM json_each(?) d CROSS JOIN entries e ON e.kind = 'results'
           AND e.id >= d.value || '/' AND e.id < d.value || '0')`,
      JSON.stringify(deleted.filter((id) => id.startsWith(BATCH) && !id.includes('/'))),
    );
    tree.append(
      first,
      added.map(([, , , , , commitment]) => fromHex(commitment)),
    );
    return state();
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
    unknown: (kind, ids) =>
      sql
        .exec<{ id: string }>(
          `SELECT value AS id FROM json_each(?1)
           WHERE NOT EXISTS (SELECT 1 FROM entries WHERE kind = ?2 AND id = value)`,
          JSON.stringify(ids),
          kind,
        )
        .toArray()
        .map(({ id }) => id),
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
/** The id whose deletion erases an entry: that of the verdict, or of the batch of results. */
function deletedWith(kind: LogEntryKind, id: string): string | undefined {
  if (kind === 'results') return id.slice(0, id.indexOf('/'));
  return kind === 'verdict' || kind === 'sample' ? id : undefined;
}
const newSalt = () => toHex(crypto.getRandomValues(new Uint8Array(32)));

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
