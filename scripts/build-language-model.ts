/**
 * Writes scorers/text/language-model.ts: the byte n-grams of languages that share their script with
 * others, out of the smallest tables of eld (Efficient Language Detector).
 *
 *     node scripts/build-language-model.ts
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

// eld's tables have no types: what is used of them is declared here.
interface EldTable {
  languages: Record<string, string>;
  ngrams: Record<string, Record<string, number>>;
}

// Languages hard to tell from a neighbour keep all that eld has.
const NGRAMS_PER_LANGUAGE = 1_200;
const COMPLETE = new Set(
  'be bg ca cs da de en es fr hr it nl no pt ro ru sk sl sr sv uk'.split(' '),
);
const LEVEL_HEIGHT = 32;

const source = join(import.meta.dirname, '..', 'node_modules', 'eld', 'src');
const { ngramsData }: { ngramsData: EldTable } = await import(
  join(source, 'ngrams', 'extrasmall.js')
);
const { dictionary }: { dictionary: string[] } = await import(join(source, 'dictionary.js'));

// Languages alone in their script are known by it.
const byScript = new Set('am bn el gu he hy ja ka kn ko lo ml or pa ta te th zh'.split(' '));

// eld writes bytes beyond ASCII by letters of its own; here byte b is U+0080 + b.
const letters = new Map(
  dictionary.slice(0x80).map((letter, i) => [letter, String.fromCharCode(0x100 + i)]),
);
letters.delete(' '); // stands for bytes that UTF-8 does not have, and between words

const byLanguage = new Map<string, { ngram: string; score: number }[]>();
for (const [eldNgram, scores] of Object.entries(ngramsData.ngrams)) {
  const ngram = Array.from(eldNgram, (letter) => letters.get(letter) ?? letter).join('');
  if (!/^[a-z \u0100-\u017f]+$/.test(ngram)) continue;
  for (const [number, score] of Object.entries(scores)) {
    const language = ngramsData.languages[number] ?? '';
    if (byScript.has(language)) continue;
    byLanguage.set(language, [...(byLanguage.get(language) ?? []), { ngram, score }]);
  }
}

const languages = [...byLanguage.keys()].sort();
const marks = new Map<string, string>();
for (const [i, language] of languages.entries()) {
  const best = (byLanguage.get(language) ?? [])
    .sort((a, b) => b.score - a.score || (a.ngram < b.ngram ? -1 : 1))
    .slice(0, COMPLETE.has(language) ? undefined : NGRAMS_PER_LANGUAGE);
  for (const { ngram, score } of best) {
    const mark = String.fromCharCode(0x40 + i) + Math.round(score / LEVEL_HEIGHT);
    marks.set(ngram, (marks.get(ngram) ?? '') + mark);
  }
}

let before = '';
const ngrams: string[] = [];
const scores: string[] = [];
for (const ngram of [...marks.keys()].sort()) {
  let shared = 0;
  while (shared < before.length && before[shared] === ngram[shared]) shared += 1;
  ngrams.push(`${shared}${ngram.slice(shared)}`);
  scores.push(marks.get(ngram) ?? '');
  before = ngram;
}
// The last mark of an n-gram has its level as a letter.
const ended = scores.map(
  (mark) => mark.slice(0, -1) + String.fromCharCode(0x73 + Number(mark.at(-1))),
);

const quoted = (text: string) => `'${text.replaceAll('\\', '\\\\')}'`;
const file = `/**
 * Byte n-grams of languages that share their script, and how much each speaks for which of them.
 * Made by scripts/build-language-model.ts.
 *
 * Derived from eld, Efficient Language Detector, copyright 2023 Nito T.M., Apache License 2.0,
 * https://github.com/nitotm/efficient-language-detector-js; pruned and rounded.
 */

/** The languages; the first is \`@\` in the scores, the next \`A\`, and so on. */
export const NGRAM_LANGUAGES = '${languages.join(' ')}'.split(' ');

/**
 * The n-grams, sorted: each as a digit, how many letters it shares with the one before, and the rest.
 * Byte b of UTF-8 beyond ASCII stands as U+0080 + b; a space is where a word begins or ends.
 */
export const NGRAMS =
  ${quoted(ngrams.join(''))};

/** For each of them the languages it speaks for with a level; the last level is a letter from \`s\`. */
export const NGRAM_SCORES =
  ${quoted(ended.join(''))};
`;
writeFileSync(join(import.meta.dirname, '..', 'scorers', 'text', 'language-model.ts'), file);
