/**
 * Byte n-grams of languages that share their script, and how much each speaks for which of them.
 * `language-ngrams.bin` is made by scripts/build-language-model.ts. It holds the number n of n-grams in
 * 32 bits, little end first; the first byte of each n-gram in order, then the second of each, and so on
 * to the sixth, with zeros after the end of a short one; for each n-gram the languages that it speaks
 * for, as one byte each with 0x80 added to the last; and for each of those a byte with its level.
 *
 * Derived from eld, Efficient Language Detector, copyright 2023 Nito T.M., Apache License 2.0,
 * https://github.com/nitotm/efficient-language-detector-js; pruned and rounded.
 */
import { readData } from '#data-files';

/** The languages, in the order of their numbers. */
export const NGRAM_LANGUAGES =
  'ar az be bg ca cs da de en es et eu fa fi fr hi hr hu is it ku lt lv mr ms nl no pl pt ro ru sk sl sq sr sv tl tr uk ur vi yo'.split(
    ' ',
  );

/** What a level stands for in the scores of eld. */
export const LEVEL_HEIGHT = 32;
/** Bytes of the longest n-gram: four of a word, and a space where it begins and ends. */
export const NGRAM_BYTES = 6;
/** Marks the last language of an n-gram. */
export const LAST_MARK = 0x80;

const COUNT_BYTES = 4;

/** That an n-gram speaks for a language. */
export interface NgramMark {
  language: string;
  level: number;
}

/** An n-gram as one number, in the order of their bytes. */
export function ngramKey(bytes: ArrayLike<number>): number {
  let key = 0;
  for (let i = 0; i < NGRAM_BYTES; i += 1) key = key * 0x100 + (bytes[i] ?? 0);
  return key;
}

/** The languages that an n-gram speaks for. */
export function marksOfNgram(key: number): NgramMark[] {
  model ??= readModel();
  const { keys, firstMarks, languages, levels } = model;
  const found = indexOf(keys, key);
  if (found === undefined) return [];
  const marks: NgramMark[] = [];
  for (let i = firstMarks[found] ?? 0; i < (firstMarks[found + 1] ?? 0); i += 1) {
    const language = NGRAM_LANGUAGES[(languages[i] ?? 0) & ~LAST_MARK] ?? '';
    marks.push({ language, level: levels[i] ?? 0 });
  }
  return marks;
}

interface Model {
  /** Of the n-grams, ascending. */
  keys: Float64Array;
  /** Where the marks of each begin, and where the last one's end. */
  firstMarks: Uint32Array;
  languages: Uint8Array;
  levels: Uint8Array;
}

let model: Model | undefined;

function readModel(): Model {
  const data = readData('text/language-ngrams.bin');
  const bytes = new Uint8Array(data);
  const count = new DataView(data).getUint32(0, true);
  const columnsEnd = COUNT_BYTES + NGRAM_BYTES * count;
  const marks = (bytes.length - columnsEnd) / 2;
  const languages = bytes.subarray(columnsEnd, columnsEnd + marks);
  const keys = new Float64Array(count);
  for (let at = COUNT_BYTES; at < columnsEnd; at += count) {
    for (let i = 0; i < count; i += 1) keys[i] = (keys[i] ?? 0) * 0x100 + (bytes[at + i] ?? 0);
  }
  const firstMarks = new Uint32Array(count + 1);
  for (let i = 0, next = 1; i < marks; i += 1) {
    if (((languages[i] ?? 0) & LAST_MARK) === 0) continue;
    firstMarks[next] = i + 1;
    next += 1;
  }
  return { keys, firstMarks, languages, levels: bytes.subarray(columnsEnd + marks) };
}

function indexOf(keys: Float64Array, key: number): number | undefined {
  let low = 0;
  let high = keys.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((keys[middle] ?? 0) < key) low = middle + 1;
    else high = middle;
  }
  return keys[low] === key ? low : undefined;
}
