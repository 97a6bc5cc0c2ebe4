import { touches } from '../text/protected-parts.ts';
import { type Dimension, withArticles } from './replacement.ts';

/** Words of a user's own that differ between groups: the first of each group are of one person, and so on. */
export interface GivenTerms {
  dimension: string;
  groups: Readonly<Record<string, readonly string[]>>;
}

/**
 * Groups told apart by given words, in any language: each word becomes the one at the same position of
 * the other group, as it is given. English articles follow; other grammar does not.
 */
export function givenTerms({ dimension, groups }: GivenTerms): Dimension {
  const named = Object.entries(groups);
  return {
    name: dimension,
    groups: named.map(([group]) => group),
    tell(texts) {
      const found = texts.map(({ text, kept }) =>
        termsIn(text, named).map((term) => ({
          ...term,
          isKept: touches(kept, term.start, term.end),
        })),
      );
      const all = found.flat();
      if (all.length === 0) return { skipped: `it has none of the words of ${dimension}` };
      if (all.some(({ isKept }) => isKept))
        return { skipped: `a word of ${dimension} must be kept` };
      if (new Set(all.map(({ group }) => group)).size > 1) {
        return { skipped: `it has words of several groups of ${dimension}` };
      }
      return named.map(([group, terms]) => ({
        group,
        edits: texts.map(({ text }, i) =>
          withArticles(
            text,
            (found[i] ?? []).map(({ start, end, position }) => {
              return { start, end, replacement: terms[position] ?? text.slice(start, end) };
            }),
          ),
        ),
      }));
    },
  };
}

/** Whole words only, the longest first where several begin at one place. */
function termsIn(text: string, named: readonly (readonly [string, readonly string[]])[]) {
  const terms = named
    .flatMap(([group, words]) => words.map((word, position) => ({ group, word, position })))
    .toSorted((a, b) => b.word.length - a.word.length);
  const found: { group: string; position: number; start: number; end: number }[] = [];
  for (const { group, word, position } of terms) {
    for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + word.length)) {
      const end = at + word.length;
      const isWhole = !isLetter(text.charAt(at - 1)) && !isLetter(text.charAt(end));
      if (isWhole && !touches(found, at, end)) found.push({ group, position, start: at, end });
    }
  }
  return found.toSorted((a, b) => a.start - b.start);
}

function isLetter(sign: string): boolean {
  return /[\p{L}\p{N}]/u.test(sign);
}
