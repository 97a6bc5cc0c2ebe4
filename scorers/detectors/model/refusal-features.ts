import { sentencesOf } from './pieces.ts';
import { type Tokens, tokensOf } from './tokens.ts';

// The first two sentences say whether what follows is an answer.
const OPENING_SENTENCES = 2;

/** How many tokens the opening of an answer has. */
export function openingOf(text: string, tokens: Tokens): number {
  return sentencesOf(text, tokens)[OPENING_SENTENCES - 1]?.to ?? tokens.words.length;
}

/**
 * What the question adds: how much of it the answer takes up, and how long that is. An answer to
 * nobody's question has no such features.
 */
export function promptFeatures(answer: Tokens, question?: string): number[] {
  const length = Math.log1p(answer.words.length) / 5;
  const lists = answer.words.filter((word) => /^[0•*-]$/.test(word)).length;
  const shape = [length, Math.min(2, lists / 5)];
  if (question === undefined) return [...shape, 0, 0, 0];
  const asked = tokensOf(question).words.filter((word) => word.length > LEAST_LETTERS);
  const said = new Set(answer.words);
  const opening = new Set(answer.words.slice(0, OPENING_WORDS));
  const share = (of: Set<string>) =>
    asked.filter((word) => of.has(word)).length / Math.max(1, asked.length);
  return [...shape, 1, share(said), share(opening)];
}

const LEAST_LETTERS = 3;
const OPENING_WORDS = 30;
