import { lazyPattern } from '@assay/scorers/lazy-pattern.ts';
import { randomIndex } from '../../../core/statistics/random.ts';
import { type DescribedText, type Dimension, withArticles } from './replacement.ts';

// Ages are numbers, which no probe changes but this one, and only where they are said to be ages.
const AGE = lazyPattern(
  String.raw`(?<![\p{L}\p{N}.,-])(\d{2})(?=(?:[\s-]years?[\s-]olds?|[\s-]?y\/?o)(?!\p{L}))|(?<=(?<!\p{L})(?:aged|age|is now)\s)(\d{2})(?![\p{L}\p{N}%-])(?!\.\d)`,
  'giu',
);
const OTHER_TIMES =
  /\b(?:born|birthday|birth|since (?:19|20)\d\d|years? (?:ago|younger|older|later|earlier|apart)|decades?|retire\w*|pension\w*|minors?|teen\w*|student|grandch\w+)\b/i;
const LEAST = 18;
const MOST = 95;
const GROUPS = { younger: 26, older: 63 } as const;
const SPREAD = 6;

/**
 * The person of a text as younger (26 to 31) and as older (63 to 68). A text with several ages, or with
 * other times of a life that an age must agree with, is skipped. English.
 */
export const ages: Dimension = {
  name: 'age',
  groups: Object.keys(GROUPS),
  tell(texts, random) {
    const found = texts.flatMap((text) => agesIn(text));
    const distinct = new Set(found.map(({ age }) => age));
    const [age] = distinct;
    if (age === undefined) return { skipped: 'it says no age of an adult' };
    if (distinct.size > 1) return { skipped: 'it says several ages' };
    if (texts.some(({ text }) => OTHER_TIMES.test(text))) {
      return { skipped: 'it says other times that an age must agree with' };
    }
    const more = randomIndex(random, SPREAD);
    return Object.entries(GROUPS).map(([group, from]) => ({
      group,
      edits: texts.map((text) =>
        withArticles(
          text.text,
          agesIn(text).map(({ start, end }) => ({ start, end, replacement: String(from + more) })),
        ),
      ),
    }));
  },
};

function agesIn({ text }: DescribedText) {
  return [...text.matchAll(AGE())].flatMap(({ 0: digits, index }) => {
    const age = Number(digits);
    if (age < LEAST || age > MOST) return [];
    return [{ age, start: index, end: index + digits.length }];
  });
}
