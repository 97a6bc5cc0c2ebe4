/**
 * The runs of a text that a model knows, in one pass: what `knownRuns` of `readTokens` gives, without
 * the runs that the model does not know ever being kept.
 */
import { finishHash, mixHash, saltOf } from './ngrams.ts';
import {
  AS_WRITTEN,
  CLASS_HASHES,
  CLASSES_ALONE,
  LONGEST_RUN,
  OPENING,
  WITH_CLASSES,
} from './reading.ts';
import { mayBeKnown, NO_RUN, runOf } from './run-table.ts';
import type { KnownRuns, TextModel } from './text-model.ts';
import type { TextWords } from './words.ts';

/** Room to work in, kept for texts of usual length: to make it anew would cost as much as the work. */
interface Scratch {
  /** Hashes of the runs that begin with each word, as they are written and as if no word had a class. */
  written: Int32Array;
  unclassed: Int32Array;
  /** The words whose runs these are. */
  of?: TextWords;
  mixed: Uint32Array;
  withClasses: Int32Array;
  alone: Uint32Array;
  classes: Int8Array;
  /** Hashes of runs that may be known, one after the other, and where each begins. */
  hits: Int32Array;
  starts: Int32Array;
  /** The runs that are known, as `KnownRuns` has them. */
  numbers: Int32Array;
  distinct: Int32Array;
}

const USUAL_WORDS = 2_048;
const READINGS = 4;

function scratchFor(words: number): Scratch {
  const most = READINGS * LONGEST_RUN * words;
  return {
    written: new Int32Array(LONGEST_RUN * words),
    unclassed: new Int32Array(LONGEST_RUN * words),
    mixed: new Uint32Array(words),
    withClasses: new Int32Array(LONGEST_RUN * words),
    alone: new Uint32Array(words),
    classes: new Int8Array(words),
    // What is not known takes a place, too, until the next comes.
    hits: new Int32Array(most + 1),
    starts: new Int32Array(most + 1),
    numbers: new Int32Array(most),
    distinct: new Int32Array(most),
  };
}

let usual: Scratch | undefined;

/**
 * @param opening how many words the opening has; 0 where it is like the rest
 * @returns the runs, in room that the next call takes again
 */
export function readKnownRuns(model: TextModel, words: TextWords, opening = 0): KnownRuns {
  const { count } = words;
  usual ??= scratchFor(USUAL_WORDS);
  const scratch = count <= USUAL_WORDS ? usual : scratchFor(count);
  if (scratch.of !== words) {
    // Other models know other runs of the same words.
    scratch.of = words;
    hashAll(words.hashes, count, scratch);
  }
  const classed = classify(model, words, scratch);
  const hits = findHits(model, classed, Math.min(opening, count), count, scratch);
  const classes = scratch.classes.subarray(0, count);
  return { classes, ...numberHits(model, hits, scratch) };
}

/** Puts the hashes of all runs of a text at their places, as they are written and as if no word had a class. */
function hashAll(words: Uint32Array, count: number, { written, unclassed }: Scratch): void {
  const first = SALTS[AS_WRITTEN];
  const second = SALTS[WITH_CLASSES];
  let from = 0;
  // What `hashRuns` does, without a loop for the three words of each run.
  for (; from + LONGEST_RUN <= count; from++) {
    const at = LONGEST_RUN * from;
    const a = words[from] ?? 0;
    const b = words[from + 1] ?? 0;
    const c = words[from + 2] ?? 0;
    let hash = mixHash(first, a);
    written[at] = finishHash(hash);
    hash = mixHash(hash, b);
    written[at + 1] = finishHash(hash);
    written[at + 2] = finishHash(mixHash(hash, c));
    hash = mixHash(second, a);
    unclassed[at] = finishHash(hash);
    hash = mixHash(hash, b);
    unclassed[at + 1] = finishHash(hash);
    unclassed[at + 2] = finishHash(mixHash(hash, c));
  }
  hashRuns(words, from, count, count, first, written);
  hashRuns(words, from, count, count, second, unclassed);
}

/** Puts the hashes of all runs that begin with some of the words at their places; of none, `NO_RUN`. */
function hashRuns(
  words: Uint32Array,
  from: number,
  to: number,
  count: number,
  salt: number,
  into: Int32Array,
): void {
  let at = LONGEST_RUN * from;
  for (let i = from; i < to; i++) {
    let hash = salt;
    const end = i + LONGEST_RUN;
    const last = Math.min(count, end);
    for (let k = i; k < last; k++) {
      hash = mixHash(hash, words[k] ?? 0);
      into[at++] = finishHash(hash);
    }
    for (let k = last; k < end; k++) into[at++] = NO_RUN;
  }
}

