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
  upload: 'upl',
  label: 'lbl',
  calibration: 'cal',
  alignment: 'aln',
  retention: 'ret',
  audit: 'aud',
  deletion: 'del',
  dataKey: 'dky',
  experiment: 'exp',
  alert: 'alr',
  alertDelivery: 'ald',
  alarm: 'alm',
  scheduleRun: 'srn',
} as const;

// A ULID writes its time in this many characters.
const TIME_CHARACTERS = 10;
/** The index of a derived id. */
const INDEX_CHARACTERS = 4;

/** The last id of a kind: its time, and what comes behind it. It changes with the next. */
interface Last {
  timeMs: number;
  time: string;
  /** Counts up within a millisecond. */
  high: number;
  low: number;
  /** Derived ids put their index in its place. */
  end: string;
}

// One for each kind: a kind that ran ahead must not push the others on.
const last = new Map<string, Last>();

/**
 * A new id: a prefix and a ULID in lower case, so that ids sort by the time they were made, and in
 * the order they were made within a millisecond. It counts up before its end, which derived ids replace.
 *
 * Source: the ULID specification, github.com/ulid/spec.
 */
export function newId(kind: keyof typeof ID_PREFIXES, nowMs: number = Date.now()): string {
  const timeMs = Math.floor(nowMs);
  let id = last.get(kind);
  if (id === undefined || timeMs > id.timeMs) {
    id = beginAt(timeMs);
    last.set(kind, id);
  } else countUp(id);
  return `${ID_PREFIXES[kind]}_${id.time}${sixDigits(id.high)}${sixDigits(id.low)}${id.end}`;
}

const SIX_DIGITS = 32 ** 6;

function beginAt(timeMs: number): Last {
  return {
    timeMs,
    time: encodeTime(timeMs),
    high: randomBits(30),
    low: randomBits(30),
    end: sixDigits(randomBits(20)).slice(-INDEX_CHARACTERS),
  };
}

function countUp(id: Last): void {
  id.low += 1;
  if (id.low < SIX_DIGITS) return;
  id.low = 0;
  id.high += 1;
  // More than a millisecond can have: ids go on in the next.
  if (id.high === SIX_DIGITS) Object.assign(id, beginAt(id.timeMs + 1));
}

const BASE32 = '0123456789abcdefghjkmnpqrstvwxyz';
const TWO_DIGITS = Array.from(
  { length: 1024 },
  (_, n) => BASE32.charAt(n >> 5) + BASE32.charAt(n & 31),
);

function sixDigits(number: number): string {
  return `${TWO_DIGITS[number >> 20]}${TWO_DIGITS[(number >> 10) & 1023]}${TWO_DIGITS[number & 1023]}`;
}

function encodeTime(timeMs: number): string {
  const high = sixDigits(Math.floor(timeMs / SIX_DIGITS));
  return high.slice(-(TIME_CHARACTERS - 6)) + sixDigits(timeMs % SIX_DIGITS);
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

/** What an id would be derived from, if `derivedId` made it: how the seed's ULID begins, and the index. */
export function derivationOf(id: string): { start: string; index: number } {
  const ulid = id.slice(id.indexOf('_') + 1);
  const digits = [...ulid.slice(-INDEX_CHARACTERS)];
  return {
    start: ulid.slice(0, -INDEX_CHARACTERS),
    index: digits.reduce((index, digit) => index * 32 + BASE32.indexOf(digit), 0),
  };
}

/**
 * An id made from a hash, the same every time: what is delivered twice is stored once.
 *
 * @param hash at least 20 hexadecimal digits
 */
export function hashedId(kind: keyof typeof ID_PREFIXES, timeMs: number, hash: string): string {
  const parts = [0, 5, 10, 15].map((start) => Number.parseInt(hash.slice(start, start + 5), 16));
  const digits = parts.map((part) => `${TWO_DIGITS[part >> 10]}${TWO_DIGITS[part & 1023]}`);
  return `${ID_PREFIXES[kind]}_${encodeTime(Math.floor(timeMs))}${digits.join('')}`;
}

/** The time in an id, in milliseconds: what its order goes by. */
export function timeOf(id: string): number {
  const start = id.indexOf('_') + 1;
  let timeMs = 0;
  for (let i = start; i < start + TIME_CHARACTERS; i += 1) {
    timeMs = timeMs * 32 + BASE32.indexOf(id.charAt(i));
  }
  return timeMs;
}

/** The lowest id of a kind that could be made at a time, to bound a range of ids by time. */
export function lowestId(kind: keyof typeof ID_PREFIXES, atMs: number): string {
  return `${ID_PREFIXES[kind]}_${encodeTime(Math.max(0, atMs))}`;
}

// Each call for cryptographic randomness costs more than a number.
const pool = new Uint32Array(256);
let unused = 0;

/** So many bits of cryptographic randomness. */
function randomBits(count: number): number {
  if (unused === 0) {
    crypto.getRandomValues(pool);
    unused = pool.length;
  }
  unused -= 1;
  return (pool[unused] ?? 0) >>> (32 - count);
}
