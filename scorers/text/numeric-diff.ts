import type { JsonValue } from '@assay/schema/types.ts';
import * as z from 'zod';
import { defineScorer } from '../define.ts';
import { failed, scored } from '../outcome.ts';
import { sizeOfValue } from '../sample-size.ts';
import { isNumberLocale } from './number-separators.ts';
import { readNumber } from './read-number.ts';

const STEPS_PER_CHARACTER = 150;

/**
 * How near the number in the output is to the expected one: 1 − |e − o| / (|e| + |o|), which is 1 for
 * equal numbers and 0 for numbers of other signs. Differences up to a tolerance count as none. `raw`
 * is the difference, o − e. Of several expected numbers the nearest counts.
 *
 * The last number in a text counts; docs/numbers.md lists how it is read, in the forms and digits of
 * many locales. `locale` decides what is ambiguous without: 1.234 is 1234 in `de`. An output without a
 * number gets 0; an expected value without one cannot be compared with and is an error. Two zeros are
 * equal.
 *
 * Source: autoevals NumericDiff; CLDR for separators and digits.
 */
export const numericDiff = defineScorer({
  id: 'numeric-diff',
  version: 3,
  kind: 'code',
  group: 'text',
  summary: 'How close the number in the output is to the expected number.',
  source: 'autoevals NumericDiff',
  needs: ['output', 'expected'],
  params: () =>
    z.strictObject({
      absoluteTolerance: z
        .number()
        .min(0)
        .default(0)
        .describe('Absolute tolerance, in the unit of the numbers.'),
      relativeTolerance: z
        .number()
        .min(0)
        .max(1)
        .default(0)
        .describe('Relative tolerance, as a share of the expected number.'),
      locale: z
        .string()
        .max(100)
        .refine(isNumberLocale, { error: 'must be a language tag, such as `de` or `en-IN`' })
        .optional()
        .describe(
          'Language tag (BCP 47) of the texts, which decides how 1.234 and 1,234 are read.',
        ),
    }),
  threshold: 1,
  examples: () => [
    {
      title: 'Three quarters of the way',
      sample: { output: 'That makes 90 EUR.', expected: 150 },
      value: 0.75,
    },
    {
      title: 'Within one per cent',
      sample: { output: '3.14', expected: Math.PI },
      params: { relativeTolerance: 0.01 },
      value: 1,
    },
    {
      title: 'Thousands as they are written in German',
      sample: { output: 'Das macht 1.234 €.', expected: 1234 },
      params: { locale: 'de' },
      value: 1,
    },
    {
      title: 'One of two numbers will do',
      sample: { output: 'It weighs 2.5kg.', expected: [2.5, 2500] },
      value: 1,
    },
  ],
  score({ output, expected }, { absoluteTolerance, relativeTolerance, locale }, { work }) {
    const characters = output.length + sizeOfValue(expected);
    work.spend(characters * STEPS_PER_CHARACTER, 'reading numbers in `output` and `expected`');
    const wanted = numbersIn(expected, locale);
    if (wanted === undefined) {
      return failed(
        'sample_field_invalid',
        '`expected` must be a number, a text with one, or a list of these.',
      );
    }
    const found = readNumber(output, locale);
    if (found === undefined) {
      return scored(0, `The output contains no number; expected ${wanted.join(' or ')}.`);
    }
    const [best] = wanted
      .map((number) => {
        const tolerated = Math.max(absoluteTolerance, relativeTolerance * Math.abs(number));
        const difference = found - number;
        const isNear = Math.abs(difference) <= tolerated;
        return { number, difference, value: isNear ? 1 : 1 - shareOf(found, number) };
      })
      .sort((a, b) => b.value - a.value);
    const { number, difference, value } = best ?? { number: 0, difference: 0, value: 0 };
    const raw = Number.isFinite(difference) ? { raw: difference } : {};
    return scored(value, `Found ${found}, expected ${number}.`, raw);
  },
});

/** The difference as a share of both numbers together. */
function shareOf(a: number, b: number): number {
  const sum = Math.abs(a) + Math.abs(b);
  // Halved, the sum of the largest numbers stays finite; the smallest would become 0.
  if (Number.isFinite(sum)) return Math.abs(a - b) / sum;
  return Math.abs(a / 2 - b / 2) / (Math.abs(a) / 2 + Math.abs(b) / 2);
}

/** The numbers expected; undefined if there are none, or something else among them. */
function numbersIn(expected: JsonValue, locale: string | undefined): number[] | undefined {
  const numbers = (Array.isArray(expected) ? expected : [expected]).map((value) => {
    if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
    return typeof value === 'string' ? readNumber(value, locale) : undefined;
  });
  const read = numbers.filter((number) => number !== undefined);
  return read.length === numbers.length && read.length > 0 ? read : undefined;
}
