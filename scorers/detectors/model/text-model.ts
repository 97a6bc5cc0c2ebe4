/**
 * A linear model over the runs of words of a text, its classes of words and what a detector counts in it.
 *
 * logit = bias + Σ w(run) · 5 / √(runs known + 5) + Σ v(feature) · feature
 *
 * Each run counts once, however often it stands there. `certainty` is the logit through Platt's scaling.
 *
 * A weights file holds the length of its header in 32 bits, little end first; the header as JSON; the
 * lexicon, sorted: each word's hash in 32 bits, then each word's class in a byte; the hashes of the known
 * runs, sorted, each as its distance from the one before, seven bits a byte, 0x80 added to all but the
 * last; and for each head that weighs
 * runs a signed byte a run. `training/write-text-model.ts` writes it.
 *
 * Source: Platt 1999, Probabilistic Outputs for Support Vector Machines.
 */
import { HASH_BITS } from './ngrams.ts';
import { classShare, type Lexicon, logOfCount, type Reading } from './reading.ts';

/** What one thing that the model tells costs: its name, and all weights that are not of runs. */
export interface Head {
  name: string;
  bias: number;
  /** What a weight of 1 in the file stands for; 0 for a head that weighs no runs. */
  unit: number;
  /** Weights of the class features, and after them of what the detector counts. */
  features: readonly number[];
  /** Certainty is 1 / (1 + exp(−(slope · logit + offset))). */
  slope: number;
  offset: number;
}

export interface Header {
  detector: string;
  /** Names of the classes of words, by number. */
  classes: readonly string[];
  heads: readonly Head[];
  words: number;
  runs: number;
}

export interface TextModel {
  header: Header;
  lexicon: Lexicon;
  /** One bit for each lower half of a hash: whether a word of the lexicon has it. */
  inLexicon: Uint32Array;
  /** One bit for each possible hash, and for `NO_RUN`: whether the run is known. */
  known: Uint32Array;
  /** How many known runs there are before each of its numbers. */
  before: Uint32Array;
  /** For each head a weight a run. */
  weights: readonly Int8Array[];
  room: RunRoom;
}

/** Room to work in. To make it anew for each text, or to clear it, would cost as much as the work. */
interface RunRoom {
  /** For each run its number in the text that it was last seen in, added to what `next` was then. */
  numbers: Int32Array;
  next: number;
  /** For each number of a run the piece that it was last seen in. */
  pieces: Int32Array;
  piece: number;
  /** The runs of a piece. */
  runs: Int32Array;
}

function runRoom(runs: number): RunRoom {
  return {
    numbers: new Int32Array(runs),
    next: 1,
    pieces: new Int32Array(runs),
    piece: 0,
    runs: new Int32Array(runs),
  };
}

export function readTextModel(data: ArrayBuffer): TextModel {
  const view = new DataView(data);
  const headerEnd = 4 + view.getUint32(0, true);
  const header: Header = JSON.parse(new TextDecoder().decode(data.slice(4, headerEnd)));
  const lexicon = new Map<number, number>();
  const classesAt = headerEnd + 4 * header.words;
  const inLexicon = new Uint32Array(2 ** 16 / 32);
  for (let i = 0; i < header.words; i++) {
    const word = view.getUint32(headerEnd + 4 * i, true);
    lexicon.set(word, view.getUint8(classesAt + i));
    const low = word & 0xffff;
    inLexicon[low >>> 5] = (inLexicon[low >>> 5] ?? 0) | (1 << (low & 31));
  }
  const known = new Uint32Array(2 ** HASH_BITS / 32 + 1);
  let at = classesAt + header.words;
  let hash = 0;
  for (let i = 0; i < header.runs; i++) {
    let distance = 0;
    for (let shift = 0, more = true; more; shift += 7) {
      const byte = view.getUint8(at++);
      distance |= (byte & 0x7f) << shift;
      more = byte >= 0x80;
    }
    hash += distance;
    known[hash >>> 5] = (known[hash >>> 5] ?? 0) | (1 << (hash & 31));
  }
  const before = new Uint32Array(known.length);
  for (let i = 1; i < known.length; i++) {
    before[i] = (before[i - 1] ?? 0) + bitsIn(known[i - 1] ?? 0);
  }
  const weights = header.heads.map(({ unit }) => {
    const length = unit === 0 ? 0 : header.runs;
    at += length;
    return new Int8Array(data, at - length, length);
  });
  return { header, lexicon, inLexicon, known, before, weights, room: runRoom(header.runs) };
}

/** In the place of a hash where there is no run. */
export const NO_RUN = 2 ** HASH_BITS;

/** 1 for the hash of a run that the model knows, else 0. */
export function isKnown(known: Uint32Array, hash: number): number {
  return ((known[hash >>> 5] ?? 0) >>> (hash & 31)) & 1;
}

