import { readData } from '#data-files';

// Letters a to z as 1 to 26, and 0 for what is before and after a word.
export const SIZE = 27;

let bits: Uint8Array | undefined;

/** The number of three signs in a row. */
export function trigramOf(a: number, b: number, c: number): number {
  return (a * SIZE + b) * SIZE + c;
}

/** The number of a small Latin letter; undefined for any other sign. */
export function letterOf(unit: number): number | undefined {
  return unit >= 0x61 && unit <= 0x7a ? unit - 0x60 : undefined;
}

/**
 * The share of a word's trigrams that no word of the known languages has.
 *
 * @param word small Latin letters alone
 */
export function strangeness(word: string): number {
  bits ??= new Uint8Array(readData('detectors/gibberish/trigrams.bin'));
  let strange = 0;
  let before = 0;
  let last = letterOf(word.charCodeAt(0)) ?? 0;
  for (let i = 1; i <= word.length; i += 1) {
    const next = i < word.length ? (letterOf(word.charCodeAt(i)) ?? 0) : 0;
    const trigram = trigramOf(before, last, next);
    if ((((bits[trigram >>> 3] ?? 0) >>> (trigram & 7)) & 1) === 0) strange += 1;
    before = last;
    last = next;
  }
  return strange / word.length;
}
