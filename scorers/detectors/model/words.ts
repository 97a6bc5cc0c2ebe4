/**
 * The words of a text as numbers, in one pass over its characters: those of `tokensOf`, without a string
 * for any of them. Letters of most alphabets, digits and common signs are read here; whatever else
 * a text has is read as `tokensOf` reads it.
 */
import { lazyPattern } from '../../lazy-pattern.ts';
import { EMPTY_HASH, hashOf, mixHash } from './ngrams.ts';
import {
  FEWEST_SPACED,
  isLetter,
  isSpacer,
  LONGEST_WORD,
  readToken,
  readWord,
  type Tokens,
  tokensOf,
} from './tokens.ts';

export interface TextWords {
  text: string;
  count: number;
  /** The hash of each word. */
  hashes: Uint32Array;
  /** Where each begins and ends in the text, in UTF-16 code units. */
  starts: Int32Array;
  ends: Int32Array;
  /** What is known of each: `SIGN`, `LONG`, `ENDS_SENTENCE`. */
  marks: Uint8Array;
  /** The words themselves, where they are not found again at their places. */
  words?: readonly string[];
}

/** It is no word, but a sign. */
export const SIGN = 1;
/** It is longer than words are. */
export const LONG = 2;
/** It ends a sentence. */
export const ENDS_SENTENCE = 4;
/** It is not the letters of the text in lower case. */
const SPELLED = 8;
/** It is a character as it stands there. */
const RAW = 16;

const ENDS = new Set('.!?。！？؟।…');
const IS_WORD = lazyPattern(String.raw`^[\p{L}\p{M}\p{N}]`, 'u');
const LONGEST_OF_WORDS = 25;

/** Room to work in, kept for texts of usual length. */
interface Room {
  hashes: Uint32Array;
  starts: Int32Array;
  ends: Int32Array;
  marks: Uint8Array;
}

const USUAL_LENGTH = 8_192;
let usual: Room | undefined;

function roomFor(length: number): Room {
  if (length <= USUAL_LENGTH && usual !== undefined) return usual;
  const size = Math.max(length, USUAL_LENGTH);
  const room = {
    hashes: new Uint32Array(size),
    starts: new Int32Array(size),
    ends: new Int32Array(size),
    marks: new Uint8Array(size),
  };
  if (size === USUAL_LENGTH) usual = room;
  return room;
}

export function readWords(text: string): TextWords {
  const room = roomFor(text.length);
  const { hashes, starts, ends, marks } = room;
  const kinds = kindsOfCharacters();
  let count = 0;
  // Single letters in a row, and whether they are a word that was spaced out.
  let spaced = 0;
  let isSpaced = false;
  const add = (word: string, start: number, end: number, isRaw: boolean) => {
    hashes[count] = hashOf(word);
    starts[count] = start;
    ends[count] = end;
    marks[count] = marksOf(word) | SPELLED | (isRaw ? RAW : 0);
    count += 1;
    if (isLetter(word)) spaced += 1;
    else if (!isSpacer(word)) spaced = 0;
    isSpaced ||= spaced === FEWEST_SPACED;
  };
  for (let at = 0; at < text.length && !isSpaced; ) {
    const first = text.charCodeAt(at);
    if (first <= SPACE || first === FIXED_SPACE) {
      at += 1;
      continue;
    }
    const kind = first < TABLE ? (kinds[first] ?? SLOW) : SLOW;
    if (kind > PLAIN_SIGN) {
      const end = readLetters(text, at, kinds, hashes, count);
      if (end > at) {
        starts[count] = at;
        ends[count] = end;
        marks[count] = end - at > LONGEST_OF_WORDS ? LONG : 0;
        count += 1;
        spaced = end - at === 1 && kind < 0x80 ? spaced + 1 : 0;
        isSpaced ||= spaced === FEWEST_SPACED;
        at = end;
        continue;
      }
    } else if (kind === PLAIN_SIGN || first === DOLLAR) {
      hashes[count] = mixHash(EMPTY_HASH, first);
      starts[count] = at;
      at += 1;
      ends[count] = at;
      marks[count] = SIGN | (isFullStop(first) ? ENDS_SENTENCE : 0);
      count += 1;
      if (spaced > 0 && !isSpacer(String.fromCharCode(first))) spaced = 0;
      continue;
    } else if (kind === DIGIT) {
      const end = endOfDigits(text, at, kinds);
      if (end > at) {
        hashes[count] = hashOfZeros(Math.min(LONGEST_WORD, end - at));
        starts[count] = at;
        ends[count] = end;
        marks[count] = SPELLED | (end - at > LONGEST_OF_WORDS ? LONG : 0);
        count += 1;
        spaced = 0;
        at = end;
        continue;
      }
    }
    at = readToken(text, at, add);
  }
  if (isSpaced) return hashTokens(text, tokensOf(text));
  return {
    text,
    count,
    hashes: hashes.slice(0, count),
    starts: starts.slice(0, count),
    ends: ends.slice(0, count),
    marks: marks.slice(0, count),
  };
}

/** The words of a text that were read one by one. */
export function hashTokens(text: string, { words, starts, ends }: Tokens): TextWords {
  return {
    text,
    count: words.length,
    hashes: Uint32Array.from(words, hashOf),
    starts: Int32Array.from(starts),
    ends: Int32Array.from(ends),
    marks: Uint8Array.from(words, (word) => marksOf(word) | SPELLED),
    words,
  };
}

/** A word by its number. */
export function wordAt({ text, words, starts, ends, marks }: TextWords, i: number): string {
  if (words !== undefined) return words[i] ?? '';
  const written = text.slice(starts[i], ends[i]);
  return (marks[i] ?? 0) & RAW ? written : readWord(written);
}

