import { lazyPattern } from '../lazy-pattern.ts';
import { fieldAfter } from './loose-json.ts';

/**
 * Finds where strings of JSON end in a text: the last word of each, and the key and value that follow,
 * in a form that does not depend on white space or the kind of quotes.
 *
 * @param onlyForged only ends of strings that the text has not opened as JSON does in the same sentence,
 *   or at all: to quote them without escaping closes the string of whoever quotes
 */
export function stringEnds(text: string, onlyForged: boolean): Set<string> {
  const found = new Set<string>();
  let inSentence: Counts = {};
  const inText: Counts = {};
  for (const { 0: mark, index } of text.matchAll(MARK)) {
    if (!QUOTES.includes(mark)) {
      inSentence = {};
      continue;
    }
    const kind = mark === '”' ? '“' : mark;
    const isOpened = isOdd(inSentence[kind]) && isOdd(inText[kind]);
    const field = onlyForged && isOpened ? undefined : fieldAfter(text, index + 1);
    if (field !== undefined) {
      const [word] = LAST_WORD().exec(text.slice(Math.max(0, index - LOOK_BACK), index)) ?? [''];
      found.add(fold([word, withoutQuotes(field.key), valueAt(text, field.valueAt)].join('"')));
    }
    inText[kind] = (inText[kind] ?? 0) + 1;
    const isProse =
      !isOdd(inSentence[kind]) && !OPENING.test(text.slice(Math.max(0, index - LOOK_BACK), index));
    // What no JSON opens closes nothing either, as the mark of inches.
    if (!isProse) inSentence[kind] = (inSentence[kind] ?? 0) + 1;
  }
  return found;
}

type Counts = Record<string, number>;

const QUOTES = '"\'“”';
const MARK = /["'“”\n]|[.!?…](?=\s)|[。！？]/g;
const LOOK_BACK = 30;
const LAST_WORD = lazyPattern(String.raw`[\p{L}\p{N}]*[^\p{L}\p{N}\s"'“”]{0,4}$`, 'u');
const OPENING = /(?:^|[{[,:])\s*$/;
const VALUE = /^[\s{[]*["'“]?([^"'“”,}\]\n]{0,20})/;

function valueAt(text: string, at: number): string {
  const [, value = ''] = VALUE.exec(text.slice(at, at + LONGEST_VALUE)) ?? [];
  return value.trim();
}

const LONGEST_VALUE = 60;

function withoutQuotes(key: string): string {
  return key.replace(/^["'“]|["'”]$/g, '').trim();
}

function fold(end: string): string {
  return end
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .toLowerCase();
}

function isOdd(count = 0): boolean {
  return count % 2 === 1;
}
