/**
 * A text as a trained detector reads it. Its runs of one to three words are read four times over: as they
 * stand; with each word of the lexicon replaced by its class, so that "I hate <group>" is one run;
 * the classes alone, whatever stands between them; and the opening once more, where a detector says
 * how far that goes. Beside these stand how often each class occurs, and what the detector counts itself.
 */
import { addRuns, hashOf, roomFor } from './ngrams.ts';
import type { Tokens } from './tokens.ts';

/** The class of each word that has one, by the word's hash; classes count from 0. */
export type Lexicon = Pick<ReadonlyMap<number, number>, 'get'>;

export interface Reading {
  tokens: Tokens;
  /** The class of each token; -1 for none. */
  classes: Int8Array;
  /** The runs: their hash, and the token that each begins with, in no certain order. */
  hashes: Int32Array;
  starts: Int32Array;
}

export const LONGEST_RUN = 3;
// Hashes of classes are those of words that no text has.
export const CLASS_HASHES = Array.from({ length: 64 }, (_, i) => hashOf(`\0${i}`));

export const AS_WRITTEN = 0;
export const WITH_CLASSES = 1;
export const CLASSES_ALONE = 2;
export const OPENING = 3;

/**
 * @param opening how many tokens the opening has; 0 where it is like the rest
 */
export function readTokens(tokens: Tokens, lexicon: Lexicon, opening = 0): Reading {
  const { words } = tokens;
  const plain = new Uint32Array(words.length);
  const mixed = new Uint32Array(words.length);
  const classes = new Int8Array(words.length).fill(-1);
  const alone = new Uint32Array(words.length);
  const places = new Int32Array(words.length);
  let known = 0;
  for (let i = 0; i < words.length; i++) {
    const hash = hashOf(words[i] ?? '');
    const found = lexicon.get(hash);
    plain[i] = hash;
    mixed[i] = found === undefined ? hash : (CLASS_HASHES[found] ?? 0);
    if (found === undefined) continue;
    classes[i] = found;
    alone[known] = CLASS_HASHES[found] ?? 0;
    places[known] = i;
    known += 1;
  }
  const runs = roomFor(LONGEST_RUN * (2 * words.length + known + Math.min(opening, words.length)));
  addRuns(runs, plain, LONGEST_RUN, AS_WRITTEN);
  addRuns(runs, mixed, LONGEST_RUN, WITH_CLASSES);
  addRuns(runs, alone.subarray(0, known), LONGEST_RUN, CLASSES_ALONE, places);
  if (opening > 0) addRuns(runs, mixed.subarray(0, opening), LONGEST_RUN, OPENING);
  return {
    tokens,
    classes,
    hashes: runs.hashes.subarray(0, runs.count),
    starts: runs.starts.subarray(0, runs.count),
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
  const features: number[] = [];
  for (const found of counts) features.push(logOfCount(found), classShare(found, end - start));
  return features;
}

/** How often a class occurs, on a log scale. */
export function logOfCount(found: number): number {
  return found < LOGS.length ? (LOGS[found] ?? 0) : Math.log1p(found);
}

const LOGS = Array.from({ length: 64 }, (_, found) => Math.log1p(found));

/** How much of so many words a class is. */
export function classShare(found: number, words: number): number {
  return (SHARE * found) / (words + SMOOTHING);
}

const SHARE = 5;
const SMOOTHING = 10;
