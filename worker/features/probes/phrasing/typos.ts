import type { Edit } from '@assay/schema/text-edits.ts';
import { type Random, randomIndex } from '../../../core/statistics/random.ts';
import { pick, shuffled } from '../text/seeds.ts';
import { freeWords, type Word } from '../text/words.ts';
import type { Rewording } from './rewording.ts';

const WORDS_A_TYPO = 8;
const LEAST_LETTERS = 4;
/** A typo in one of these can turn the meaning into its opposite. */
const DECIDES =
  /^(?:not|never|none|nothing|nobody|nowhere|neither|without|except|unless|cannot|least|most|more|less|fewer|only|before|after|below|above|under|over|.*n['’]t)$/i;
// Neighbours on a QWERTY keyboard.
const NEIGHBOURS: Readonly<Record<string, string>> = {
  ...{ a: 'sq', b: 'vn', c: 'xv', d: 'sf', e: 'wr', f: 'dg', g: 'fh', h: 'gj', i: 'uo', j: 'hk' },
  ...{ k: 'jl', l: 'k', m: 'n', n: 'bm', o: 'ip', p: 'o', q: 'w', r: 'et', s: 'ad', t: 'ry' },
  ...{ u: 'yi', v: 'cb', w: 'qe', x: 'zc', y: 'tu', z: 'x' },
};

/**
 * Typing errors in about every eighth word: letters swapped, dropped, doubled or hit next to. Words of
 * fewer than four letters, words that begin with a capital inside a sentence, and words that can turn
 * the meaning, such as negations, are kept, and so is every first letter.
 *
 * Source: the character noise of CheckList (Ribeiro et al. 2020) and TextFlint (Wang et al. 2021).
 */
export const typos: Rewording = {
  name: 'typos',
  changes: 'typing errors',
  reword({ text, kept }, random) {
    const words = freeWords(text, kept).filter((word) => isOpen(word));
    if (words.length === 0) return { skipped: 'no word of four letters or more may be changed' };
    const count = Math.max(1, Math.round(words.length / WORDS_A_TYPO));
    return shuffled(random, words)
      .slice(0, count)
      .toSorted((a, b) => a.start - b.start)
      .map((word) => mistyped(word, random));
  },
};

function isOpen({ text }: Word): boolean {
  // Only letters with a capital and a small form, of which all are small: names are kept.
  return /^\p{Ll}+$/u.test(text) && text.length >= LEAST_LETTERS && !DECIDES.test(text);
}

function mistyped({ text, start }: Word, random: Random): Edit {
  const ways = shuffled(random, [swapped, dropped, doubled, hitBeside]);
  const at = 1 + randomIndex(random, text.length - 2);
  for (const way of ways) {
    const wrong = way(text, at, random);
    if (wrong !== text) return { start, end: start + text.length, replacement: wrong };
  }
  return { start, end: start + text.length, replacement: doubled(text, at) };
}

function swapped(word: string, at: number): string {
  return word.slice(0, at) + word.charAt(at + 1) + word.charAt(at) + word.slice(at + 2);
}

function dropped(word: string, at: number): string {
  return word.slice(0, at) + word.slice(at + 1);
}

function doubled(word: string, at: number): string {
  return word.slice(0, at) + word.charAt(at) + word.slice(at);
}

function hitBeside(word: string, at: number, random: Random): string {
  const near = NEIGHBOURS[word.charAt(at)];
  return near === undefined
    ? word
    : word.slice(0, at) + pick(random, [...near]) + word.slice(at + 1);
}
