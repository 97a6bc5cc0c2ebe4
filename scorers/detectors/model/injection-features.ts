import { areSame, LONG, SIGN, type TextWords } from './words.ts';

/** The features of the words from one to before another. */
export type Shape = (from: number, to: number) => number[];

/**
 * What runs of words do not show of some words: how often they repeat themselves, as floods of signs do
 * that push instructions out of sight, and how many of them are signs or no words.
 */
export function shapeOf(words: TextWords): Shape {
  const { marks } = words;
  const { numbers, distinct } = numberWords(words);
  // The piece in which each word was last seen.
  const seenIn = new Int32Array(distinct);
  let piece = 0;

  return (from, to) => {
    piece += 1;
    let different = 0;
    let signs = 0;
    let fragments = 0;
    for (let i = from; i < to; i++) {
      const mark = marks[i] ?? 0;
      if (mark & SIGN) signs += 1;
      if (mark & LONG) fragments += 1;
      const number = numbers[i] ?? 0;
      if (seenIn[number] === piece) continue;
      seenIn[number] = piece;
      different += 1;
    }
    const count = Math.max(1, to - from);
    const repeated = count < FEWEST_TO_REPEAT ? 0 : 1 - different / count;
    return [
      repeated ** 2,
      Number(repeated > MUCH),
      signs / (count + SMOOTHING),
      Math.min(1, fragments / 3),
    ];
  };
}

/** A number for each word, the same for the same word. */
function numberWords(words: TextWords): { numbers: Int32Array; distinct: number } {
  const { count, hashes } = words;
  const numbers = new Int32Array(count);
  // By hash, each place followed by the next; with the number, counted from 1, and where it first stands.
  const mask = 2 ** Math.ceil(Math.log2(2 * count + 2)) - 1;
  const numberAt = new Int32Array(mask + 1);
  const first = new Int32Array(count + 1);
  let distinct = 0;
  for (let i = 0; i < count; i++) {
    let place = (hashes[i] ?? 0) & mask;
    let number = numberAt[place] ?? 0;
    while (number > 0 && !areSame(words, first[number] ?? 0, i)) {
      place = (place + 1) & mask;
      number = numberAt[place] ?? 0;
    }
    if (number === 0) {
      distinct += 1;
      number = distinct;
      numberAt[place] = number;
      first[number] = i;
    }
    numbers[i] = number - 1;
  }
  return { numbers, distinct };
}

const FEWEST_TO_REPEAT = 30;
const MUCH = 0.85;
const SMOOTHING = 5;