/**
 * Leaves the class of each word, -1 for none, and the runs with classes in the place of words in the scratch.
 *
 * @returns how many words have a class
 */
function classify(
  { lexicon }: TextModel,
  { hashes, count }: TextWords,
  { mixed, withClasses, unclassed, alone, classes }: Scratch,
): number {
  let classed = 0;
  for (let i = 0; i < count; i++) {
    const hash = hashes[i] ?? 0;
    const found = lexicon.classOf(hash);
    classes[i] = found;
    mixed[i] = hash;
    if (found < 0) continue;
    mixed[i] = alone[classed] = CLASS_HASHES[found] ?? 0;
    classed += 1;
  }
  withClasses.set(unclassed.subarray(0, LONGEST_RUN * count));
  for (let i = 0, done = 0; i < count; i++) {
    if ((classes[i] ?? 0) < 0) continue;
    const from = Math.max(done, i - LONGEST_RUN + 1);
    done = i + 1;
    hashRuns(mixed, from, done, count, SALTS[WITH_CLASSES], withClasses);
  }
  return classed;
}

/** Leaves the runs that may be known in the scratch, by where they begin. @returns how many they are */
function findHits(
  { known: { filter } }: TextModel,
  classed: number,
  opening: number,
  count: number,
  { written, withClasses, mixed, alone, classes, hits, starts }: Scratch,
): number {
  let found = 0;
  let next = 0;
  // Each is written, and stays if it may be known: a branch for each could not be foreseen.
  const add = (words: Uint32Array, from: number, to: number, salt: number, place: number) => {
    let hash = salt;
    for (let k = from; k < to; k++) {
      hash = mixHash(hash, words[k] ?? 0);
      const run = finishHash(hash);
      hits[found] = run;
      starts[found] = place;
      found += mayBeKnown(filter, run);
    }
  };
  for (let i = 0; i < count; i++) {
    for (let k = LONGEST_RUN * i; k < LONGEST_RUN * (i + 1); k++) {
      const asWritten = written[k] ?? NO_RUN;
      const withClass = withClasses[k] ?? NO_RUN;
      const isFirst = mayBeKnown(filter, asWritten);
      const isSecond = mayBeKnown(filter, withClass);
      hits[found] = asWritten;
      starts[found] = i;
      found += isFirst;
      hits[found] = withClass;
      starts[found] = i;
      found += isSecond;
    }
    if ((classes[i] ?? -1) >= 0) {
      add(alone, next, Math.min(classed, next + LONGEST_RUN), SALTS[CLASSES_ALONE], i);
      next += 1;
    }
    if (i < opening) add(mixed, i, Math.min(opening, i + LONGEST_RUN), SALTS[OPENING], i);
  }
  return found;
}

/** Numbers the runs that are known among those that may be. */
function numberHits(
  { header, known, room }: TextModel,
  count: number,
  { hits, starts, numbers, distinct }: Scratch,
): Pick<KnownRuns, 'starts' | 'numbers' | 'distinct'> {
  // Once in a billion runs.
  if (room.next > MOST_NUMBERS - header.runs) {
    room.numbers.fill(0);
    room.next = 1;
  }
  const { numbers: lastNumbers, next: first } = room;
  let found = 0;
  let different = 0;
  for (let i = 0; i < count; i++) {
    const run = runOf(known, hits[i] ?? NO_RUN);
    if (run < 0) continue;
    let number = (lastNumbers[run] ?? 0) - first;
    if (number < 0) {
      number = different;
      lastNumbers[run] = first + number;
      distinct[number] = run;
      different += 1;
    }
    numbers[found] = number;
    starts[found] = starts[i] ?? 0;
    found += 1;
  }
  room.next = first + different;
  return {
    starts: starts.subarray(0, found),
    numbers: numbers.subarray(0, found),
    distinct: distinct.subarray(0, different),
  };
}

const MOST_NUMBERS = 2 ** 31 - 1;

const SALTS = [
  saltOf(AS_WRITTEN),
  saltOf(WITH_CLASSES),
  saltOf(CLASSES_ALONE),
  saltOf(OPENING),
] as const;
