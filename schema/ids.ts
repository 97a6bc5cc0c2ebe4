import { encodeTime, monotonicFactory } from 'ulid';

/** The prefixes of every id that Assay makes. */
export const ID_PREFIXES = {
  verdict: 'ver',
  key: 'key',
  project: 'prj',
  request: 'req',
  attempt: 'att',
} as const;

// A ULID writes its time in this many characters.
const TIME_CHARACTERS = 10;

const nextUlid = monotonicFactory(randomFraction);

/**
 * A new id: a prefix and a ULID in lower case, so that ids sort by the time they were made, and in
 * the order they were made within a millisecond.
 */
export function newId(kind: keyof typeof ID_PREFIXES, nowMs?: number): string {
  return `${ID_PREFIXES[kind]}_${nextUlid(nowMs).toLowerCase()}`;
}

/** The lowest id of a kind that could be made at a time, to bound a range of ids by time. */
export function lowestId(kind: keyof typeof ID_PREFIXES, atMs: number): string {
  return `${ID_PREFIXES[kind]}_${encodeTime(atMs, TIME_CHARACTERS).toLowerCase()}`;
}

// A ULID takes 16 random numbers, and each call for cryptographic randomness costs more than a number.
const pool = new Uint8Array(1024);
let unused = 0;

/** A number from 0 to below 1, out of cryptographic randomness. */
function randomFraction(): number {
  if (unused === 0) {
    crypto.getRandomValues(pool);
    unused = pool.length;
  }
  unused -= 1;
  return (pool[unused] ?? 0) / 256;
}
