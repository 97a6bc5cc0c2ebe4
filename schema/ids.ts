import { encodeTime, monotonicFactory } from 'ulid';

/** The prefixes of every id that Assay makes. */
export const ID_PREFIXES = {
  verdict: 'ver',
  key: 'key',
  project: 'prj',
  request: 'req',
  attempt: 'att',
  batch: 'bat',
  intake: 'int',
  delivery: 'whd',
} as const;

// A ULID writes its time in this many characters.
const TIME_CHARACTERS = 10;

const nextUlid = monotonicFactory();

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
