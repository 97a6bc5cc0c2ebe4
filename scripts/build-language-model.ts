/**
 * Writes scorers/text/language-model.ts: for each language that shares its script with another the
 * byte n-grams that mark it most, out of the tables of eld (Efficient Language Detector).
 *
 *     node scripts/build-language-model.ts
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

// eld's decoders have no types: what is used of them is declared here.
interface EldTable {
  languages: Record<string, string>;
  ngrams: Record<string, Record<string, number>>;
}

const NGRAMS_PER_LANGUAGE = 600;
const LEVELS = 16;
const LEVEL_HEIGHT = 16;

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

const ngrams: Record<string, [ngram: string, score: number][]> = {};
for (const [ngram, scores] of Object.entries(ngramsData.ngrams)) {
  const ours = Array.from(ngram, (letter) => letters.get(letter) ?? letter).join('');
  if (!/^[a-z \u0100-\u017f]+$/.test(ours)) continue;
  for (const [number, score] of Object.entries(scores)) {
    const language = ngramsData.languages[number] ?? '';
    if (byScript.has(language)) continue;
    ngrams[language] ??= [];
    ngrams[language].push([ours, score]);
  }
}

const lines = Object.entries(ngrams).map(([language, all]) => {
  const best = all.sort((a, b) => b[1] - a[1]).slice(0, NGRAMS_PER_LANGUAGE);
  const levels = Array.from({ length: LEVELS }, (_, level) =>
    best
      .filter(([, score]) => Math.min(LEVELS - 1, Math.floor(score / LEVEL_HEIGHT)) === level)
      .map(([ngram]) => ngram)
      .sort()
      .join(','),
  );
  return `  ${language}: '${levels.join('/')}',`;
});

const file = `/**
 * Byte n-grams that mark languages, by language; within one by level, least telling first. Levels
 * are divided by a slash, n-grams by a comma; byte b of UTF-8 beyond ASCII stands as U+0080 + b.
 * Made by scripts/build-language-model.ts.
 *
 * Derived from eld, Efficient Language Detector, copyright 2023 Nito T.M., Apache License 2.0,
 * https://github.com/nitotm/efficient-language-detector-js; pruned and rounded.
 */
export const LANGUAGE_NGRAMS: Readonly<Record<string, string>> = {
${lines.join('\n')}
};
`;
writeFileSync(join(import.meta.dirname, '..', 'scorers', 'text', 'language-model.ts'), file);
