/**
 * Two words in a row that begin with small letters, as names in a text without capitals do, with or without an
 * initial between them: where each pair begins and ends.
 */
import { lazyPattern } from '../../lazy-pattern.ts';

export type Pair = [start: number, end: number];

const SHORTEST = 3;
const LONGEST = 31;
const PAIR = lazyPattern(
  String.raw`(?<![\p{L}\p{M}\p{N}'’-])\p{Ll}[\p{L}\p{M}'’-]{2,30}(?: \p{Ll}\.?)? \p{Ll}[\p{L}\p{M}'’-]{2,30}`,
  'gu',
);

/** In any text. */
export function anyPairs(text: string): Pair[] {
  return Array.from(text.matchAll(PAIR()), ({ 0: pair, index }) => [index, index + pair.length]);
}

/** The same in a text of ASCII alone, a few times as fast. */
export function asciiPairs(text: string): Pair[] {
  const pairs: Pair[] = [];
  for (let at = 0; at < text.length; ) {
    const end = wordEnd(text, at);
    if (end === at) {
      // A digit is part of what it stands in, which begins no name.
      at = isDigit(text.charCodeAt(at)) ? pastToken(text, at) : at + 1;
      continue;
    }
    const second =
      end - at <= LONGEST && startsSmall(text, at) ? secondIn(text, at, end) : undefined;
    if (second !== undefined) pairs.push([at, second]);
    at = pastToken(text, second ?? end);
  }
  return pairs;
}

/** Where the pair ends whose first word is this one. */
function secondIn(text: string, start: number, end: number): number | undefined {
  if (end - start < SHORTEST || text.charCodeAt(end) !== SPACE) return undefined;
  if (startsSmall(text, end + 1)) {
    const initial = end + 2;
    const next = text.charCodeAt(initial) === FULL_STOP ? initial + 1 : initial;
    const past = text.charCodeAt(next) === SPACE ? secondEnd(text, next + 1) : undefined;
    if (past !== undefined) return past;
  }
  return secondEnd(text, end + 1);
}

function secondEnd(text: string, start: number): number | undefined {
  if (!startsSmall(text, start)) return undefined;
  const end = Math.min(wordEnd(text, start), start + LONGEST);
  return end - start < SHORTEST ? undefined : end;
}

/** Where letters, apostrophes and hyphens end. */
function wordEnd(text: string, start: number): number {
  let end = start;
  while (end < text.length && isOfWord(text.charCodeAt(end))) end += 1;
  return end;
}

/** The same with digits. */
function pastToken(text: string, start: number): number {
  let end = start;
  while (end < text.length) {
    const code = text.charCodeAt(end);
    if (!isOfWord(code) && !isDigit(code)) break;
    end += 1;
  }
  return end;
}

function startsSmall(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 0x61 && code <= 0x7a;
}

function isOfWord(code: number): boolean {
  const small = code | 0x20;
  return (small >= 0x61 && small <= 0x7a) || code === APOSTROPHE || code === HYPHEN;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

const SPACE = 0x20;
const APOSTROPHE = 0x27;
const HYPHEN = 0x2d;
const FULL_STOP = 0x2e;
