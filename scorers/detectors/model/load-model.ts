import { readData } from '#data-files';
import type { Work } from '../../work.ts';
import { readKnownRuns } from './known-runs.ts';
import { type KnownRuns, readTextModel, type TextModel } from './text-model.ts';
import { type HashedTokens, hashTokens, type Tokens, tokensOf } from './tokens.ts';
import type { WEIGHTS } from './weights.ts';

// Read when first asked for: starting has no time for it.
const known = new Map<string, TextModel>();

export function textModel(name: keyof typeof WEIGHTS): TextModel {
  const found = known.get(name) ?? readTextModel(readData(`detectors/model/${name}.bin`));
  known.set(name, found);
  return found;
}

export interface HashedRuns extends KnownRuns {
  tokens: HashedTokens;
}

/** What a model knows of a text. */
export function readText(
  model: TextModel,
  text: string,
  work: Work,
  openingOf: (tokens: Tokens) => number = () => 0,
): HashedRuns {
  work.spend(text.length * STEPS_PER_CHARACTER, 'reading the words of a text');
  const tokens = tokensOfLast(text);
  return { ...readKnownRuns(model, tokens, openingOf(tokens)), tokens };
}

// Several detectors look at the same text, one after the other.
let last: { text: string; tokens: HashedTokens } | undefined;

function tokensOfLast(text: string): HashedTokens {
  if (last?.text !== text) last = { text, tokens: hashTokens(tokensOf(text)) };
  return last.tokens;
}

// Texts in which each character is a word take longest.
const STEPS_PER_CHARACTER = 600;
