/**
 * Runs of words, each as a hash. Nothing is built but numbers, since a text has thousands of them.
 *
 * Source: Weinberger et al. 2009, Feature Hashing; FNV-1a, with the finalizer of MurmurHash3.
 */

/** Hashes of runs are below two to the power of this. */
export const HASH_BITS = 20;

const SEED = 0x811c9dc5;
const PRIME = 0x01000193;

/** The 32-bit hash of a word. */
export function hashOf(word: string): number {
  let hash = SEED;
  for (let i = 0; i < word.length; i++) hash = Math.imul(hash ^ word.charCodeAt(i), PRIME);
  return hash >>> 0;
}

/**
 * Calls `visit` with the hash of every run of words and the number of the word that it begins with.
 *
 * @param hashes the words, each by `hashOf`
 * @param zone keeps the runs of one reading of a text apart from those of another
 */
export function eachRun(
  hashes: ArrayLike<number>,
  longest: number,
  zone: number,
  visit: (hash: number, start: number) => void,
): void {
  const salt = Math.imul(SEED ^ (zone + 1), PRIME);
  for (let start = 0; start < hashes.length; start++) {
    let hash = salt;
    const end = Math.min(hashes.length, start + longest);
    for (let i = start; i < end; i++) {
      hash = Math.imul(hash ^ (hashes[i] ?? 0), PRIME);
      visit(finish(hash), start);
    }
  }
}

function finish(hash: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> (32 - HASH_BITS);
}
