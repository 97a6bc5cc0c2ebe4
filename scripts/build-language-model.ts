/**
 * Writes scorers/text/language-ngrams.bin: the byte n-grams of languages that share their script with
 * others, out of the smallest tables of eld (Efficient Language Detector). language-model.ts reads it.
 *
 *     node scripts/build-language-model.ts
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  LAST_MARK,
  LEVEL_HEIGHT,
  NGRAM_BYTES,
  NGRAM_LANGUAGES,
  ngramKey,
} from '../scorers/text/language-model.ts';

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

const source = join(import.meta.dirname, '..', 'node_modules', 'eld', 'src');
const { ngramsData }: { ngramsData: EldTable } = await import(
  join(source, 'ngrams', 'extrasmall.js')
);
const { dictionary }: { dictionary: string[] } = await import(join(source, 'dictionary.js'));

// Languages alone in their script are known by it.
const byScript = new Set('am bn el gu he hy ja ka kn ko lo ml or pa ta te th zh'.split(' '));

// eld writes bytes beyond ASCII by letters of its own.
const bytes = new Map(dictionary.slice(0x80).map((letter, i) => [letter, 0x80 + i]));
bytes.delete(' '); // stands for bytes that UTF-8 does not have, and between words

interface Ngram {
  bytes: Uint8Array;
  score: number;
}

const byLanguage = new Map<string, Ngram[]>();
for (const [ngram, scores] of Object.entries(ngramsData.ngrams)) {
  const ngramBytes = Uint8Array.from(
    Array.from(
      ngram,
      (letter) => bytes.get(letter) ?? (letter < '\x80' ? letter.charCodeAt(0) : 0),
    ),
  );
  if (ngramBytes.some((byte) => !isOfWords(byte))) continue;
  for (const [number, score] of Object.entries(scores)) {
    const language = ngramsData.languages[number] ?? '';
    if (byScript.has(language)) continue;
    const known = byLanguage.get(language) ?? [];
    known.push({ bytes: ngramBytes, score });
    byLanguage.set(language, known);
  }
}

function isOfWords(byte: number): boolean {
  return byte >= 0x80 || byte === 0x20 || (byte >= 0x61 && byte <= 0x7a);
}

const languages = [...byLanguage.keys()].sort();
if (languages.join() !== NGRAM_LANGUAGES.join()) throw new Error(`name ${languages.join(' ')}`);

const marks = new Map<number, { language: number; level: number }[]>();
for (const [i, language] of languages.entries()) {
  const best = (byLanguage.get(language) ?? [])
    .sort((a, b) => b.score - a.score || Buffer.compare(a.bytes, b.bytes))
    .slice(0, COMPLETE.has(language) ? undefined : NGRAMS_PER_LANGUAGE);
  for (const { bytes: ngram, score } of best) {
    const key = ngramKey(ngram);
    const mark = { language: i, level: Math.round(score / LEVEL_HEIGHT) };
    marks.set(key, [...(marks.get(key) ?? []), mark]);
  }
}

const keys = [...marks.keys()].sort((a, b) => a - b);
const inOrder = keys.map((key) => marks.get(key) ?? []);
const columns = Array.from({ length: NGRAM_BYTES }, (_, column) =>
  keys.map((key) => Math.floor(key / 0x100 ** (NGRAM_BYTES - 1 - column)) % 0x100),
);
const parts = [
  new Uint8Array(Uint32Array.of(keys.length).buffer),
  ...columns.map((column) => Uint8Array.from(column)),
  Uint8Array.from(
    inOrder.flatMap((list) =>
      list.map(({ language }, i) => language | (i === list.length - 1 ? LAST_MARK : 0)),
    ),
  ),
  Uint8Array.from(inOrder.flatMap((list) => list.map(({ level }) => level))),
];
const target = join(import.meta.dirname, '..', 'scorers', 'text', 'language-ngrams.bin');
writeFileSync(target, Buffer.concat(parts));
