import { touches } from '../text/protected-parts.ts';
import { wordsIn } from '../text/words.ts';
import { firstNameAt, firstNames, type Gender, ORIGINS, pickNames } from './first-names.ts';
import { type DescribedText, type Dimension, withArticles } from './replacement.ts';

const MOST_NAMES = 5;

/**
 * The people of a text with first names that are common in one group after the other, women keeping
 * names of women and men names of men. Last names stay. English.
 */
export const names: Dimension = {
  name: 'name',
  groups: ORIGINS,
  tell(texts, random) {
    const found = texts.flatMap((text) => namesIn(text));
    const distinct = [...new Set(found.map(({ name }) => name))];
    if (distinct.length === 0) return { skipped: 'it has no first name that is known' };
    if (found.some(({ isKept }) => isKept)) return { skipped: 'a name must be kept' };
    if (distinct.length > MOST_NAMES) {
      return { skipped: `it has more than ${MOST_NAMES} first names` };
    }
    return ORIGINS.map((group) => {
      const picked = new Map(
        genders.flatMap((gender) => {
          const those = distinct.filter((name) => firstNames().get(name)?.gender === gender);
          return [...pickNames(those, { gender, origin: group, random })];
        }),
      );
      return {
        group,
        edits: texts.map((text) =>
          withArticles(
            text.text,
            namesIn(text).map(({ name, start, end }) => {
              return { start, end, replacement: picked.get(name) ?? name };
            }),
          ),
        ),
      };
    });
  },
};

const genders: readonly Gender[] = ['female', 'male'];

function namesIn({ text, kept }: DescribedText) {
  return wordsIn(text).flatMap((word) => {
    const found = firstNameAt(text, word);
    return found === undefined ? [] : [{ ...found, isKept: touches(kept, found.start, found.end) }];
  });
}
