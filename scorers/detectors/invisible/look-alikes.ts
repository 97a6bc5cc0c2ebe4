import { lazyPattern } from '../../lazy-pattern.ts';
import type { Span } from '../finding.ts';

// Letters of Cyrillic, Greek and Armenian that are drawn as Latin ones (Unicode's confusables.txt).
const LIKE_LATIN = 'аАВсСеЕНһіІјЈкКӏΙМоОрРѕЅтТυхХуУѵѡԁɡԛԝүҮոսօհցզΑΒΕΖΗΙΚΜΝΟοΡρΤΥΧνικα';
const LETTERS = lazyPattern(String.raw`[\p{L}\p{M}]+`, 'gu');
const NOT_ASCII = /[^\0-\x7f]/;
const LATIN = lazyPattern(String.raw`\p{Script=Latin}`, 'u');
const LOOKING = lazyPattern(
  String.raw`[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}]`,
  'u',
);
// Shorter words that mix scripts are units and formulas: μm, Δt, ρV.
const SHORTEST = 4;

let like: Set<string> | undefined;

/**
 * Words that mix Latin letters with letters of other scripts that look the same, and words in which every
 * letter only looks Latin, in a text that is otherwise Latin.
 */
export function findLookAlikes(text: string): Span[] {
  if (!LOOKING().test(text)) return [];
  like ??= new Set(LIKE_LATIN);
  const known = like;
  const spans: Span[] = [];
  const whole: Span[] = [];
  let latinWords = 0;
  let otherWords = 0;
  for (const { 0: word, index: start } of text.matchAll(LETTERS())) {
    if (!NOT_ASCII.test(word)) {
      latinWords += 1;
      continue;
    }
    const letters = [...word];
    const others = letters.filter((letter) => LOOKING().test(letter));
    if (others.length === 0) {
      if (LATIN().test(word)) latinWords += 1;
      continue;
    }
    const areAlike = others.every((letter) => known.has(letter));
    const end = start + word.length;
    if (!areAlike) otherWords += 1;
    else if (letters.some((letter) => LATIN().test(letter))) {
      if (letters.length >= SHORTEST)
        spans.push({ kind: 'look-alike', start, end, certainty: 0.85 });
    } else if (letters.length >= SHORTEST)
      whole.push({ kind: 'look-alike', start, end, certainty: 0.65 });
  }
  return otherWords === 0 && latinWords > 0 ? [...spans, ...whole] : spans;
}
