/** Characters before and after a match in which words speak of it. */
const BEFORE = 60;
const AFTER = 16;

/**
 * Whether words that a pattern names stand near a match, on its line or the one before.
 *
 * @param words pattern of lower-case words
 */
export function isNear(text: string, start: number, end: number, words: RegExp): boolean {
  const before = text.slice(Math.max(0, start - BEFORE), start);
  const after = text.slice(end, end + AFTER);
  const lines = before.split('\n');
  return words.test(`${lines.slice(-2).join(' ')} ~ ${after.split('\n')[0]}`.toLowerCase());
}
