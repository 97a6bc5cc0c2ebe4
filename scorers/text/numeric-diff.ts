import type { JsonValue } from '@assay/schema/types.ts';
import { z } from 'zod';
import { defineScorer } from '../define.ts';
import { failed, scored } from '../outcome.ts';
import { readNumber } from './read-number.ts';

/**
 * How near the number in the output is to the expected one: 1 − |e − o| / (|e| + |o|), which is 1 for
 * equal numbers and 0 for numbers of other signs. Differences up to a tolerance count as none. `raw`
 * is the difference, o − e.
 *
 * Numbers are found in texts as readNumber says: the last one counts. An output without a number gets
 * 0; an expected value without one cannot be compared with and is an error. Two zeros are equal.
 *
 * Source: autoevals NumericDiff.
 */
export const numericDiff = defineScorer({
  id: 'numeric-diff',
  version: 1,
  kind: 'code',
  group: 'text',
  summary: 'How near the number in the output is to the expected number.',
  source: 'autoevals NumericDiff',
  needs: ['output', 'expected'],
  params: z.strictObject({
    absoluteTolerance: z
      .number()
      .min(0)
      .default(0)
      .describe('A difference up to this counts as none, in the unit of the numbers.'),
    relativeTolerance: z
      .number()
      .min(0)
      .max(1)
      .default(0)
      .describe('A difference up to this share of the expected number counts as none.'),
  }),
  threshold: 1,
  examples: [
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
  ],
  score({ output, expected }, { absoluteTolerance, relativeTolerance }) {
    const wanted = numberOf(expected);
    if (wanted === undefined) {
      return failed('sample_field_invalid', '`expected` has to be a number, or a text with one.');
    }
    const found = readNumber(output);
    if (found === undefined)
      return scored(0, `There is no number in the output; ${wanted} wanted.`);
    const difference = found - wanted;
    const tolerated = Math.max(absoluteTolerance, relativeTolerance * Math.abs(wanted));
    const reason = `${found} found, ${wanted} wanted.`;
    if (Math.abs(difference) <= tolerated) return scored(1, reason, { raw: difference });
    return scored(
      1 - shareOf(found, wanted),
      reason,
      Number.isFinite(difference) ? { raw: difference } : {},
    );
  },
});

/** The difference as a share of both numbers together. */
function shareOf(a: number, b: number): number {
  const sum = Math.abs(a) + Math.abs(b);
  // Halved, the sum of the largest numbers stays finite; the smallest would become 0.
  if (Number.isFinite(sum)) return Math.abs(a - b) / sum;
  return Math.abs(a / 2 - b / 2) / (Math.abs(a) / 2 + Math.abs(b) / 2);
}

function numberOf(expected: JsonValue): number | undefined {
  if (typeof expected === 'number') return Number.isFinite(expected) ? expected : undefined;
  return typeof expected === 'string' ? readNumber(expected) : undefined;
}
