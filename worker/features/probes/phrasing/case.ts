import { freeWords } from '../text/words.ts';
import type { OpenText, Reworded, Rewording } from './rewording.ts';

export const lowerCase: Rewording = {
  name: 'lower-case',
  changes: 'all words in lower case',
  reword: (text) => withWords(text, (word) => word.toLowerCase(), 'all words are in lower case'),
};

export const upperCase: Rewording = {
  name: 'upper-case',
  changes: 'all words in capitals',
  reword: (text) => withWords(text, (word) => word.toUpperCase(), 'all words are in capitals'),
};

/** Changes each free word; a script without capitals has nothing to change. */
function withWords(
  { text, kept }: OpenText,
  change: (word: string) => string,
  reason: string,
): Reworded {
  const edits = freeWords(text, kept).flatMap(({ text: word, start, end }) => {
    const replacement = change(word);
    return replacement === word ? [] : [{ start, end, replacement }];
  });
  return edits.length === 0 ? { skipped: `${reason} already, or must be kept` } : edits;
}
