/**
 * Which of the languages that share a script a text is likest to: by byte n-grams, and by letters that
 * a language does not have.
 *
 * Source: the tables and the n-grams of eld, Efficient Language Detector.
 */
import { foreignLetters } from './alphabets.ts';
import { LEVEL_HEIGHT, marksOfNgram, ngramKey } from './language-model.ts';

/** The scripts that several languages here are written in. */
export const SHARED_SCRIPTS = ['Latin', 'Cyrillic', 'Arabic', 'Devanagari'] as const;
export type SharedScript = (typeof SHARED_SCRIPTS)[number];

const NOT_LATIN: Readonly<Record<string, SharedScript>> = {
  be: 'Cyrillic',
  bg: 'Cyrillic',
  ru: 'Cyrillic',
  sr: 'Cyrillic',
  uk: 'Cyrillic',
  ar: 'Arabic',
  fa: 'Arabic',
  ku: 'Arabic',
  ur: 'Arabic',
  hi: 'Devanagari',
  mr: 'Devanagari',
};

// Fewer than these, and the text is too short to tell.
const FEWEST_NGRAMS = 3;
// Less than this an n-gram, and the text is in none of the languages, or in no language.
const LEAST_SUPPORT = 30;
// Any n-gram in the table says this much, whatever its level.
const BASE = 53;
// What a letter that a language does not write leaves of its score, for the first few of them.
const AFTER_FOREIGN_LETTER = 0.8;
const MOST_FOREIGN_LETTERS = 3;

export interface RankedLanguage {
  language: string;
  score: number;
}

/**
 * Ranks the languages of a script, likest first; none when the text is too short or like none.
 *
 * @param words in small letters, all in that script
 * @returns the ranking, and how many n-grams it rests on
 */
export function rankByNgrams(
  words: readonly string[],
  script: SharedScript,
): { ranked: RankedLanguage[]; ngrams: number } {
  const ngrams = byteNgrams(words);
  const scores = new Map<string, number>();
  for (const ngram of ngrams) {
    for (const { language, level } of marksOfNgram(ngram)) {
      if ((NOT_LATIN[language] ?? 'Latin') !== script) continue;
      scores.set(language, (scores.get(language) ?? 0) + BASE + level * LEVEL_HEIGHT);
    }
  }
  const letters = new Set(words.flatMap((word) => [...word]));
  const ranked = Array.from(scores, ([language, score]) => {
    const foreign = Math.min(MOST_FOREIGN_LETTERS, foreignLetters(letters, language));
    return { language, score: score * AFTER_FOREIGN_LETTER ** foreign };
  }).sort((a, b) => b.score - a.score || (a.language < b.language ? -1 : 1));
  const most = ranked[0]?.score ?? 0;
  const isEnough = ngrams.size >= FEWEST_NGRAMS && most >= LEAST_SUPPORT * ngrams.size;
  return { ranked: isEnough ? ranked : [], ngrams: ngrams.size };
}

const encoder = new TextEncoder();
const LONGEST_WORD = 70;

const SPACE = 0x20;

/** Four bytes of each word at every third, with a space where the word begins or ends. */
function byteNgrams(words: readonly string[]): Set<number> {
  const ngrams = new Set<number>();
  for (const word of words) {
    const bytes = encoder.encode(word).subarray(0, LONGEST_WORD);
    let i = 0;
    for (; i + 4 < bytes.length; i += 3) {
      const four = bytes.subarray(i, i + 4);
      ngrams.add(ngramKey(i === 0 ? [SPACE, ...four] : four));
    }
    const last = [...bytes.subarray(-4), SPACE];
    ngrams.add(ngramKey(i === 0 ? [SPACE, ...last] : last));
  }
  return ngrams;
}
