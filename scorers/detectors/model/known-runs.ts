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
import { isKnown, type KnownRuns, NO_RUN, numberRuns, type TextModel } from './text-model.ts';
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
  /** Hashes of runs that are known, one after the other, and where each begins. */
  hits: Int32Array;
  starts: Int32Array;
}

const USUAL_WORDS = 2_048;
const READINGS = 4;

function scratchFor(words: number): Scratch {
  return {
    written: new Int32Array(LONGEST_RUN * words),
    unclassed: new Int32Array(LONGEST_RUN * words),
    mixed: new Uint32Array(words),
    withClasses: new Int32Array(LONGEST_RUN * words),
    alone: new Uint32Array(words),
    // What is not known takes a place, too, until the next comes.
    hits: new Int32Array(READINGS * LONGEST_RUN * words + 1),
    starts: new Int32Array(READINGS * LONGEST_RUN * words + 1),
  };
}

let usual: Scratch | undefined;

/** @param opening how many words the opening has; 0 where it is like the rest */
export function readKnownRuns(model: TextModel, words: TextWords, opening = 0): KnownRuns {
  const { count } = words;
  usual ??= scratchFor(USUAL_WORDS);
  const scratch = count <= USUAL_WORDS ? usual : scratchFor(count);
  if (scratch.of !== words) {
    // Other models know other runs of the same words.
    scratch.of = words;
    hashRuns(words.hashes, 0, count, count, SALTS[AS_WRITTEN], scratch.written);
    hashRuns(words.hashes, 0, count, count, SALTS[WITH_CLASSES], scratch.unclassed);
  }
  const { classes, classed } = classify(model, words, scratch);
  const found = findKnown(model, classes, classed, Math.min(opening, count), scratch);
  const { hits, starts } = scratch;
  return { classes, starts: starts.slice(0, found), ...numberRuns(model, hits, found) };
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
 * The class of each word, -1 for none, and how many have one. Leaves the runs with classes in the place of
 * words in the scratch.
 */
function classify(
  model: TextModel,
  { hashes, count }: TextWords,
  { mixed, withClasses, unclassed, alone }: Scratch,
): { classes: Int8Array; classed: number } {
  const classes = new Int8Array(count);
  let classed = 0;
  for (let i = 0; i < count; i++) {
    const hash = hashes[i] ?? 0;
    const found = classOf(model, hash);
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
  return { classes, classed };
}

/** Leaves the known runs in the scratch, by where they begin. @returns how many they are */
function findKnown(
  { known }: TextModel,
  classes: Int8Array,
  classed: number,
  opening: number,
  { written, withClasses, mixed, alone, hits, starts }: Scratch,
): number {
  let found = 0;
  let next = 0;
  // Each is written, and stays if it is known: a branch for each could not be foreseen.
  const add = (words: Uint32Array, from: number, to: number, salt: number, place: number) => {
    let hash = salt;
    for (let k = from; k < to; k++) {
      hash = mixHash(hash, words[k] ?? 0);
      const run = finishHash(hash);
      hits[found] = run;
      starts[found] = place;
      found += isKnown(known, run);
    }
  };
  for (let i = 0; i < classes.length; i++) {
    for (let k = LONGEST_RUN * i; k < LONGEST_RUN * (i + 1); k++) {
      const asWritten = written[k] ?? NO_RUN;
      hits[found] = asWritten;
      starts[found] = i;
      found += isKnown(known, asWritten);
      const withClass = withClasses[k] ?? NO_RUN;
      hits[found] = withClass;
      starts[found] = i;
      found += isKnown(known, withClass);
    }
    if ((classes[i] ?? -1) >= 0) {
      add(alone, next, Math.min(classed, next + LONGEST_RUN), SALTS[CLASSES_ALONE], i);
      next += 1;
    }
    if (i < opening) add(mixed, i, Math.min(opening, i + LONGEST_RUN), SALTS[OPENING], i);
  }
  return found;
}

const SALTS = [
  saltOf(AS_WRITTEN),
  saltOf(WITH_CLASSES),
  saltOf(CLASSES_ALONE),
  saltOf(OPENING),
] as const;

/** The class of a word by its hash, or -1. Most words have none, which a bit shows. */
function classOf({ lexicon, inLexicon }: TextModel, hash: number): number {
  const low = hash & 0xffff;
  if ((((inLexicon[low >>> 5] ?? 0) >>> (low & 31)) & 1) === 0) return -1;
  return lexicon.get(hash) ?? -1;
}
