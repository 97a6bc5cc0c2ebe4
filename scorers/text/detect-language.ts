/**
 * Which language a text is written in: by its script where that belongs to one language, else by
 * byte n-grams.
 *
 * Source: the tables and the n-grams of eld, Efficient Language Detector.
 */
import { LANGUAGE_NGRAMS } from './language-model.ts';

export interface DetectedLanguage {
  /** ISO 639-1, or 639-3 where there is no shorter. */
  language: string;
  /** From 0 to 1, 1 for the likeliest. */
  likelihood: number;
}

// More text than this makes nothing surer.
const LONGEST = 2_000;
// Less than this an n-gram, and the text is in none of the languages, or in no language.
const LEAST_SUPPORT = 24;

// Scripts that one living language of many readers is written in.
const LANGUAGE_OF_SCRIPT: readonly (readonly [script: string, language: string])[] = [
  ['Armenian', 'hy'],
  ['Bengali', 'bn'],
  ['Ethiopic', 'am'],
  ['Georgian', 'ka'],
  ['Greek', 'el'],
  ['Gujarati', 'gu'],
  ['Gurmukhi', 'pa'],
  ['Hangul', 'ko'],
  ['Hebrew', 'he'],
  ['Kannada', 'kn'],
  ['Khmer', 'km'],
  ['Lao', 'lo'],
  ['Malayalam', 'ml'],
  ['Myanmar', 'my'],
  ['Oriya', 'or'],
  ['Sinhala', 'si'],
  ['Tamil', 'ta'],
  ['Telugu', 'te'],
  ['Thai', 'th'],
  ['Tibetan', 'bo'],
];
const ALONE = LANGUAGE_OF_SCRIPT.map(
  ([script, language]) => [language, new RegExp(`\\p{Script=${script}}`, 'gu')] as const,
);
// Japanese is told from Chinese by its syllables, a few of which stand in any sentence.
const KANA = /[\p{Script=Hiragana}\p{Script=Katakana}]/gu;
const HAN = /\p{Script=Han}/gu;
const KANA_SHARE = 0.05;

/** The languages that can be found. */
export const DETECTABLE: readonly string[] = [
  ...Object.keys(LANGUAGE_NGRAMS),
  ...ALONE.map(([language]) => language),
  'ja',
  'zh',
].sort();

/** The likeliest languages of a text, likeliest first; none when it looks like none of them. */
export function detectLanguage(text: string): DetectedLanguage[] {
  const letters = lettersOf(text);
  const total = letters.match(/\p{L}/gu)?.length ?? 0;
  const byScript = languageByScript(letters, total);
  return byScript === undefined
    ? languagesByNgrams(letters)
    : [{ language: byScript, likelihood: 1 }];
}

/** The words of the first part of a text that is prose: no code, no addresses. */
function lettersOf(text: string): string {
  const prose = text
    .split('```')
    .filter((_, i) => i % 2 === 0)
    .join(' ');
  return (prose.trim() === '' ? text : prose)
    .slice(0, 2 * LONGEST)
    .replace(/https?:\/\/\S+/g, ' ')
    .replace(/\P{L}+/gu, ' ')
    .slice(0, LONGEST)
    .toLowerCase();
}

function languageByScript(letters: string, total: number): string | undefined {
  const count = (pattern: RegExp) => letters.match(pattern)?.length ?? 0;
  const kana = count(KANA);
  const cjk = kana + count(HAN);
  if (2 * cjk > total) return kana >= KANA_SHARE * cjk ? 'ja' : 'zh';
  return ALONE.find(([, pattern]) => 2 * count(pattern) > total)?.[0];
}

const LEVEL_HEIGHT = 16;
// Any n-gram in the table says this much, whatever its level.
const BASE = 61;

// Built when first asked for: start-up has no time for it.
let model: Map<string, [language: string, score: number][]> | undefined;

function buildModel() {
  const built = new Map<string, [string, number][]>();
  for (const [language, levels] of Object.entries(LANGUAGE_NGRAMS)) {
    for (const [level, ngrams] of levels.split('/').entries()) {
      for (const ngram of ngrams.split(',')) {
        const scores = built.get(ngram) ?? [];
        scores.push([language, BASE + level * LEVEL_HEIGHT]);
        built.set(ngram, scores);
      }
    }
  }
  return built;
}

function languagesByNgrams(letters: string): DetectedLanguage[] {
  model ??= buildModel();
  const scores = new Map<string, number>();
  const ngrams = byteNgrams(letters);
  for (const ngram of ngrams) {
    for (const [language, score] of model.get(ngram) ?? []) {
      scores.set(language, (scores.get(language) ?? 0) + score);
    }
  }
  const ranked = [...scores].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const most = ranked[0]?.[1] ?? 0;
  if (most < LEAST_SUPPORT * ngrams.size) return [];
  return ranked.map(([language, score]) => ({ language, likelihood: score / most }));
}

const encoder = new TextEncoder();
const LONGEST_WORD = 70;

/** Four bytes of each word at every third, with a space where the word begins or ends. */
function byteNgrams(letters: string): Set<string> {
  const ngrams = new Set<string>();
  for (const word of letters.split(' ')) {
    if (word === '') continue;
    const bytes = Array.from(encoder.encode(word).subarray(0, LONGEST_WORD), (byte) =>
      String.fromCharCode(byte < 0x80 ? byte : 0x80 + byte),
    ).join('');
    let i = 0;
    for (; i + 4 < bytes.length; i += 3) ngrams.add((i === 0 ? ' ' : '') + bytes.slice(i, i + 4));
    ngrams.add(`${i === 0 ? ' ' : ''}${bytes.slice(-4)} `);
  }
  return ngrams;
}
