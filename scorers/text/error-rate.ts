/**
 * What the error rates of transcription share: the fewest substitutions, deletions and insertions of
 * units that turn the expected text into the output, by the number of units expected.
 *
 * Source: jiwer; V. I. Levenshtein, 1966.
 */
import * as z from 'zod';
import { failed, type Outcome, scored } from '../outcome.ts';
import type { Work } from '../work.ts';
import { comparable } from './comparable-text.ts';
import { editDistance, editSteps } from './edit-distance.ts';
import { stripCommonEnds } from './nearest-reference.ts';
import { numberTokens } from './ngrams.ts';

// Each kind of unit is one 16-bit number.
const MOST_KINDS = 65_535;

export const errorRateParams = {
  caseSensitive: z.boolean().default(true).describe('Whether case matters.'),
  punctuation: z
    .boolean()
    .default(true)
    .describe('Whether punctuation counts; false ignores punctuation of all scripts.'),
};

export interface ErrorRateSettings {
  caseSensitive: boolean;
  punctuation: boolean;
}

/** The text whose units are counted. */
export function transcript(text: string, settings: ErrorRateSettings): string {
  const compared = comparable(text, settings.caseSensitive);
  return settings.punctuation ? compared : compared.replace(/\p{P}/gu, '');
}

/**
 * The outcome by the nearest expected text: `raw` is the rate, which can be above 1; the value is what
 * is left of 1. An expected text without units has the rate 0 beside an output without, else 1.
 *
 * @param unit what is counted, in the plural
 */
export function scoreErrorRate(
  output: readonly string[],
  references: readonly (readonly string[])[],
  unit: string,
  work: Work,
): Outcome {
  const [found = new Int32Array(), ...wanted] = numberTokens([output, ...references]);
  if (wanted.some((numbers) => numbers.some((number) => number > MOST_KINDS))) {
    return failed(
      'sample_too_large',
      `Texts of more than ${MOST_KINDS} different ${unit} are not compared.`,
    );
  }
  const text = unitsOf(found);
  const best = wanted
    .map((reference) => {
      const [a, b] = stripCommonEnds(text, unitsOf(reference));
      work.spend(editSteps(a.length, b.length), 'comparing `output` with `expected`');
      const errors = editDistance(a, b);
      const rate = reference.length === 0 ? Math.min(1, errors) : errors / reference.length;
      return { errors, rate, expected: reference.length };
    })
    .reduce((a, b) => (b.rate < a.rate ? b : a));
  const reason = `${best.errors} errors in ${best.expected} ${unit} of the expected text.`;
  return scored(Math.max(0, 1 - best.rate), reason, { raw: best.rate });
}

/** Numbers as a text of one code unit each. */
function unitsOf(numbers: Int32Array): string {
  return Array.from(numbers, (number) => String.fromCharCode(number)).join('');
}
