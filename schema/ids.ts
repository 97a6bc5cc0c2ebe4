import { decodeTime, encodeTime, monotonicFactory } from 'ulid';

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
  flush: 'set',
  turn: 'trn',
} as const;

// A ULID writes its time in this many characters.
const TIME_CHARACTERS = 10;
/** The index of a derived id. */
const INDEX_CHARACTERS = 4;

// One for each kind: a kind that ran ahead must not push the others on.
const factories = new Map<string, ReturnType<typeof monotonicFactory>>();

/**
 * A new id: a prefix and a ULID in lower case, so that ids sort by the time they were made, and in
 * the order they were made within a millisecond.
 */
export function newId(kind: keyof typeof ID_PREFIXES, nowMs?: number): string {
  const nextUlid = factories.get(kind) ?? monotonicFactory(randomFraction);
  factories.set(kind, nextUlid);
  const ulid = nextUlid(nowMs).toLowerCase();
  // Within a millisecond a ULID counts up at its end. Derived ids replace the end, so the count moves up.
  const random = ulid.slice(TIME_CHARACTERS);
  const ordered = random.slice(INDEX_CHARACTERS) + random.slice(0, INDEX_CHARACTERS);
  return `${ID_PREFIXES[kind]}_${ulid.slice(0, TIME_CHARACTERS)}${ordered}`;
}

/**
 * An id made from another, the same every time: what a request that is repeated makes gets the same
 * ids again. Ids of one seed sort by their index; those of two seeds never meet.
 *
 * @param seed an id; its time becomes the new id's time
 * @param index from 0 to 1,048,575
 */
export function derivedId(kind: keyof typeof ID_PREFIXES, seed: string, index: number): string {
  const ulid = seed.slice(seed.indexOf('_') + 1);
  const order = index.toString(32).padStart(INDEX_CHARACTERS, '0');
  // Numbers in base 32 use other letters than a ULID does.
  const letters = order.replace(/[a-v]/g, (digit) => BASE32.charAt(Number.parseInt(digit, 32)));
  return `${ID_PREFIXES[kind]}_${ulid.slice(0, -INDEX_CHARACTERS)}${letters}`;
}

const BASE32 = '0123456789abcdefghjkmnpqrstvwxyz';

/** The time in an id, in milliseconds: what its order goes by. */
export function timeOf(id: string): number {
  return decodeTime(id.slice(id.indexOf('_') + 1).toUpperCase());
}

/** The lowest id of a kind that could be made at a time, to bound a range of ids by time. */
export function lowestId(kind: keyof typeof ID_PREFIXES, atMs: number): string {
  return `${ID_PREFIXES[kind]}_${encodeTime(Math.max(0, atMs), TIME_CHARACTERS).toLowerCase()}`;
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