function bitsIn(bits: number): number {
  let count = bits - ((bits >>> 1) & 0x55555555);
  count = (count & 0x33333333) + ((count >>> 2) & 0x33333333);
  return Math.imul((count + (count >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** The runs of a text that a model knows, in the order of where they begin. */
export interface KnownRuns {
  /** The class of each word; -1 for none. */
  classes: Int8Array;
  /** Where each run begins. */
  starts: Int32Array;
  /** The number that each has in this text: numbers count from 0 by where a run stands first. */
  numbers: Int32Array;
  /** By that number, the number of the run in the model. */
  distinct: Int32Array;
}

/** Known runs of a text by their hashes, sorted by where they begin, as their numbers in this text. */
export function numberRuns(
  model: TextModel,
  hashes: Int32Array,
  count: number,
): Pick<KnownRuns, 'numbers' | 'distinct'> {
  const { room, header, known, before } = model;
  // Once in a billion runs.
  if (room.next > MOST_NUMBERS - header.runs) {
    room.numbers.fill(0);
    room.next = 1;
  }
  const { numbers: lastNumbers, runs } = room;
  const first = room.next;
  const numbers = new Int32Array(count);
  let distinct = 0;
  for (let i = 0; i < count; i++) {
    const hash = hashes[i] ?? 0;
    const below = (known[hash >>> 5] ?? 0) & ((1 << (hash & 31)) - 1);
    const run = (before[hash >>> 5] ?? 0) + bitsIn(below);
    const last = (lastNumbers[run] ?? 0) - first;
    if (last >= 0) {
      numbers[i] = last;
      continue;
    }
    numbers[i] = distinct;
    lastNumbers[run] = first + distinct;
    runs[distinct] = run;
    distinct += 1;
  }
  room.next = first + distinct;
  return { numbers, distinct: runs.slice(0, distinct) };
}

const MOST_NUMBERS = 2 ** 31 - 1;

/** The same, step by step: what is made quickly is held to it. */
export function knownRuns(model: TextModel, { hashes, starts, classes }: Reading): KnownRuns {
  const found = Array.from(hashes, (hash, i) => ({ hash, start: starts[i] ?? 0 }))
    .filter(({ hash }) => isKnown(model.known, hash) === 1)
    .sort((a, b) => a.start - b.start);
  const sorted = Int32Array.from(found, ({ hash }) => hash);
  return {
    classes,
    starts: Int32Array.from(found, ({ start }) => start),
    ...numberRuns(model, sorted, sorted.length),
  };
}

/**
 * The logit of each head for some of the words of a text.
 *
 * @param counted what the detector counts, in the order of training
 * @param heads how many of the heads, from the first
 */
export function logitsOf(
  model: TextModel,
  known: KnownRuns,
  counted: readonly number[] = [],
  start = 0,
  end = known.classes.length,
  heads = model.header.heads.length,
): number[] {
  const { header, weights, room } = model;
  const isWhole = start === 0 && end === known.classes.length;
  const runs = isWhole ? known.distinct : room.runs;
  const count = isWhole ? known.distinct.length : findRuns(known, room, start, end);
  const scale = runScale(count);
  const counts = countClasses(known.classes, header.classes.length, start, end);
  const logits: number[] = [];
  for (let h = 0; h < heads; h++) {
    const head = header.heads[h];
    if (head === undefined) break;
    const sum = head.unit > 0 ? sumOf(runs, count, weights[h]) : 0;
    let logit = head.bias + sum * head.unit * scale;
    for (let i = 0; i < counts.length; i++) {
      const found = counts[i] ?? 0;
      // Nothing would add nothing.
      if (found === 0) continue;
      logit += logOfCount(found) * (head.features[2 * i] ?? 0);
      logit += classShare(found, end - start) * (head.features[2 * i + 1] ?? 0);
    }
    const before = 2 * counts.length;
    for (let i = 0; i < counted.length; i++) {
      logit += (counted[i] ?? 0) * (head.features[before + i] ?? 0);
    }
    logits.push(logit);
  }
  return logits;
}

function countClasses(classes: Int8Array, count: number, start: number, end: number): Int32Array {
  const counts = new Int32Array(count);
  for (let i = start; i < end; i++) {
    const known = classes[i] ?? -1;
    if (known >= 0) counts[known] = (counts[known] ?? 0) + 1;
  }
  return counts;
}

function sumOf(runs: Int32Array, count: number, weights: Int8Array | undefined): number {
  if (weights === undefined) return 0;
  let sum = 0;
  for (let i = 0; i < count; i++) sum += weights[runs[i] ?? 0] ?? 0;
  return sum;
}

/** How much one of so many known runs counts. */
export function runScale(known: number): number {
  return SCALE / Math.sqrt(known + SMOOTHING);
}

const SCALE = 5;
const SMOOTHING = 5;

export function certaintyOf({ slope, offset }: Head, logit: number): number {
  return 1 / (1 + Math.exp(-(slope * logit + offset)));
}

/**
 * How much each word adds to the logit of a head by the runs that begin with it, each run counted where
 * it stands first.
 */
export function contributions(
  model: TextModel,
  head: number,
  { classes, numbers, starts, distinct }: KnownRuns,
): Float64Array {
  const sums = new Float64Array(classes.length);
  const weights = model.weights[head];
  let next = 0;
  for (let i = 0; i < numbers.length; i++) {
    if (numbers[i] !== next) continue;
    const start = starts[i] ?? 0;
    sums[start] = (sums[start] ?? 0) + (weights?.[distinct[next] ?? 0] ?? 0);
    next += 1;
  }
  return sums;
}

/** Puts the runs that begin with some of the words into the room, each once. @returns how many they are */
function findRuns(
  { numbers, starts, distinct }: KnownRuns,
  room: RunRoom,
  start: number,
  end: number,
): number {
  if (room.piece === MOST_NUMBERS) {
    room.pieces.fill(0);
    room.piece = 0;
  }
  room.piece += 1;
  const { pieces, piece, runs } = room;
  const to = firstFrom(starts, end);
  let count = 0;
  for (let i = firstFrom(starts, start); i < to; i++) {
    const number = numbers[i] ?? 0;
    if (pieces[number] === piece) continue;
    pieces[number] = piece;
    runs[count++] = distinct[number] ?? 0;
  }
  return count;
}

/** The first place in a sorted list that holds at least a value. */
function firstFrom(sorted: Int32Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
