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
import { classShare, logOfCount, type Reading } from './reading.ts';
import { createRunTable, mayBeKnown, type RunTable, runOf } from './run-table.ts';
import { createWordClasses, type WordClasses } from './word-classes.ts';

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
  lexicon: WordClasses;
  known: RunTable;
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
  /** How often each class occurs in a piece. */
  counts: Int32Array;
}

export function readTextModel(data: ArrayBuffer): TextModel {
  const view = new DataView(data);
  const headerEnd = 4 + view.getUint32(0, true);
  const header: Header = JSON.parse(new TextDecoder().decode(data.slice(4, headerEnd)));
  const classesAt = headerEnd + 4 * header.words;
  const words = new Uint32Array(header.words);
  for (let i = 0; i < header.words; i++) words[i] = view.getUint32(headerEnd + 4 * i, true);
  const lexicon = createWordClasses(words, new Uint8Array(data, classesAt, header.words));

  let at = classesAt + header.words;
  const hashes = new Int32Array(header.runs);
  let hash = 0;
  for (let i = 0; i < header.runs; i++) {
    let distance = 0;
    for (let shift = 0, more = true; more; shift += 7) {
      const byte = view.getUint8(at++);
      distance |= (byte & 0x7f) << shift;
      more = byte >= 0x80;
    }
    hash += distance;
    hashes[i] = hash;
  }
  const weights = header.heads.map(({ unit }) => {
    const length = unit === 0 ? 0 : header.runs;
    at += length;
    return new Int8Array(data, at - length, length);
  });
  const room = {
    numbers: new Int32Array(header.runs),
    next: 1,
    pieces: new Int32Array(header.runs),
    piece: 0,
    counts: new Int32Array(header.classes.length),
  };
  return { header, lexicon, known: createRunTable(hashes), weights, room };
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

/** The known runs of a text, step by step: what is made quickly is held to it. */
export function knownRuns(model: TextModel, { hashes, starts, classes }: Reading): KnownRuns {
  const found = Array.from(hashes, (hash, i) => ({
    run: mayBeKnown(model.known.filter, hash) ? runOf(model.known, hash) : -1,
    start: starts[i] ?? 0,
  }))
    .filter(({ run }) => run >= 0)
    .sort((a, b) => a.start - b.start);
  const distinct = [...new Set(found.map(({ run }) => run))];
  return {
    classes,
    starts: Int32Array.from(found, ({ start }) => start),
    numbers: Int32Array.from(found, ({ run }) => distinct.indexOf(run)),
    distinct: Int32Array.from(distinct),
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
  counted: ArrayLike<number> = [],
  start = 0,
  end = known.classes.length,
  heads = model.header.heads.length,
): number[] {
  const { header, weights, room } = model;
  const isWhole = start === 0 && end === known.classes.length;
  const counts = countClasses(known.classes, room.counts, start, end);
  const present: number[] = [];
  for (let i = 0; i < counted.length; i++) if (counted[i] !== 0) present.push(i);
  const logits: number[] = [];
  for (let h = 0; h < heads; h++) {
    const head = header.heads[h];
    if (head === undefined) break;
    let logit = head.bias;
    if (head.unit > 0) {
      const { sum, count } = isWhole
        ? sumOfAll(known, weights[h])
        : sumOfPiece(known, room, start, end, weights[h]);
      logit += sum * head.unit * runScale(count);
    }
    for (let i = 0; i < counts.length; i++) {
      const found = counts[i] ?? 0;
      // Nothing would add nothing.
      if (found === 0) continue;
      logit += logOfCount(found) * (head.features[2 * i] ?? 0);
      logit += classShare(found, end - start) * (head.features[2 * i + 1] ?? 0);
    }
    const before = 2 * counts.length;
    for (const i of present) logit += (counted[i] ?? 0) * (head.features[before + i] ?? 0);
    logits.push(logit);
  }
  return logits;
}

function countClasses(classes: Int8Array, counts: Int32Array, start: number, end: number) {
  counts.fill(0);
  for (let i = start; i < end; i++) {
    const known = classes[i] ?? -1;
    if (known >= 0) counts[known] = (counts[known] ?? 0) + 1;
  }
  return counts;
}

/** The weights of the runs of a text, and how many they are: each counts once. */
interface RunSum {
  sum: number;
  count: number;
}

const NONE = new Int8Array(0);

function sumOfAll({ distinct }: KnownRuns, weights: Int8Array = NONE): RunSum {
  let sum = 0;
  for (let i = 0; i < distinct.length; i++) sum += weights[distinct[i] ?? 0] ?? 0;
  return { sum, count: distinct.length };
}

/** The same of the runs that begin with some of the words. */
function sumOfPiece(
  { numbers, starts, distinct }: KnownRuns,
  room: RunRoom,
  start: number,
  end: number,
  weights: Int8Array = NONE,
): RunSum {
  const { pieces } = room;
  const piece = nextPiece(room);
  const to = firstFrom(starts, end);
  let count = 0;
  let sum = 0;
  for (let i = firstFrom(starts, start); i < to; i++) {
    const number = numbers[i] ?? 0;
    if (pieces[number] === piece) continue;
    pieces[number] = piece;
    count += 1;
    sum += weights[distinct[number] ?? 0] ?? 0;
  }
  return { sum, count };
}

function nextPiece(room: RunRoom): number {
  if (room.piece === MOST_PIECES) {
    room.pieces.fill(0);
    room.piece = 0;
  }
  room.piece += 1;
  return room.piece;
}

const MOST_PIECES = 2 ** 31 - 1;

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
