import * as z from 'zod';
import { defineDetector } from './define-detector.ts';
import { findMojibake } from './gibberish/mojibake.ts';
import { findRandomLetters } from './gibberish/random-letters.ts';
import { findRepeats } from './gibberish/repeats.ts';
import { overParam } from './places.ts';

const STEPS_PER_CHARACTER = 200;

/**
 * Text that says nothing: letters hit at random, one letter or word again and again, and letters that were
 * decoded by the wrong table.
 *
 * Random letters are found by trigrams of Latin letters that no word of some sixty languages has; words in
 * other scripts, words with digits or signs in them, abbreviations and code are not looked at, and fewer than
 * eight letters tell nothing. A long nonsense of real words is not found: see `repetition` for loops, and a judge for
 * sense.
 *
 * Source: character n-grams of SCOWL and Faker; Windows-1252 and UTF-8 by the WHATWG encoding standard.
 */
export const detectGibberish = defineDetector({
  id: 'detect-gibberish',
  aliases: { gibberish: {}, 'gibberish-text': {} },
  version: 1,
  summary:
    'Whether the output is free of random letters, endless repeats and wrongly decoded text.',
  source: 'character trigrams of SCOWL and Faker; WHATWG Encoding',
  kinds: {
    'random-letters': ['run of random letters', 'runs of random letters'],
    repeated: ['endless repeat', 'endless repeats'],
    mojibake: ['wrongly decoded text', 'wrongly decoded texts'],
  },
  params: () => z.strictObject({ over: overParam(['output']) }),
  quotes: true,
  examples: () => [
    {
      title: 'A cat on the keyboard',
      sample: { output: 'sdkfjhsd kfjhwie ruyqwpz mxncbv' },
      value: 0.03,
    },
    {
      title: 'A sentence',
      sample: { output: 'The rhythm of the strengths is fine.' },
      value: 1,
    },
  ],
  look(text, _, { work }) {
    work.spend(text.length * STEPS_PER_CHARACTER, 'looking for gibberish');
    return [...findRandomLetters(text), ...findRepeats(text), ...findMojibake(text)];
  },
});
