import { lazyPattern } from '../lazy-pattern.ts';

const LETTER_OR_DIGIT = lazyPattern(String.raw`[\p{L}\p{N}]`, 'u');
const OTHERS = lazyPattern(String.raw`[^\p{L}\p{N}]+`, 'gu');

/** Whether a text has a letter or a digit of any script. */
export function hasLetterOrDigit(text: string): boolean {
  return LETTER_OR_DIGIT().test(text);
}

/** The text with each run of other characters replaced. */
export function replaceOthers(text: string, by: string): string {
  return text.replace(OTHERS(), by);
}