/** Whether two words are the same. */
export function areSame(words: TextWords, a: number, b: number): boolean {
  const { text, hashes, starts, ends, marks } = words;
  if (hashes[a] !== hashes[b]) return false;
  if (((marks[a] ?? 0) | (marks[b] ?? 0)) & SPELLED) return wordAt(words, a) === wordAt(words, b);
  const start = starts[a] ?? 0;
  const other = starts[b] ?? 0;
  const length = Math.min(LONGEST_WORD, (ends[a] ?? 0) - start);
  if (length !== Math.min(LONGEST_WORD, (ends[b] ?? 0) - other)) return false;
  for (let i = 0; i < length; i++) {
    const one = text.charCodeAt(start + i);
    const two = text.charCodeAt(other + i);
    if (one !== two && smallOf(one) !== smallOf(two)) return false;
  }
  return true;
}

function smallOf(code: number): number {
  const kind = code < TABLE ? (kindsOfCharacters()[code] ?? SLOW) : SLOW;
  if (kind > PLAIN_SIGN) return kind;
  return code === RAISED_COMMA ? APOSTROPHE : code;
}

function marksOf(word: string): number {
  return (
    (IS_WORD().test(word) ? 0 : SIGN) |
    (word.length > LONGEST_OF_WORDS ? LONG : 0) |
    (ENDS.has(word) ? ENDS_SENTENCE : 0)
  );
}

const SPACE = 0x20;
const FIXED_SPACE = 0xa0;
const DOLLAR = 0x24;
const APOSTROPHE = 0x27;
const RAISED_COMMA = 0x2019;

function isFullStop(code: number): boolean {
  return code === 0x2e || code === 0x21 || code === 0x3f;
}

// What the first characters of Unicode are to a word: its small letter, or one of these.
/** To be looked at more closely. */
const SLOW = 0;
/** Ends a word, and is to be looked at more closely. */
const END = 1;
const DIGIT = 2;
/** Ends a word, and is one by itself. */
const PLAIN_SIGN = 3;
const TABLE = 0x500;

let known: Uint16Array | undefined;

function kindsOfCharacters(): Uint16Array {
  known ??= Uint16Array.from({ length: TABLE }, (_, code) => kindOf(String.fromCharCode(code)));
  return known;
}

function kindOf(character: string): number {
  if (/[0-9]/.test(character)) return DIGIT;
  if (/[$\u02bc]|[\p{M}\p{N}\p{Cf}]/u.test(character)) return SLOW;
  const isItself = character.normalize('NFKC') === character;
  if (!/\p{L}/u.test(character)) {
    return isItself && !/\s/.test(character) && character >= '!' ? PLAIN_SIGN : END;
  }
  const small = character.toLowerCase();
  // The small letter of a sigma depends on where it stands.
  const isSimple = isItself && small.length === 1 && small.normalize('NFKC') === small;
  return isSimple && character !== '\u03a3' ? small.charCodeAt(0) : SLOW;
}

/**
 * Puts the hash of a word of letters at its place. An apostrophe between letters is part of it; one
 * between a plain letter and one with an accent is not.
 *
 * @returns where the word ends; its start when it has other characters in it
 */
function readLetters(
  text: string,
  start: number,
  kinds: Uint16Array,
  hashes: Uint32Array,
  place: number,
): number {
  const first = text.charCodeAt(start);
  let hash = mixHash(EMPTY_HASH, kinds[first] ?? SLOW);
  let isAscii = first < 0x80;
  let end = start + 1;
  for (; end < text.length; end++) {
    const code = text.charCodeAt(end);
    let kind = code < TABLE ? (kinds[code] ?? SLOW) : SLOW;
    if (kind <= PLAIN_SIGN) {
      if (code !== APOSTROPHE && code !== RAISED_COMMA) {
        if (kind === SLOW || kind === DIGIT) {
          if (!isPunctuation(code)) return start;
        }
        break;
      }
      const next = end + 1 < text.length ? text.charCodeAt(end + 1) : SPACE;
      const nextKind = next < TABLE ? (kinds[next] ?? SLOW) : isPunctuation(next) ? END : SLOW;
      if (code === APOSTROPHE && isAscii && next >= 0x80) break;
      if (nextKind <= PLAIN_SIGN) {
        if (nextKind === SLOW && next >= 0x80) return start;
        break;
      }
      kind = APOSTROPHE;
    }
    if (code >= 0x80) isAscii = false;
    if (end - start < LONGEST_WORD) hash = mixHash(hash, kind);
  }
  hashes[place] = hash;
  return end;
}

/** Where a number ends; its start when it may be part of a word. */
function endOfDigits(text: string, start: number, kinds: Uint16Array): number {
  for (let end = start + 1; end < text.length; end++) {
    const code = text.charCodeAt(end);
    const kind = code < TABLE ? (kinds[code] ?? SLOW) : SLOW;
    if (kind === DIGIT) continue;
    return kind === END || kind === PLAIN_SIGN || isPunctuation(code) ? end : start;
  }
  return text.length;
}

/** Whether it is one of the spaces, dashes, quotation marks and dots that end a word. */
function isPunctuation(code: number): boolean {
  return (
    (code >= 0x2000 && code <= 0x200a) ||
    (code >= 0x2010 && code <= 0x2027 && code !== RAISED_COMMA)
  );
}

const zeros: number[] = [];

function hashOfZeros(length: number): number {
  zeros[length] ??= hashOf('0'.repeat(length));
  return zeros[length];
}
