/** A run of letters that stands in two texts. */
export interface SharedRun {
  start: number;
  end: number;
}

/** Places in secret letters by the window that begins there. */
export interface WindowIndex {
  letters: string;
  places: ReadonlyMap<string, number>;
  /** One bit for the hash of each window: almost all windows of other texts are told apart by it. */
  hashes: Uint32Array;
}

// Five English words have about so many letters. Every window of secrets is looked up at this stride.
const WINDOW = 20;
const STRIDE = 4;

export function indexWindows(letters: string): WindowIndex {
  const places = new Map<string, number>();
  const hashes = new Uint32Array(wordsFor(letters.length / STRIDE));
  eachWindow(letters, (i, hash) => {
    if (i % STRIDE !== 0) return;
    const window = letters.slice(i, i + WINDOW);
    if (!places.has(window)) places.set(window, i);
    const bit = bitOf(hash, hashes);
    hashes[bit >>> 5] = (hashes[bit >>> 5] ?? 0) | (1 << (bit & 31));
  });
  return { letters, places, hashes };
}

/** The longest runs of `letters` that stand in the indexed ones, apart and in order. */
export function sharedRuns(
  letters: string,
  { letters: secret, places, hashes }: WindowIndex,
): SharedRun[] {
  if (places.size === 0) return [];
  const runs: SharedRun[] = [];
  let settled = 0;
  eachWindow(letters, (i, hash) => {
    if (i < settled) return;
    const bit = bitOf(hash, hashes);
    if ((((hashes[bit >>> 5] ?? 0) >>> (bit & 31)) & 1) === 0) return;
    const place = places.get(letters.slice(i, i + WINDOW));
    if (place === undefined) return;
    let start = i;
    let from = place;
    while (start > settled && from > 0 && letters[start - 1] === secret[from - 1]) {
      start -= 1;
      from -= 1;
    }
    let end = i + WINDOW;
    let to = place + WINDOW;
    while (end < letters.length && to < secret.length && letters[end] === secret[to]) {
      end += 1;
      to += 1;
    }
    runs.push({ start, end });
    settled = end;
  });
  return runs;
}

const BASE = 0x01000193;
// What the letter that leaves a window was multiplied by.
const LEAVING = Array.from({ length: WINDOW }).reduce<number>((all) => Math.imul(all, BASE), 1);

/**
 * Visits every window with its hash, which is rolled on from that of the window before.
 *
 * Source: Karp and Rabin 1987, Efficient randomized pattern-matching algorithms.
 */
function eachWindow(letters: string, visit: (start: number, hash: number) => void): void {
  let hash = 0;
  for (let end = 0; end < letters.length; end += 1) {
    hash = (Math.imul(hash, BASE) + letters.charCodeAt(end)) | 0;
    const start = end + 1 - WINDOW;
    if (start > 0) hash = (hash - Math.imul(letters.charCodeAt(start - 1), LEAVING)) | 0;
    if (start >= 0) visit(start, hash);
  }
}

/** Words of 32 bits, a power of two of them, with at least 16 bits for each window. */
function wordsFor(windows: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(2, windows / 2)));
}

function bitOf(hash: number, hashes: Uint32Array): number {
  return (Math.imul(hash, 0x9e3779b1) >>> 7) & (32 * hashes.length - 1);
}
