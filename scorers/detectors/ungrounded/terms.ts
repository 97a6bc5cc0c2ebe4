import { lazyPattern } from '../../lazy-pattern.ts';

/** The words of a text as support is looked for: by stem, with what numbers and names they are. */

export interface Term {
  word: string;
  stem: string;
  /** Whether it carries no content of its own, as "the" does. */
  isFunction: boolean;
  /** The number it stands for: "seven" and "7" are one. */
  number?: string;
  /** Whether it is written as a name is, with a capital inside a sentence. */
  isName: boolean;
  start: number;
  end: number;
}

const TERM = lazyPattern(
  String.raw`\p{N}+(?:[.,]\p{N}+)*|[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}]|[\p{L}\p{M}]+(?:['’\x60][\p{L}]+)?|[.!?。！？]`,
  'gu',
);
const LONGEST_WORD = 40;
const ENDS = /^[.!?。！？]$/u;
const APOSTROPHE = /['’`]/;
const CLITIC = /^(.+?)(n['’`]t|['’`](?:s|re|ve|ll|m|d))$/;

export function termsOf(text: string): Term[] {
  const terms: Term[] = [];
  let isFirst = true;
  for (const { 0: raw, index } of text.matchAll(TERM())) {
    if (ENDS.test(raw)) {
      isFirst = true;
      continue;
    }
    const lower = raw.slice(0, LONGEST_WORD).toLowerCase();
    const clitic = APOSTROPHE.test(lower) ? CLITIC.exec(lower) : undefined;
    const word = clitic?.[1] ?? lower;
    const isName = raw.charAt(0) !== lower.charAt(0) && !isFirst && raw !== 'I';
    terms.push(termOf(word, isName, index, index + raw.length));
    const negation = clitic?.[2]?.startsWith('n') ? 'not' : undefined;
    if (negation) terms.push(termOf(negation, false, index, index + raw.length));
    isFirst = false;
  }
  return terms;
}

function termOf(word: string, isName: boolean, start: number, end: number): Term {
  const number = numberOf(word);
  const isFunction = FUNCTION_WORDS.has(word);
  const term = {
    word,
    stem: number ?? stemOf(word),
    isFunction,
    isName: isName && !isFunction,
    start,
    end,
  };
  return number === undefined ? term : { ...term, number };
}

const DIGIT_FIRST = lazyPattern(String.raw`^\p{N}`, 'u');

function numberOf(word: string): string | undefined {
  if (!DIGIT_FIRST().test(word)) return NUMBER_WORDS.get(word);
  return word
    .replace(/,(?=\p{N}{3}(?!\p{N}))/gu, '')
    .replace(/(?<=\.\p{N}*)0+$/u, '')
    .replace(/\.$/, '');
}

/**
 * A word without the endings of English, more of it taken than Porter takes, so that "adopted" and
 * "adoption" meet.
 */
export function stemOf(word: string): string {
  if (word.length <= 3 || !LETTERS.test(word)) return word;
  let stem = word.endsWith('s') ? word.replace(/ies$/, 'y').replace(/(?<=[^su])s$/, '') : word;
  if (stem.length > 5) stem = stem.replace(LONG_ENDING, '');
  else if (stem.length > 4) stem = stem.replace(/(?:ing|ed|er|ly)$/, '');
  return stem.replace(/([bdgklmnprt])\1$/, '$1').replace(/[eyi]$/, '');
}

const LETTERS = /^[a-z]+$/;
const LONG_ENDING = /(?:ations?|ition|ings?|edly|ed|ers?|ors?|ment|ness|ly|ive|ion|ity|al)$/;

const list = (words: string) => words.trim().split(/\s+/);

const FUNCTION_WORDS: ReadonlySet<string> = new Set(
  list(`a an the and or but if then so of in on at to from by for with as is are was were be been being am do
    does did has have had having will would can could should may might must shall it its this that these those he
    she they them his her their theirs him i you we us our your my me mine who whom whose which what when where why
    how there here than too very just also not no nor into over after before up down out off again once all any
    both each few more most other some such only own same now about
    der die das und oder ist sind war ein eine einen dem den des im in zu mit von auf für nicht
    le la les un une des et ou est sont de du en dans pour avec que qui ne pas
    el los las una y o es son del al en por con que no`),
);

const NUMBER_WORDS: ReadonlyMap<string, string> = new Map<string, string>([
  ...list(
    'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty',
  ).map((word, i): [string, string] => [word, String(i)]),
  ...list('thirty forty fifty sixty seventy eighty ninety').map((word, i): [string, string] => [
    word,
    String(10 * (i + 3)),
  ]),
  ...list('first second third fourth fifth sixth seventh eighth ninth tenth').map(
    (word, i): [string, string] => [word, String(i + 1)],
  ),
  ['hundred', '100'],
  ['thousand', '1000'],
  ['million', '1000000'],
  ['billion', '1000000000'],
]);
