/**
 * Which language a text is written in: by its script where that belongs to one language, else by the
 * likeness of its words to those of each language.
 *
 * Source: script properties of Unicode; eld, Efficient Language Detector.
 */

import { fencedBlocks } from '../format/code-fences.ts';
import { lazyPattern } from '../lazy-pattern.ts';
import { NGRAM_LANGUAGES } from './language-model.ts';
import { rankByNgrams, SHARED_SCRIPTS, type SharedScript } from './language-ngrams.ts';

export interface DetectedLanguage {
  /** ISO 639-1, or 639-3 where there is no shorter. */
  language: string;
  /** From 0 to 1, 1 for the likeliest. */
  likelihood: number;
}

// More text than this makes nothing surer.
const LONGEST = 2_000;

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

/** The languages that can be found. */
export const DETECTABLE: readonly string[] = [
  ...NGRAM_LANGUAGES,
  ...LANGUAGE_OF_SCRIPT.map(([, language]) => language),
  'ja',
  'zh',
].sort();

// What a short text cannot be told apart from, and what the detector has them under.
const DETECTED_AS: Readonly<Record<string, string>> = {
  nb: 'no',
  nn: 'no',
  id: 'ms',
  bs: 'hr',
  sh: 'hr',
  fil: 'tl',
};

/** The code under which the detector knows a language; an empty text when the tag is malformed. */
export function asDetected(tag: string): string {
  try {
    const code = new Intl.Locale(tag).language;
    return DETECTED_AS[code] ?? code;
  } catch {
    return '';
  }
}

// A word in a script without spaces has about two characters.
const CHARACTERS_A_WORD = 2;
const UNSPACED = ['Han and kana', 'Khmer', 'Lao', 'Myanmar', 'Thai', 'Tibetan'];
// Names and terms in Latin letters stand in texts of every script, and seldom the other way round.
const WEIGHT_BESIDE_LATIN = 2;
// Two scripts are this near to each other where neither is what the text is in.
const MIXED = 0.6;
// Japanese is told from Chinese by its syllables, a few of which stand in any sentence.
const KANA = lazyPattern(String.raw`[\p{Script=Hiragana}\p{Script=Katakana}]`, 'gu');
const KANA_SHARE = 0.05;
// A few Chinese characters may be a Japanese title, name or word.
const ENOUGH_HAN = 10;

/**
 * The likeliest languages of a text, likeliest first; none when it is too short, is code or looks like
 * none of them. Code and addresses are not read.
 */
export function detectLanguage(text: string): DetectedLanguage[] {
  const [main, second] = weighScripts(wordsOf(text));
  if (main === undefined) return [];
  const isMixed = second !== undefined && second.weight >= MIXED * main.weight;
  return [...languagesOf(main), ...(isMixed ? languagesOf(second) : [])];
}

const STEPS_PER_CHARACTER = 1_000;

/** Steps that detecting takes: long texts are read in part. */
export function detectionSteps(text: string): number {
  return Math.min(text.length, 4 * LONGEST) * STEPS_PER_CHARACTER;
}

/** The words of the first part of a text that is prose, in small letters. */
function wordsOf(text: string): string[] {
  return (
    withoutCode(text.slice(0, 4 * LONGEST))
      .replace(/\b(?:https?:\/\/|www\.)\S+|(?<!\S)\S+@\S+\.\S+/g, ' ')
      .slice(0, LONGEST)
      .normalize('NFC')
      .toLowerCase()
      // The marks of Indic scripts part words here as they do in eld's tables.
      .match(/\p{L}+/gu) ?? []
  );
}

function withoutCode(text: string): string {
  let prose = text;
  for (const { start, end } of fencedBlocks(text).reverse()) {
    prose = `${prose.slice(0, start)}\n${prose.slice(end)}`;
  }
  return prose.replace(/```[^`]*(?:```|$)|`[^`\n]+`/g, ' ');
}

interface Weighed {
  script: string;
  words: string[];
  /** About how many words it is. */
  weight: number;
}

/** The scripts of words, the one with most of them first. A word in two scripts counts for both. */
function weighScripts(words: readonly string[]): Weighed[] {
  const found = new Map<string, string[]>();
  for (const word of words) {
    for (const { script, part } of partsOf(word)) {
      const parts = found.get(script);
      if (parts) parts.push(part);
      else found.set(script, [part]);
    }
  }
  return Array.from(found, ([script, parts]) => {
    const isUnspaced = UNSPACED.includes(script);
    const characters = parts.reduce((sum, part) => sum + part.length, 0);
    const count = isUnspaced ? characters / CHARACTERS_A_WORD : parts.length;
    return { script, words: parts, weight: count * (script === 'Latin' ? 1 : WEIGHT_BESIDE_LATIN) };
  }).sort((a, b) => b.weight - a.weight);
}

const SCRIPTS = [...SHARED_SCRIPTS, ...LANGUAGE_OF_SCRIPT.map(([script]) => script)];
const RUNS = lazyPattern(
  ['(?<cjk>[\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}]+)']
    .concat(SCRIPTS.map((script) => `(?<${script}>\\p{sc=${script}}+)`))
    .join('|'),
  'gu',
);

function partsOf(word: string): { script: string; part: string }[] {
  return [...word.matchAll(RUNS())].map(({ 0: part, groups = {} }) => {
    const script = Object.keys(groups).find((name) => groups[name] !== undefined) ?? '';
    return { script: script === 'cjk' ? 'Han and kana' : script, part };
  });
}

function languagesOf({ script, words }: Weighed): DetectedLanguage[] {
  if (script === 'Han and kana') return chineseOrJapanese(words.join(''));
  const alone = LANGUAGE_OF_SCRIPT.find(([name]) => name === script);
  if (alone) return [{ language: alone[1], likelihood: 1 }];
  const shared = SHARED_SCRIPTS.find((name) => name === script);
  return shared === undefined ? [] : byNgrams(words, shared);
}

function chineseOrJapanese(characters: string): DetectedLanguage[] {
  const kana = characters.match(KANA())?.length ?? 0;
  if (kana >= KANA_SHARE * characters.length) return [{ language: 'ja', likelihood: 1 }];
  const chinese = { language: 'zh', likelihood: 1 };
  return characters.length < ENOUGH_HAN ? [chinese, { language: 'ja', likelihood: 1 }] : [chinese];
}

function byNgrams(words: readonly string[], script: SharedScript): DetectedLanguage[] {
  const { ranked, ngrams } = rankByNgrams(words, script);
  const most = ranked[0]?.score ?? 1;
  // The fewer n-grams, the less one language's lead says.
  const doubt = 1 + DOUBT_OF_ONE / Math.max(1, ngrams);
  return ranked.map(({ language, score }, i) => ({
    language,
    likelihood: i === 0 ? 1 : Math.min(1, (score / most) * doubt),
  }));
}

const DOUBT_OF_ONE = 0.3;
