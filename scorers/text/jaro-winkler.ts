import * as z from 'zod';
import { defineScorer } from '../define.ts';
import { scoreNearest } from './nearest-reference.ts';

const STEPS_PER_CHARACTER = 10;
const PREFIX = 4;
// Winkler raises only what is alike to begin with.
const BOOST_THRESHOLD = 0.7;

/**
 * Jaro–Winkler similarity, made for names: characters match when they are equal and no further apart
 * than half the longer text; Jaro's value is the mean of the matching share of each text and the share
 * of matches that are in the same order. Values above 0.7 are raised by the length of the common
 * beginning, up to four characters. `prefixScale: 0` gives Jaro's value alone. `raw` is the value.
 * Two empty texts are equal here (jellyfish gives 0).
 *
 * Source: M. A. Jaro, 1989; W. E. Winkler, "String comparator metrics and enhanced decision rules",
 * 1990, whose worked examples the tests hold.
 */
export const jaroWinkler = defineScorer({
  id: 'jaro-winkler',
  aliases: { jaro: { prefixScale: 0 } },
  version: 2,
  kind: 'code',
  group: 'text',
  summary: 'Similarity of short texts such as names, by matching characters and a common prefix.',
  source: 'Winkler 1990',
  needs: ['output', 'references'],
  params: () =>
    z.strictObject({
      caseSensitive: z.boolean().default(true).describe('Whether case matters.'),
      prefixScale: z
        .number()
        .min(0)
        .max(0.25)
        .default(0.1)
        .describe('How much each character of a common prefix raises the value; 0 for Jaro.'),
    }),
  threshold: 0.9,
  examples: () => [
    {
      title: 'Winkler’s own example',
      sample: { output: 'MARHTA', expected: 'MARTHA' },
      value: 0.9611,
    },
  ],
  score: (sample, { caseSensitive, prefixScale }, { work }) =>
    scoreNearest(
      sample,
      { caseSensitive, longest: Number.POSITIVE_INFINITY },
      {
        compare(a, b) {
          const steps = (a.length + b.length) * STEPS_PER_CHARACTER;
          work.spend(steps, 'comparing `output` with `expected`');
          const value = raise(jaro(a, b), a, b, prefixScale);
          return { value, raw: value };
        },
      },
      ({ value }) => `Similarity ${Math.round(value * 1e4) / 1e4} to the expected text.`,
    ),
});

function raise(similarity: number, a: string, b: string, prefixScale: number): number {
  if (similarity <= BOOST_THRESHOLD) return similarity;
  let common = 0;
  while (common < PREFIX && common < a.length && a[common] === b[common]) common += 1;
  return similarity + common * prefixScale * (1 - similarity);
}

function jaro(a: string, b: string): number {
  if (a.length === 0 && b.length === 0) return 1;
  const reach = Math.max(0, Math.floor(Math.max(a.length, b.length) / 2) - 1);
  const isTaken = new Uint8Array(b.length);
  const matched: number[] = [];
  // What lies before the reach of one character lies before that of all later ones: each letter's
  // places are passed once, so that the time is linear in the texts.
  const followerOf = followers(b);
  for (let i = 0; i < a.length; i += 1) {
    const letter = a.charCodeAt(i);
    let place = (firstOf[letter] ?? 0) - 1;
    while (place !== NOWHERE && place < i - reach) place = followerOf[place] ?? NOWHERE;
    if (place !== NOWHERE && place <= i + reach) {
      isTaken[place] = 1;
      matched.push(letter);
      place = followerOf[place] ?? NOWHERE;
    }
    firstOf[letter] = place + 1;
  }
  for (let j = 0; j < b.length; j += 1) firstOf[b.charCodeAt(j)] = 0;
  const matches = matched.length;
  if (matches === 0) return 0;
  let outOfOrder = 0;
  let k = 0;
  for (let j = 0; j < b.length; j += 1) {
    if (isTaken[j] === 0) continue;
    if (b.charCodeAt(j) !== matched[k]) outOfOrder += 1;
    k += 1;
  }
  const transpositions = Math.floor(outOfOrder / 2);
  return (matches / a.length + matches / b.length + (matches - transpositions) / matches) / 3;
}

const NOWHERE = -1;

// The first place of each letter that is left, plus one; all zero between calls.
const firstOf = new Int32Array(0x10000);

/** For each place the next one of the same letter; `firstOf` is set to the first of each. */
function followers(text: string): Int32Array {
  const followerOf = new Int32Array(text.length);
  for (let place = text.length - 1; place >= 0; place -= 1) {
    const letter = text.charCodeAt(place);
    followerOf[place] = (firstOf[letter] ?? 0) - 1;
    firstOf[letter] = place + 1;
  }
  return followerOf;
}
