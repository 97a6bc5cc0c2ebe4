import { distance } from 'fastest-levenshtein';

/** 1 − edit distance / length of the longer text; 1 for two empty texts. In UTF-16 code units. */
export function similarity(a: string, b: string): number {
  const longer = Math.max(a.length, b.length);
  return longer === 0 ? 1 : 1 - distance(a, b) / longer;
}
