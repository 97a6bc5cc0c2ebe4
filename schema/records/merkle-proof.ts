import { fromBase64, toBase64 } from './bytes.ts';

type Bytes = Uint8Array<ArrayBuffer>;

async function sha256(...parts: readonly Uint8Array[]): Promise<Bytes> {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
}

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

/** Source: RFC 9162, section 2.1.1. */
export const leafHash = (data: Uint8Array): Promise<Bytes> => sha256(LEAF, data);

const nodeHash = (left: Uint8Array, right: Uint8Array): Promise<Bytes> => sha256(NODE, left, right);

/** The root of leaves that are added one after another. */
export interface GrowingRoot {
  /** Adds the hash of a leaf. */
  add(leaf: Uint8Array): Promise<void>;
  root(): Promise<Bytes>;
}

export function growingRoot(): GrowingRoot {
  // Complete subtrees from left to right, each larger than the next.
  const subtrees: { hash: Uint8Array; size: number }[] = [];
  return {
    async add(leaf) {
      let last = { hash: leaf, size: 1 };
      while (subtrees.at(-1)?.size === last.size) {
        const left = subtrees.pop();
        if (left === undefined) break;
        last = { hash: await nodeHash(left.hash, last.hash), size: last.size * 2 };
      }
      subtrees.push(last);
    },
    root: () => joined(subtrees.map(({ hash }) => hash)),
  };
}

/** Roots of the first leaves at each of the given sizes, which must rise, from the hashes of all leaves. */
export async function rootsAt(
  sizes: readonly number[],
  leaves: readonly Uint8Array[],
): Promise<Bytes[]> {
  const roots: Bytes[] = [];
  const growing = growingRoot();
  for (let size = 0; size <= leaves.length; size++) {
    if (sizes.includes(size)) roots.push(await growing.root());
    const leaf = leaves[size];
    if (leaf !== undefined) await growing.add(leaf);
  }
  return roots;
}

async function joined(subtrees: readonly Uint8Array[]): Promise<Bytes> {
  const [last, ...others] = subtrees.toReversed();
  if (last === undefined) return sha256();
  let hash = new Uint8Array(last);
  for (const left of others) hash = await nodeHash(left, hash);
  return hash;
}

/**
 * The root that an inclusion proof leads to; undefined if it has not the length that a proof for this
 * index and size has.
 *
 * Source: RFC 9162, section 2.1.3.2.
 */
export async function rootOfInclusion(
  leaf: Uint8Array,
  { index, size }: { index: number; size: number },
  proof: readonly Uint8Array[],
): Promise<Uint8Array | undefined> {
  if (!isIndex(index) || !isIndex(size) || index >= size || leaf.length !== 32) return undefined;
  let [node, last] = [index, size - 1];
  let hash = leaf;
  for (const other of proof) {
    if (last === 0 || other.length !== 32) return undefined;
    if (isOdd(node) || node === last) {
      hash = await nodeHash(other, hash);
      while (!isOdd(node) && node !== 0) [node, last] = [half(node), half(last)];
    } else {
      hash = await nodeHash(hash, other);
    }
    [node, last] = [half(node), half(last)];
  }
  return last === 0 ? hash : undefined;
}

/** A log at one time. */
export interface TreeHead {
  size: number;
  root: Uint8Array;
}

/**
 * Whether a proof shows that the older log is the start of the newer.
 *
 * Source: RFC 9162, section 2.1.4.2.
 */
export async function isConsistent(
  older: TreeHead,
  newer: TreeHead,
  proof: readonly Uint8Array[],
): Promise<boolean> {
  if (!isIndex(older.size) || !isIndex(newer.size) || older.size > newer.size) return false;
  if (older.size === 0 && !isSame(older.root, await sha256())) return false;
  if (older.size === newer.size) return proof.length === 0 && isSame(older.root, newer.root);
  if (newer.root.length !== 32) return false;
  if (older.size === 0) return proof.length === 0;
  const path = isPowerOfTwo(older.size) ? [older.root, ...proof] : proof;
  const [first, ...others] = path;
  if (first === undefined || path.some(({ length }) => length !== 32)) return false;
  let [node, last] = [older.size - 1, newer.size - 1];
  while (isOdd(node)) [node, last] = [half(node), half(last)];
  let [before, after] = [first, first];
  for (const other of others) {
    if (last === 0) return false;
    if (isOdd(node) || node === last) {
      before = await nodeHash(other, before);
      after = await nodeHash(other, after);
      while (!isOdd(node) && node !== 0) [node, last] = [half(node), half(last)];
    } else {
      after = await nodeHash(after, other);
    }
    [node, last] = [half(node), half(last)];
  }
  return last === 0 && isSame(before, older.root) && isSame(after, newer.root);
}

/** Hashes as proofs are sent. @throws TypeError when one is not base64 */
export const hashesOf = (proof: readonly string[]): Bytes[] => proof.map(fromBase64);

export function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return toBase64(a) === toBase64(b);
}

const isIndex = (value: number) => Number.isSafeInteger(value) && value >= 0;
const isOdd = (value: number) => value % 2 === 1;
const half = (value: number) => Math.floor(value / 2);

function isPowerOfTwo(value: number): boolean {
  let power = 1;
  while (power < value) power *= 2;
  return power === value;
}
