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
import { classFeatures, type Lexicon, type Reading } from './reading.ts';

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
  /** One bit for each possible hash: whether the run is known. */
  known: Uint32Array;
  /** How many known runs there are before each of its numbers. */
  before: Uint32Array;
  /** For each head a weight a run. */
  weights: readonly Int8Array[];
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
  const known = new Uint32Array(2 ** HASH_BITS / 32);
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
  return { header, lexicon, inLexicon, known, before, weights };
}

/** The number of a known run by its hash; -1 for a run that is not known. */
export function runOf({ known, before }: TextModel, hash: number): number {
  const bits = known[hash >>> 5] ?? 0;
  const bit = hash & 31;
  if (((bits >>> bit) & 1) === 0) return -1;
  return (before[hash >>> 5] ?? 0) + bitsIn(bits & ((1 << bit) - 1));
}

function bitsIn(bits: number): number {
  let count = bits - ((bits >>> 1) & 0x55555555);
  count = (count & 0x33333333) + ((count >>> 2) & 0x33333333);
  return Math.imul((count + (count >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** The runs of a reading that the model knows, by number, in the order of where they begin. */
export interface KnownRuns {
  reading: Pick<Reading, 'tokens' | 'classes'>;
  runs: Int32Array;
  starts: Int32Array;
}

export function knownRuns(model: TextModel, reading: Reading): KnownRuns {
  const { hashes, starts, classes } = reading;
  const found = new Int32Array(hashes.length);
  // Sorted by counting: how many known runs begin with each token, then where the first of them goes.
  const places = new Int32Array(classes.length + 1);
  let count = 0;
  for (let i = 0; i < hashes.length; i++) {
    const run = runOf(model, hashes[i] ?? 0);
    found[i] = run;
    if (run < 0) continue;
    count += 1;
    const next = (starts[i] ?? 0) + 1;
    places[next] = (places[next] ?? 0) + 1;
  }
  for (let i = 1; i < places.length; i++) places[i] = (places[i] ?? 0) + (places[i - 1] ?? 0);
  const runs = new Int32Array(count);
  const sorted = new Int32Array(count);
  for (let i = 0; i < found.length; i++) {
    const run = found[i] ?? -1;
    if (run < 0) continue;
    const start = starts[i] ?? 0;
    const place = places[start] ?? 0;
    runs[place] = run;
    sorted[place] = start;
    places[start] = place + 1;
  }
  return { reading, runs, starts: sorted };
}

/**
 * The logit of each head for some of the tokens of a text.
 *
 * @param counted what the detector counts, in the order of training
 * @param heads how many of the heads, from the first
 */
export function logitsOf(
  model: TextModel,
  known: KnownRuns,
  counted: readonly number[] = [],
  start = 0,
  end = known.reading.classes.length,
  heads = model.header.heads.length,
): number[] {
  const { header, weights } = model;
  const seen = distinctRuns(known, model, start, end);
  const scale = runScale(seen.length);
  const features = classFeatures(known.reading.classes, header.classes.length, start, end);
  for (const each of counted) features.push(each);
  return header.heads.slice(0, heads).map((head, h) => {
    const sum = head.unit > 0 ? sumOf(seen, weights[h]) : 0;
    let logit = head.bias + sum * head.unit * scale;
    for (let i = 0; i < features.length; i++) logit += (features[i] ?? 0) * (head.features[i] ?? 0);
    return logit;
  });
}

function sumOf(runs: Int32Array, weights: Int8Array | undefined): number {
  if (weights === undefined) return 0;
  let sum = 0;
  for (let i = 0; i < runs.length; i++) sum += weights[runs[i] ?? 0] ?? 0;
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
 * How much each token adds to the logit of a head by the runs that begin with it, each run counted where
 * it stands first.
 */
export function contributions(
  model: TextModel,
  head: number,
  { reading, runs, starts }: KnownRuns,
): Float64Array {
  const sums = new Float64Array(reading.classes.length);
  const weights = model.weights[head];
  const seenIn = windowOfRuns(model);
  const window = ++seenIn.window;
  for (let i = 0; i < runs.length; i++) {
    const run = runs[i] ?? 0;
    if (seenIn.last[run] === window) continue;
    seenIn.last[run] = window;
    const start = starts[i] ?? 0;
    sums[start] = (sums[start] ?? 0) + (weights?.[run] ?? 0);
  }
  return sums;
}

/** The runs that begin with some of the tokens, each once. */
function distinctRuns(
  { runs, starts }: KnownRuns,
  model: TextModel,
  start: number,
  end: number,
): Int32Array {
  const seenIn = windowOfRuns(model);
  const window = ++seenIn.window;
  const seen = seenIn.last;
  const from = firstFrom(starts, start);
  const to = firstFrom(starts, end);
  const distinct = roomForRuns(to - from);
  let count = 0;
  for (let i = from; i < to; i++) {
    const run = runs[i] ?? 0;
    if (seen[run] === window) continue;
    seen[run] = window;
    distinct[count++] = run;
  }
  return distinct.subarray(0, count);
}

// The runs of one window after the other are written here.
let room = new Int32Array(4_096);

function roomForRuns(most: number): Int32Array {
  if (most <= room.length) return room;
  if (most > LARGEST_ROOM) return new Int32Array(most);
  room = new Int32Array(most);
  return room;
}

const LARGEST_ROOM = 65_536;

/** For each run of a model the window that it was last seen in: cheaper than to clear it for each. */
interface SeenRuns {
  last: Float64Array;
  window: number;
}

const seenRuns = new WeakMap<TextModel, SeenRuns>();

function windowOfRuns(model: TextModel): SeenRuns {
  const known = seenRuns.get(model);
  if (known) return known;
  const made = { last: new Float64Array(model.header.runs), window: 0 };
  seenRuns.set(model, made);
  return made;
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
