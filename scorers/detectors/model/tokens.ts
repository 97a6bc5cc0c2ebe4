import { lazyPattern } from '../../lazy-pattern.ts';

/**
 * The words of a text as trained detectors read them, with where each stands: compatibility forms and
 * case folded, unseen signs taken out, letters that digits stand for (`h4te`) put back, and words that
 * were spaced out (`i g n o r e`) put together. Chinese, Japanese and Thai are read character by character.
 */

/** Words in order; signs count as words of their own. */
export interface Tokens {
  words: readonly string[];
  /** Where each begins and ends in the text, in UTF-16 code units. */
  starts: readonly number[];
  ends: readonly number[];
}

// A word may begin with a few digits, as in 4chan, and hold signs that no one sees.
const WORD = lazyPattern(
  String.raw`\p{N}{0,4}[\p{L}\p{M}][\p{L}\p{M}\p{N}\p{Cf}$]*(?:['’ʼ][\p{L}\p{M}]+)*|\p{N}+|[^\s\p{Cf}]|[\s\p{Cf}]+`,
  'uy',
);
const UNSPACED = lazyPattern(
  String.raw`[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Khmer}\p{sc=Lao}]`,
  'u',
);
const NOTHING = lazyPattern(String.raw`^[\s\p{Cf}]`, 'u');
const IS_PLAIN = /^[a-z']*$/;
/** Longer words are none, and only their beginning is read. */
export const LONGEST_WORD = 40;
/** So many single letters in a row are one word that was spaced out. */
export const FEWEST_SPACED = 4;

export function tokensOf(text: string): Tokens {
  const words: string[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  const add = (word: string, start: number, end: number) => {
    words.push(word);
    starts.push(start);
    ends.push(end);
  };
  for (let at = 0; at < text.length; ) {
    if (text.charCodeAt(at) <= SPACE) {
      at += 1;
      continue;
    }
    const plainEnd = plainWordEnd(text, at);
    if (plainEnd > at) {
      add(text.slice(at, Math.min(plainEnd, at + LONGEST_WORD)).toLowerCase(), at, plainEnd);
      at = plainEnd;
      continue;
    }
    at = readToken(text, at, add);
  }
  return joinSpaced({ words, starts, ends });
}

/** Takes a word with where it begins and ends, and whether it is a character as it stands there. */
export type AddToken = (word: string, start: number, end: number, isRaw: boolean) => void;

/** Reads whatever begins at a place. @returns where that ends */
export function readToken(text: string, at: number, add: AddToken): number {
  WORD().lastIndex = at;
  const raw = WORD().exec(text)?.[0] ?? text.charAt(at);
  if (UNSPACED().test(raw)) eachCharacter(raw, at, add);
  else if (!NOTHING().test(raw)) {
    const word = readWord(raw);
    if (word !== '') add(word, at, at + raw.length, false);
  }
  return at + raw.length;
}

const SPACE = 0x20;

/** Where a word of nothing but ASCII letters, or one ASCII sign, ends; its start when it is anything else. */
function plainWordEnd(text: string, start: number): number {
  const first = text.charCodeAt(start);
  if (first >= 0x80 || isDigit(first)) return start;
  let end = start + 1;
  if (!isAsciiLetter(first)) return end;
  for (; end < text.length; end++) {
    const code = text.charCodeAt(end);
    if (isAsciiLetter(code)) continue;
    if (code === APOSTROPHE && isAsciiLetter(text.charCodeAt(end + 1))) continue;
    if (code >= 0x80 || code === DOLLAR || isDigit(code)) return start;
    break;
  }
  return end;
}

const APOSTROPHE = 0x27;
const DOLLAR = 0x24;

function isAsciiLetter(code: number): boolean {
  const lower = code | 0x20;
  return lower >= 0x61 && lower <= 0x7a;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function eachCharacter(raw: string, start: number, add: AddToken): void {
  let at = start;
  for (const character of raw) {
    add(character, at, at + character.length, true);
    at += character.length;
  }
}

/** The word that some characters of a text stand for; empty for none. */
export function readWord(raw: string): string {
  const lower = raw.slice(0, LONGEST_WORD).toLowerCase();
  if (IS_PLAIN.test(lower)) return lower;
  return lower
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\p{Cf}/gu, '')
    .replace(/[’ʼ]/g, "'")
    .replace(/(?<=\p{L})[013457$]+(?=\p{L})/gu, (digits) =>
      [...digits].map((digit) => LETTER_OF[digit] ?? digit).join(''),
    )
    .replace(/\p{N}/gu, '0');
}

const LETTER_OF: Readonly<Record<string, string>> = {
  0: 'o',
  1: 'i',
  3: 'e',
  4: 'a',
  5: 's',
  7: 't',
  $: 's',
};

/** Signs that letters are spaced out with, as in `i-g-n-o-r-e`. */
const SPACERS = new Set('-._*|/+·');

export function isSpacer(word: string | undefined): boolean {
  return word !== undefined && SPACERS.has(word);
}

// In a text that spaces words out, shorter ones are spaced out, too.
const FEWEST_AFTER_SPACED = 2;

function joinSpaced(tokens: Tokens): Tokens {
  const { words, starts, ends } = tokens;
  if (!hasSpaced(words)) return tokens;
  const joined = { words: [] as string[], starts: [] as number[], ends: [] as number[] };
  let isAfterSpaced = false;
  for (let i = 0; i < words.length; ) {
    const run = spacedRun(tokens, i);
    isAfterSpaced = run.letters >= (isAfterSpaced ? FEWEST_AFTER_SPACED : FEWEST_SPACED);
    const end = isAfterSpaced ? run.end : i + 1;
    const word = words.slice(i, end).filter((part) => end === i + 1 || isLetter(part));
    joined.words.push(word.join('').slice(0, LONGEST_WORD));
    joined.starts.push(starts[i] ?? 0);
    joined.ends.push(ends[end - 1] ?? 0);
    i = end;
  }
  return joined;
}

/** The single letters from a place on, each as far from the next as the first two are or closer, or with the same sign between them. */
function spacedRun(
  { words, starts, ends }: Tokens,
  from: number,
): { end: number; letters: number } {
  if (!isLetter(words[from])) return { end: from + 1, letters: 0 };
  const gapAfter = (i: number) => (starts[i + 1] ?? 0) - (ends[i] ?? 0);
  const sign = isSpacer(words[from + 1]) ? words[from + 1] : undefined;
  const step = sign === undefined ? 1 : 2;
  // Of a wider space after closer letters the word does not go on.
  const before = isLetter(words[from - 1]) ? gapAfter(from - 1) : Number.POSITIVE_INFINITY;
  const widest = sign === undefined ? Math.min(before, gapAfter(from)) : 0;
  const goesOn = (i: number) =>
    isLetter(words[i + step]) &&
    (sign === undefined || words[i + 1] === sign) &&
    gapAfter(i) <= widest &&
    (sign === undefined || gapAfter(i + 1) === 0);
  let last = from;
  while (goesOn(last)) last += step;
  return { end: last + 1, letters: (last - from) / step + 1 };
}

function hasSpaced(words: readonly string[]): boolean {
  let run = 0;
  for (const word of words) {
    if (isLetter(word)) run += 1;
    else if (!isSpacer(word)) run = 0;
    if (run === FEWEST_SPACED) return true;
  }
  return false;
}

export function isLetter(word: string | undefined): boolean {
  return word !== undefined && word.length === 1 && word >= 'a' && word <= 'z';
}
