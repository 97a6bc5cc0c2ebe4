/**
 * A text as a trained detector reads it. Its runs of one to three words are read four times over: as they
 * stand; with each word of the lexicon replaced by its class, so that "I hate <group>" is one run;
 * the classes alone, whatever stands between them; and the opening once more, where a detector says
 * how far that goes. Beside these stand how often each class occurs, and what the detector counts itself.
 */
import { eachRun, hashOf } from './ngrams.ts';
import type { Tokens } from './tokens.ts';

/** The class of each word that has one, by the word's hash; classes count from 0. */
export type Lexicon = ReadonlyMap<number, number>;

export interface Reading {
  tokens: Tokens;
  /** The class of each token; -1 for none. */
  classes: Int8Array;
  /** The runs: their hash, and the token that each begins with, in no certain order. */
  hashes: Int32Array;
  starts: Int32Array;
}

const LONGEST_RUN = 3;
// Hashes of classes are those of words that no text has.
const CLASS_HASHES = Array.from({ length: 64 }, (_, i) => hashOf(`\0${i}`));

const AS_WRITTEN = 0;
const WITH_CLASSES = 1;
const CLASSES_ALONE = 2;
const OPENING = 3;

/**
 * @param opening how many tokens the opening has; 0 where it is like the rest
 */
export function readTokens(tokens: Tokens, lexicon: Lexicon, opening = 0): Reading {
  const { words } = tokens;
  const plain = new Uint32Array(words.length);
  const mixed = new Uint32Array(words.length);
  const classes = new Int8Array(words.length).fill(-1);
  const alone: number[] = [];
  const places: number[] = [];
  for (let i = 0; i < words.length; i++) {
    const hash = hashOf(words[i] ?? '');
    const known = lexicon.get(hash);
    plain[i] = hash;
    mixed[i] = known === undefined ? hash : (CLASS_HASHES[known] ?? 0);
    if (known === undefined) continue;
    classes[i] = known;
    alone.push(CLASS_HASHES[known] ?? 0);
    places.push(i);
  }
  const most = LONGEST_RUN * (2 * words.length + alone.length + Math.min(opening, words.length));
  const hashes = new Int32Array(most);
  const starts = new Int32Array(most);
  let count = 0;
  const add = (hash: number, start: number) => {
    hashes[count] = hash;
    starts[count] = start;
    count += 1;
  };
  eachRun(plain, LONGEST_RUN, AS_WRITTEN, add);
  eachRun(mixed, LONGEST_RUN, WITH_CLASSES, add);
  eachRun(alone, LONGEST_RUN, CLASSES_ALONE, (hash, i) => add(hash, places[i] ?? 0));
  if (opening > 0) eachRun(mixed.subarray(0, opening), LONGEST_RUN, OPENING, add);
  return {
    tokens,
    classes,
    hashes: hashes.subarray(0, count),
    starts: starts.subarray(0, count),
  };
}

/** How often each class occurs among some tokens: on a log scale, and as a share. */
export function classFeatures(
  classes: Int8Array,
  count: number,
  start = 0,
  end = classes.length,
): number[] {
  const counts = new Int32Array(count);
  for (let i = start; i < end; i++) {
    const known = classes[i] ?? -1;
    if (known >= 0) counts[known] = (counts[known] ?? 0) + 1;
  }
  return Array.from(counts, (found) => [
    Math.log1p(found),
    (SHARE * found) / (end - start + SMOOTHING),
  ]).flat();
}

const SHARE = 5;
const SMOOTHING = 10;
