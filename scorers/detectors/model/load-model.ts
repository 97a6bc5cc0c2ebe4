import { readData } from '#data-files';
import type { Work } from '../../work.ts';
import { readTokens } from './reading.ts';
import { type KnownRuns, knownRuns, readTextModel, type TextModel } from './text-model.ts';
import { type Tokens, tokensOf } from './tokens.ts';
import type { WEIGHTS } from './weights.ts';

// Read when first asked for: starting has no time for it.
const known = new Map<string, TextModel>();

export function textModel(name: keyof typeof WEIGHTS): TextModel {
  const found = known.get(name) ?? readTextModel(readData(`detectors/model/${name}.bin`));
  known.set(name, found);
  return found;
}

/** What a model knows of a text. */
export function readText(
  model: TextModel,
  text: string,
  work: Work,
  openingOf: (tokens: Tokens) => number = () => 0,
): KnownRuns {
  work.spend(text.length * STEPS_PER_CHARACTER, 'reading the words of a text');
  const tokens = tokensOfLast(text);
  return knownRuns(model, readTokens(tokens, model.lexicon, openingOf(tokens)));
}

// Several detectors look at the same text, one after the other.
let last: { text: string; tokens: Tokens } | undefined;

function tokensOfLast(text: string): Tokens {
  if (last?.text !== text) last = { text, tokens: tokensOf(text) };
  return last.tokens;
}

// Texts in which each character is a word take longest.
const STEPS_PER_CHARACTER = 600;
