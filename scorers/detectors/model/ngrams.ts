/**
 * Runs of words, each as a hash. Nothing is built but numbers, since a text has thousands of them.
 *
 * Source: Weinberger et al. 2009, Feature Hashing; FNV-1a, with the finalizer of MurmurHash3.
 */

/** Hashes of runs are below two to the power of this. */
export const HASH_BITS = 20;

const SEED = 0x811c9dc5;
const PRIME = 0x01000193;

/** The hash of a word that has no letters yet; `mixHash` adds one. */
export const EMPTY_HASH = SEED;

/** The 32-bit hash of a word. */
export function hashOf(word: string): number {
  let hash = SEED;
  for (let i = 0; i < word.length; i++) hash = Math.imul(hash ^ word.charCodeAt(i), PRIME);
  return hash >>> 0;
}

/** Runs of words with room for more: the hash of each, and the number of the word that it begins with. */
export interface Runs {
  hashes: Int32Array;
  starts: Int32Array;
  count: number;
}

/** Room for so many runs. */
export function roomFor(most: number): Runs {
  return { hashes: new Int32Array(most), starts: new Int32Array(most), count: 0 };
}

/**
 * Adds every run of words.
 *
 * @param words each by `hashOf`
 * @param zone keeps the runs of one reading of a text apart from those of another
 * @param places the number of each word, where it is not its place in `words`
 */
export function addRuns(
  runs: Runs,
  words: Uint32Array,
  longest: number,
  zone: number,
  places?: Int32Array,
): void {
  const { hashes, starts } = runs;
  const salt = saltOf(zone);
  let { count } = runs;
  for (let start = 0; start < words.length; start++) {
    const place = places === undefined ? start : (places[start] ?? 0);
    const end = Math.min(words.length, start + longest);
    let hash = salt;
    for (let i = start; i < end; i++) {
      hash = mixHash(hash, words[i] ?? 0);
      hashes[count] = finishHash(hash);
      starts[count] = place;
      count += 1;
    }
  }
  runs.count = count;
}

/** What the runs of a zone begin with. */
export function saltOf(zone: number): number {
  return Math.imul(SEED ^ (zone + 1), PRIME);
}

/** A run with one more word, or a word with one more letter. */
export function mixHash(hash: number, word: number): number {
  return Math.imul(hash ^ word, PRIME);
}

/** The hash of a run, from what its words were mixed to. */
export function finishHash(hash: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> (32 - HASH_BITS);
}
