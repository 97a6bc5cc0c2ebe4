import type { Edit } from '@assay/schema/text-edits.ts';
import type { Random } from '../../../core/statistics/random.ts';
import { touches } from '../text/protected-parts.ts';
import { type Word, wordsIn } from '../text/words.ts';
import { firstNameAt, firstNames, type Gender, pickNames } from './first-names.ts';
import { FEMALE_WORDS, MALE_WORDS } from './gendered-words.ts';
import { feminineOfHis, masculineOfHer } from './pronouns.ts';
import { asWritten, type DescribedText, type Dimension, withArticles } from './replacement.ts';

/** What is so of one sex alone: told of the other, the text would say something else or nothing. */
const OF_ONE_SEX =
  /\b(?:pregnan\w*|menstru\w*|menopaus\w*|ovar(?:y|ies|ian)|uter(?:us|ine)|cervi(?:x|cal)|breast\s?-?fe\w+|prostat\w*|testic\w*|vasectom\w*|erectile|matern\w+|patern\w+|gyn(?:a|e)\w+)\b/i;
/** Both at once: "he or she", "his/her". */
const BOTH =
  /\b(?:s?he|his|hers?|him(?:self)?)\s?(?:\/|or|and)\s?(?:s?he|his|hers?|him|herself)\b/gi;

interface Gendered {
  word: Word;
  gender: Gender;
  /** Of a name, without the ending of a possessive. */
  name?: string;
}

/**
 * The people of a text as women and as men: names, pronouns, titles and nouns. All of them change
 * together, so a text about people of both genders is skipped, and so are one that says what is so of
 * one sex alone, and one in which it is unclear what "her" or "his" stands for. English.
 */
export const gender: Dimension = {
  name: 'gender',
  groups: ['female', 'male'],
  tell(texts, random) {
    const found = texts.map((text) => genderedIn(text));
    const all = found.flatMap(({ words }) => words);
    const genders = new Set(all.map((each) => each.gender));
    const [original] = genders;
    if (original === undefined) return { skipped: 'it names no woman or man' };
    if (genders.size > 1) return { skipped: 'it is about people of both genders' };
    if (found.some(({ isKept }) => isKept)) {
      return { skipped: 'a name or word for a woman or man must be kept' };
    }
    if (texts.some(({ text }) => OF_ONE_SEX.test(text))) {
      return { skipped: 'it says what is so of one sex alone' };
    }
    const other = original === 'female' ? 'male' : 'female';
    const names = [...new Set(all.flatMap(({ name }) => name ?? []))];
    const newNames = sameOrigin(names, other, random);
    const edits = texts.map(({ text }, i) => swappedIn(text, found[i]?.words ?? [], newNames));
    const clear = edits.flatMap((each) => (each === undefined ? [] : [each]));
    if (clear.length < edits.length) {
      return { skipped: 'it is unclear whether "her" or "his" stands before a noun' };
    }
    const unchanged = texts.map((): Edit[] => []);
    return gender.groups.map((group) => ({ group, edits: group === original ? unchanged : clear }));
  },
};

function genderedIn({ text, kept }: DescribedText): { words: Gendered[]; isKept: boolean } {
  const generic = [...text.matchAll(BOTH)].map(({ 0: both, index }) => {
    return { start: index, end: index + both.length };
  });
  const words = wordsIn(text).flatMap((word): Gendered[] => {
    if (touches(generic, word.start, word.end)) return [];
    const found = firstNameAt(text, word);
    if (found !== undefined) return [{ word, gender: found.gender, name: found.name }];
    const stem = stemOf(word.text).toLowerCase();
    if (FEMALE_WORDS.has(stem)) return [{ word, gender: 'female' }];
    return MALE_WORDS.has(stem) ? [{ word, gender: 'male' }] : [];
  });
  return { words, isKept: words.some(({ word }) => touches(kept, word.start, word.end)) };
}

/** A name of the other gender for each, common among the same people. */
function sameOrigin(names: readonly string[], gender: Gender, random: Random) {
  const origins = new Set(names.map((name) => firstNames().get(name)?.origin));
  return new Map(
    [...origins].flatMap((origin) => {
      const those = names.filter((name) => firstNames().get(name)?.origin === origin);
      return [...pickNames(those, { gender, random, ...(origin === undefined ? {} : { origin }) })];
    }),
  );
}

/** A word without what follows its apostrophe: "she" of "she's". */
function stemOf(word: string): string {
  return word.replace(/['’]\p{L}+$/u, '');
}

/** The edits of a text; undefined if a pronoun is unclear. */
function swappedIn(
  text: string,
  words: readonly Gendered[],
  names: ReadonlyMap<string, string>,
): Edit[] | undefined {
  const edits: Edit[] = [];
  for (const { word, gender: from, name } of words) {
    const stem = name ?? stemOf(word.text);
    const replacement =
      name === undefined ? otherWord(text, word, { stem, from }) : names.get(name);
    if (replacement === undefined) return undefined;
    edits.push({
      start: word.start,
      end: word.start + stem.length,
      replacement: name === undefined ? asWritten(stem, replacement) : replacement,
    });
  }
  return withArticles(text, edits);
}

function otherWord(
  text: string,
  word: Word,
  { stem, from }: { stem: string; from: Gender },
): string | undefined {
  const lower = stem.toLowerCase();
  if (lower === 'her') return masculineOfHer(text, word);
  if (lower === 'his') return feminineOfHis(text, word);
  return (from === 'female' ? FEMALE_WORDS : MALE_WORDS).get(lower);
}
