import { readData } from '#data-files';

/** Names, and ordinary English words to tell them from. */
export const WORD_SETS = ['given', 'surname', 'word', 'place'] as const;

export type WordSet = (typeof WORD_SETS)[number];

/** Bits a word takes in a set, and bits that are looked at: one word in 40 is taken for a member of it. */
export const BITS_PER_WORD = 8;
export const HASHES = 5;

/** A word as sets hold it: small letters without marks. */
export function foldWord(word: string): string {
  return /^[a-z]+$/.test(word)
    ? word
    : word
        .normalize('NFD')
        .replace(/[\p{M}'’.-]/gu, '')
        .toLowerCase();
}

/**
 * Two hashes of a word, from which all its bits come (Kirsch and Mitzenmacher 2006): the first of 32
 * bits, the second odd.
 */
export function hashesOf(word: string): [number, number] {
  let a = 0x811c9dc5;
  let b = 0x2f0b4c47;
  for (let i = 0; i < word.length; i += 1) {
    const unit = word.charCodeAt(i);
    a = Math.imul(a ^ unit, 0x01000193);
    b = Math.imul(b ^ unit, 0x5bd1e995);
    b ^= b >>> 15;
  }
  a ^= a >>> 16;
  return [a >>> 0, (Math.imul(b, 0x85ebca6b) | 1) >>> 0];
}

let sets: Readonly<Record<WordSet, Uint8Array>> | undefined;

/** Whether a folded word is in a set: always for its members, and by chance for one word in 40. */
export function isIn(set: WordSet, word: string): boolean {
  return has(set, hashesOf(word));
}

/** The same, for a word of which the hashes are known. */
export function has(set: WordSet, [a, b]: readonly [number, number]): boolean {
  sets ??= readSets();
  const bytes = sets[set];
  const size = bytes.length * 8;
  for (let i = 0; i < HASHES; i += 1) {
    const bit = (a + i * b) % size;
    if ((((bytes[bit >>> 3] ?? 0) >>> (bit & 7)) & 1) === 0) return false;
  }
  return true;
}

/** The file holds the length of each set in bytes, as 32 bits, and then the sets. */
function readSets(): Record<WordSet, Uint8Array> {
  const data = readData('detectors/pii/word-sets.bin');
  const lengths = new DataView(data);
  let at = WORD_SETS.length * 4;
  const read = (i: number) => {
    const length = lengths.getUint32(i * 4, true);
    const bytes = new Uint8Array(data, at, length);
    at += length;
    return bytes;
  };
  return { given: read(0), surname: read(1), word: read(2), place: read(3) };
}
