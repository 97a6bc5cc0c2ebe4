import { readData } from '#data-files';
import type { Work } from '../../work.ts';
import { readKnownRuns } from './known-runs.ts';
import { type KnownRuns, readTextModel, type TextModel } from './text-model.ts';
import type { WEIGHTS } from './weights.ts';
import { readWords, type TextWords } from './words.ts';

// Read when first asked for: starting has no time for it.
const known = new Map<string, TextModel>();

export function textModel(name: keyof typeof WEIGHTS): TextModel {
  const found = known.get(name) ?? readTextModel(readData(`detectors/model/${name}.bin`));
  known.set(name, found);
  return found;
}

/** What a model knows of a text, and its words. */
export interface KnownText extends KnownRuns {
  words: TextWords;
}

/** @param openingOf how many words the opening of a text has; 0 where it is like the rest */
export function readText(
  model: TextModel,
  text: string,
  work: Work,
  openingOf: (words: TextWords) => number = () => 0,
): KnownText {
  work.spend(text.length * STEPS_PER_CHARACTER, 'reading the words of a text');
  if (last?.text !== text) last = readWords(text);
  const words = last;
  return { ...readKnownRuns(model, words, openingOf(words)), words };
}

// Several detectors look at the same text, one after the other.
let last: TextWords | undefined;

// Texts in which each character is a word take longest.
const STEPS_PER_CHARACTER = 600;
