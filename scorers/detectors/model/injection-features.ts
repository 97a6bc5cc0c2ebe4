import { areSame, LONG, SIGN, type TextWords } from './words.ts';

/** The features of the words from one to before another. */
export type Shape = (from: number, to: number) => number[];

/** Room to work in, kept for texts of usual length: to make it anew would cost as much as the work. */
interface Room {
  /** A number for each word, the same for the same word. */
  numbers: Int32Array;
  /** By hash, each place followed by the next: the number of a word, counted from 1. */
  places: Int32Array;
  /** Where each number first stands. */
  first: Int32Array;
  /** The piece in which each number was last seen. */
  seenIn: Int32Array;
}

const USUAL_WORDS = 2_048;
let usual: Room | undefined;

function roomFor(words: number): Room {
  if (words <= USUAL_WORDS && usual !== undefined) return usual;
  const most = Math.max(words, USUAL_WORDS);
  const room = {
    numbers: new Int32Array(most),
    places: new Int32Array(placesFor(most)),
    first: new Int32Array(most + 1),
    seenIn: new Int32Array(most),
  };
  if (most === USUAL_WORDS) usual = room;
  return room;
}

function placesFor(words: number): number {
  return 2 ** Math.ceil(Math.log2(2 * words + 2));
}

/**
 * What runs of words do not show of some words: how often they repeat themselves, as floods of signs do
 * that push instructions out of sight, and how many of them are signs or no words.
 *
 * @returns what counts until the next text is looked at
 */
export function shapeOf(words: TextWords): Shape {
  const { marks } = words;
  const { numbers, seenIn } = numberWords(words);
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

/** Numbers the words of a text, none of which was seen in any piece. */
function numberWords(words: TextWords): Room {
  const { count, hashes } = words;
  const room = roomFor(count);
  const { numbers, places, first, seenIn } = room;
  const mask = placesFor(count) - 1;
  places.fill(0, 0, mask + 1);
  let distinct = 0;
  for (let i = 0; i < count; i++) {
    let place = (hashes[i] ?? 0) & mask;
    let number = places[place] ?? 0;
    while (number > 0 && !areSame(words, first[number] ?? 0, i)) {
      place = (place + 1) & mask;
      number = places[place] ?? 0;
    }
    if (number === 0) {
      distinct += 1;
      number = distinct;
      places[place] = number;
      first[number] = i;
    }
    numbers[i] = number - 1;
  }
  seenIn.fill(0, 0, distinct);
  return room;
}

const FEWEST_TO_REPEAT = 30;
const MUCH = 0.85;
const SMOOTHING = 5;
