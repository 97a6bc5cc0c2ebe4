import { lazyPattern } from '../../lazy-pattern.ts';
import type { HashedTokens } from './tokens.ts';

/** The features of the tokens from one to before another. */
export type Shape = (from: number, to: number) => number[];

/**
 * What runs of words do not show of some tokens: how often they repeat themselves, as floods of signs do
 * that push instructions out of sight, and how many of them are signs or no words.
 */
export function shapeOf({ words, hashes }: Pick<HashedTokens, 'words' | 'hashes'>): Shape {
  const { numbered, distinct } = numberWords(words, hashes);
  const signs = new Int32Array(words.length + 1);
  const fragments = new Int32Array(words.length + 1);
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? '';
    signs[i + 1] = (signs[i] ?? 0) + (isWord(word) ? 0 : 1);
    fragments[i + 1] = (fragments[i] ?? 0) + (word.length > LONGEST_WORD ? 1 : 0);
  }
  // The piece in which each word was last seen.
  const seenIn = new Int32Array(distinct);
  let piece = 0;

  function distinctIn(from: number, to: number): number {
    piece += 1;
    let count = 0;
    for (let i = from; i < to; i++) {
      const number = numbered[i] ?? 0;
      if (seenIn[number] === piece) continue;
      seenIn[number] = piece;
      count += 1;
    }
    return count;
  }

  return (from, to) => {
    const count = Math.max(1, to - from);
    const repeated = count < FEWEST_TO_REPEAT ? 0 : 1 - distinctIn(from, to) / count;
    const inside = (before: Int32Array) => (before[to] ?? 0) - (before[from] ?? 0);
    return [
      repeated ** 2,
      Number(repeated > MUCH),
      inside(signs) / (count + SMOOTHING),
      Math.min(1, inside(fragments) / 3),
    ];
  };
}

/** A number for each word, the same for the same word. */
function numberWords(
  words: readonly string[],
  hashes: Uint32Array,
): { numbered: Int32Array; distinct: number } {
  const numbered = new Int32Array(words.length);
  // By hash, each place followed by the next; with the number, counted from 1, and where it first stands.
  const mask = 2 ** Math.ceil(Math.log2(2 * words.length + 2)) - 1;
  const numbers = new Int32Array(mask + 1);
  const first = new Int32Array(words.length + 1);
  let distinct = 0;
  for (let i = 0; i < words.length; i++) {
    let place = (hashes[i] ?? 0) & mask;
    let number = numbers[place] ?? 0;
    while (number > 0 && words[first[number] ?? 0] !== words[i]) {
      place = (place + 1) & mask;
      number = numbers[place] ?? 0;
    }
    if (number === 0) {
      distinct += 1;
      number = distinct;
      numbers[place] = number;
      first[number] = i;
    }
    numbered[i] = number - 1;
  }
  return { numbered, distinct };
}

function isWord(word: string): boolean {
  const first = word.charCodeAt(0);
  // Nearly every word begins with an ASCII letter, which needs no pattern.
  return (first >= 0x61 && first <= 0x7a) || IS_WORD().test(word);
}

const IS_WORD = lazyPattern(String.raw`^[\p{L}\p{M}\p{N}]`, 'u');
const LONGEST_WORD = 25;
const FEWEST_TO_REPEAT = 30;
const MUCH = 0.85;
const SMOOTHING = 5;
