/**
 * The hashes of the runs that a model knows, for finding the known ones among the thousands of a text.
 * A request finds the tables of a model outside the processor's caches, so they are small: a bit for each
 * eight hashes in a row rules out most, and only those eight of which one is known have entries.
 */
import { HASH_BITS } from './ngrams.ts';

export interface RunTable {
  /** One bit for each eight hashes, and for `NO_RUN`: whether one of them is known. */
  filter: Uint32Array;
  /** How many bits are set before each number of `filter`. */
  before: Uint16Array;
  /** For each bit that is set: which of its eight hashes are known, and how many known hashes come before. */
  known: Uint8Array;
  first: Uint16Array;
}

/** In the place of a hash where there is no run. */
export const NO_RUN = 2 ** HASH_BITS;

/** @param hashes below `NO_RUN`, sorted, each once; at most 65,535 */
export function createRunTable(hashes: Int32Array): RunTable {
  const filter = new Uint32Array((NO_RUN >>> 8) + 1);
  const before = new Uint16Array(filter.length);
  // One more, for what is asked of a hash after the last.
  const known = new Uint8Array(hashes.length + 1);
  const first = new Uint16Array(hashes.length + 1);
  let set = 0;
  // Not by entries(): the first request that needs a model waits for this.
  for (let i = 0; i < hashes.length; i++) {
    const hash = hashes[i] ?? 0;
    const bit = 1 << ((hash >>> 3) & 31);
    const isSet = ((filter[hash >>> 8] ?? 0) & bit) !== 0;
    if (!isSet) first[set++] = i;
    filter[hash >>> 8] = (filter[hash >>> 8] ?? 0) | bit;
    known[set - 1] = (known[set - 1] ?? 0) | (1 << (hash & 7));
  }
  for (let i = 1; i < filter.length; i++) {
    before[i] = (before[i - 1] ?? 0) + bitsIn(filter[i - 1] ?? 0);
  }
  return { filter, before, known, first };
}

/** 0 for the hash of a run that is not known, else mostly 1. */
export function mayBeKnown(filter: Uint32Array, hash: number): number {
  return ((filter[hash >>> 8] ?? 0) >>> ((hash >>> 3) & 31)) & 1;
}

/** The number of a known run, counted from 0; -1 for one that is not known. @param hash of one that may be */
export function runOf({ filter, before, known, first }: RunTable, hash: number): number {
  const high = hash >>> 8;
  const place =
    (before[high] ?? 0) + bitsIn((filter[high] ?? 0) & ((1 << ((hash >>> 3) & 31)) - 1));
  const among = known[place] ?? 0;
  if (((among >>> (hash & 7)) & 1) === 0) return -1;
  // Hardly ever are there two.
  const below = among & ((1 << (hash & 7)) - 1);
  return (first[place] ?? 0) + (below === 0 ? 0 : bitsIn(below));
}

function bitsIn(bits: number): number {
  let count = bits - ((bits >>> 1) & 0x55555555);
  count = (count & 0x33333333) + ((count >>> 2) & 0x33333333);
  return Math.imul((count + (count >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
