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
import { type KnownRuns, runOf, type TextModel } from './text-model.ts';
import type { HashedTokens } from './tokens.ts';

/** Room to work in, kept for texts of usual length: to make it anew would cost as much as the work. */
interface Scratch {
  mixed: Uint32Array;
  alone: Uint32Array;
  runs: Int32Array;
  starts: Int32Array;
}

const USUAL_WORDS = 2_048;
const READINGS = 4;

function scratchFor(words: number): Scratch {
  return {
    mixed: new Uint32Array(words),
    alone: new Uint32Array(words),
    runs: new Int32Array(READINGS * LONGEST_RUN * words),
    starts: new Int32Array(READINGS * LONGEST_RUN * words),
  };
}

let usual: Scratch | undefined;

/** @param opening how many tokens the opening has; 0 where it is like the rest */
export function readKnownRuns(model: TextModel, tokens: HashedTokens, opening = 0): KnownRuns {
  const { hashes: plain } = tokens;
  const count = plain.length;
  usual ??= scratchFor(USUAL_WORDS);
  const { mixed, alone, runs, starts } = count <= USUAL_WORDS ? usual : scratchFor(count);
  const classes = new Int8Array(count).fill(-1);
  let classed = 0;
  for (let i = 0; i < count; i++) {
    const hash = plain[i] ?? 0;
    const found = classOf(model, hash);
    if (found === undefined) {
      mixed[i] = hash;
      continue;
    }
    classes[i] = found;
    mixed[i] = alone[classed] = CLASS_HASHES[found] ?? 0;
    classed += 1;
  }

  const into = { runs, starts, count: 0 };
  let next = 0;
  for (let i = 0; i < count; i++) {
    const end = Math.min(count, i + LONGEST_RUN);
    addKnown(into, model, plain, i, end, SALTS[AS_WRITTEN], i);
    addKnown(into, model, mixed, i, end, SALTS[WITH_CLASSES], i);
    if ((classes[i] ?? -1) >= 0) {
      const last = Math.min(classed, next + LONGEST_RUN);
      addKnown(into, model, alone, next, last, SALTS[CLASSES_ALONE], i);
      next += 1;
    }
    if (i < opening) addKnown(into, model, mixed, i, Math.min(opening, end), SALTS[OPENING], i);
  }
  const known = { runs: runs.slice(0, into.count), starts: starts.slice(0, into.count) };
  return { reading: { tokens, classes }, ...known };
}

/** Adds the runs from one word to before another that the model knows, all of which begin at a place. */
function addKnown(
  into: { runs: Int32Array; starts: Int32Array; count: number },
  model: TextModel,
  hashes: Uint32Array,
  start: number,
  end: number,
  salt: number,
  place: number,
): void {
  let hash = salt;
  for (let i = start; i < end; i++) {
    hash = mixHash(hash, hashes[i] ?? 0);
    const run = runOf(model, finishHash(hash));
    if (run < 0) continue;
    into.runs[into.count] = run;
    into.starts[into.count] = place;
    into.count += 1;
  }
}

const SALTS = [
  saltOf(AS_WRITTEN),
  saltOf(WITH_CLASSES),
  saltOf(CLASSES_ALONE),
  saltOf(OPENING),
] as const;

/** The class of a word by its hash. Most words have none, which a bit shows. */
function classOf({ lexicon, inLexicon }: TextModel, hash: number): number | undefined {
  const low = hash & 0xffff;
  if ((((inLexicon[low >>> 5] ?? 0) >>> (low & 31)) & 1) === 0) return undefined;
  return lexicon.get(hash);
}
