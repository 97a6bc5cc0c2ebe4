import { type Range, splitOf } from '@assay/schema/records/merkle.ts';
import { TILE_WIDTH } from '@assay/schema/records/tile-path.ts';
import { sha256 } from '@assay/schema/sha256.ts';

/** The levels of the tree that a tile spans. */
const TILE_LEVELS = 8;
const HASH_BYTES = 32;

/** The Merkle tree of a log, kept in tiles. */
export interface LogTree {
  /** Adds leaves after `size` others. */
  append(size: number, leaves: readonly Uint8Array[]): void;
  /** The root of the leaves of a range, whose start must be one that a proof may have. */
  hashOf(range: Range): Uint8Array;
  /** The first hashes of a tile; undefined if there are not so many. */
  tile(level: number, index: number, width: number): Uint8Array | undefined;
}

/**
 * Tiles hold the hashes of every eighth level, 256 in each; what lies between is computed.
 *
 * Source: C2SP tlog-tiles.
 */
export function createLogTree(sql: SqlStorage): LogTree {
  sql.exec(
    `CREATE TABLE IF NOT EXISTS tiles (
       level INTEGER NOT NULL, number INTEGER NOT NULL, hashes BLOB NOT NULL,
       PRIMARY KEY (level, number)) WITHOUT ROWID`,
  );

  function read(level: number, index: number): Uint8Array {
    const [row] = sql
      .exec<{ hashes: ArrayBuffer }>(
        'SELECT hashes FROM tiles WHERE level = ? AND number = ?',
        level,
        index,
      )
      .toArray();
    return new Uint8Array(row?.hashes ?? []);
  }

  /** Adds hashes to a level after `count` others; full tiles add theirs to the level above. */
  function addTo(level: number, count: number, hashes: readonly Uint8Array[]): void {
    let index = Math.floor(count / TILE_WIDTH);
    let left = hashes;
    let above: Uint8Array[] = [];
    let width = count % TILE_WIDTH;
    while (left.length > 0) {
      const added = left.slice(0, TILE_WIDTH - width);
      const before = width === 0 ? new Uint8Array() : read(level, index);
      const tile = concat([before.subarray(0, width * HASH_BYTES), ...added]);
      sql.exec('INSERT OR REPLACE INTO tiles VALUES (?, ?, ?)', level, index, tile);
      if (width + added.length === TILE_WIDTH) above = [...above, rootOf(tile)];
      left = left.slice(added.length);
      index += 1;
      width = 0;
    }
    if (above.length > 0) addTo(level + 1, Math.floor(count / TILE_WIDTH), above);
  }

  function hashOf([start, end]: Range): Uint8Array {
    const size = end - start;
    if (size === 0) return sha256();
    const height = Math.log2(size);
    if (Number.isInteger(height)) {
      const level = Math.floor(height / TILE_LEVELS);
      const width = 2 ** (height - level * TILE_LEVELS);
      const first = start / 2 ** (level * TILE_LEVELS);
      const at = (first % TILE_WIDTH) * HASH_BYTES;
      const tile = read(level, Math.floor(first / TILE_WIDTH));
      return rootOf(tile.subarray(at, at + width * HASH_BYTES));
    }
    const middle = start + splitOf(size);
    return nodeHash(hashOf([start, middle]), hashOf([middle, end]));
  }

  return {
    append: (size, leaves) =>
      addTo(
        0,
        size,
        leaves.map((data) => sha256(LEAF, data)),
      ),
    hashOf,
    tile(level, index, width) {
      const hashes = read(level, index);
      if (hashes.length < width * HASH_BYTES) return undefined;
      return hashes.slice(0, width * HASH_BYTES);
    },
  };
}

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);
const nodeHash = (left: Uint8Array, right: Uint8Array) => sha256(NODE, left, right);

/** The root over hashes in a row, whose number is a power of two. */
function rootOf(hashes: Uint8Array): Uint8Array {
  const nodes = hashes.slice();
  for (let width = nodes.length / 2; width >= HASH_BYTES; width /= 2) {
    for (let at = 0; at < width; at += HASH_BYTES) {
      // Both hashes of a pair stand side by side.
      nodes.set(sha256(NODE, nodes.subarray(at * 2, at * 2 + 2 * HASH_BYTES)), at);
    }
  }
  return nodes.slice(0, HASH_BYTES);
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
