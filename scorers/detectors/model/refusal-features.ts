import { sentencesOf } from './pieces.ts';
import { readWords, type TextWords, wordAt } from './words.ts';

// The first two sentences say whether what follows is an answer.
const OPENING_SENTENCES = 2;

/** How many words the opening of an answer has. */
export function openingOf(words: TextWords): number {
  return sentencesOf(words)[OPENING_SENTENCES - 1]?.to ?? words.count;
}

/**
 * What the question adds: how much of it the answer takes up, and how long that is. An answer to
 * nobody's question has no such features.
 */
export function promptFeatures(answer: TextWords, question?: string): number[] {
  const words = stringsOf(answer);
  const length = Math.log1p(words.length) / 5;
  const lists = words.filter((word) => /^[0•*-]$/.test(word)).length;
  const shape = [length, Math.min(2, lists / 5)];
  if (question === undefined) return [...shape, 0, 0, 0];
  const asked = stringsOf(readWords(question)).filter((word) => word.length > LEAST_LETTERS);
  const said = new Set(words);
  const opening = new Set(words.slice(0, OPENING_WORDS));
  const share = (of: Set<string>) =>
    asked.filter((word) => of.has(word)).length / Math.max(1, asked.length);
  return [...shape, 1, share(said), share(opening)];
}

function stringsOf(words: TextWords): string[] {
  return Array.from({ length: words.count }, (_, i) => wordAt(words, i));
}

const LEAST_LETTERS = 3;
const OPENING_WORDS = 30;
