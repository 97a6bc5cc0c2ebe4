import type { Evidence, JsonValue } from '@assay/schema/types.ts';
import * as z from 'zod';
import { defineScorer } from '../define.ts';
import { failed, scored } from '../outcome.ts';
import type { Work } from '../work.ts';
import { toComparableUnits } from './code-points.ts';
import { comparable } from './comparable-text.ts';
import { editDistance, editSteps } from './edit-distance.ts';
import { readItems } from './list-items.ts';
import { asSimilarity, similarityAtMost } from './nearest-reference.ts';
import { type Pair, pairUp, pairUpByPromise } from './pair-up.ts';

// Pairing takes time in the cube of the number of items, comparing in the square of their lengths.
const MOST_ITEMS = 100;
const LONGEST_ITEM = 1_000;

/**
 * How well a list in the output covers an expected list: items are paired so that the sum of their
 * similarities is greatest, and that sum is divided by the length of the longer list, or, with
 * `allowExtra`, of the expected one. Two items are as similar as their edit distance says, or, with
 * `compare: exact`, equal or not.
 *
 * The output is a JSON list, alone or in a code fence, or else one item a line; bullets, numbers,
 * check boxes and emphasis are omitted. One line is a list where it can be nothing else: `1. a 2.
 * b`, `a; b`, `a, b and c` (not where an expected item has a comma). Letters compare as `contains`
 * has it. Empty lists are equal. At most 100 items of 1,000 characters; only items that may be
 * partners are compared, and many long ones made of the same letters, yet alike in nothing else,
 * meet the limit of work.
 *
 * Source: autoevals ListContains (with Levenshtein as its pairwise scorer); Kuhn 1955 for the pairing.
 */
export const listContains = defineScorer({
  id: 'list-contains',
  version: 4,
  kind: 'code',
  group: 'text',
  summary: 'How well the list in the output covers the expected list, in any order.',
  source: 'autoevals ListContains',
  needs: ['output', 'expected'],
  params: () =>
    z.strictObject({
      allowExtra: z
        .boolean()
        .default(false)
        .describe('Whether additional items are allowed without penalty.'),
      compare: z
        .enum(['similarity', 'exact'])
        .default('similarity')
        .describe('How two items are compared: by edit distance, or for equality.'),
      caseSensitive: z.boolean().default(true).describe('Whether case matters.'),
    }),
  threshold: 0.8,
  examples: () => [
    {
      title: 'Two of three, in another order',
      sample: { output: '- Rome\n- Paris', expected: ['Paris', 'Rome', 'Berlin'] },
      params: { compare: 'exact' },
      value: 2 / 3,
    },
  ],
  score({ output, expected }, { allowExtra, compare, caseSensitive }, { work }) {
    const wanted = itemsOf(expected);
    if (wanted === undefined) {
      return failed('sample_field_invalid', '`expected` must be a list of texts or numbers.');
    }
    const found = readItems(output, !wanted.some((item) => /[,，、;；]/.test(item)));
    if (Math.max(wanted.length, found.length) > MOST_ITEMS) {
      return failed('sample_too_large', `Lists of more than ${MOST_ITEMS} items are not compared.`);
    }
    if ([...wanted, ...found].some((item) => item.length > LONGEST_ITEM)) {
      return failed(
        'sample_too_large',
        `Items of more than ${LONGEST_ITEM} characters are not compared.`,
      );
    }
    const size = allowExtra ? wanted.length : Math.max(wanted.length, found.length);
    if (size === 0) return scored(1, 'Both lists are empty, or nothing was expected.');

    const fold = (item: string) => comparable(item, caseSensitive);
    const pairs = pairItems(wanted.map(fold), found.map(fold), compare, work);
    const total = pairs.reduce((sum, { value }) => sum + value, 0);
    const missing = wanted.filter(
      (_, i) => !pairs.some(({ row, value }) => row === i && value > 0),
    );
    const evidence: Evidence[] = missing.map((item) => ({
      pointer: '/expected',
      text: item,
      note: 'not found',
    }));
    return scored(
      total / size,
      `${wanted.length - missing.length} of ${wanted.length} expected items matched in ${found.length}.`,
      { evidence },
    );
  },
});

const STEPS_PER_PAIR = 100;
const STEPS_PER_CHARACTER = 3;
const DOING = 'comparing each item of `output` with each of `expected`';

function pairItems(
  wanted: readonly string[],
  found: readonly string[],
  compare: 'similarity' | 'exact',
  work: Work,
): Pair[] {
  const pairingSteps = Math.max(wanted.length, found.length) ** 3 * 5;
  work.spend(wanted.length * found.length * STEPS_PER_PAIR, DOING);
  if (compare === 'exact') {
    work.spend(pairingSteps, DOING);
    return pairUp(wanted.map((item) => found.map((other) => Number(item === other))));
  }
  // Texts with thousands of different characters beyond the basic plane are compared by half ones.
  const items = toComparableUnits([...wanted, ...found]) ?? [...wanted, ...found];
  const rows = items.slice(0, wanted.length);
  const columns = items.slice(wanted.length);
  const total = (texts: readonly string[]) => texts.reduce((sum, { length }) => sum + length, 0);
  const characters = total(rows) * columns.length + total(columns) * rows.length;
  work.spend(characters * STEPS_PER_CHARACTER, DOING);
  return pairUpByPromise(
    rows.map((row) => columns.map((column) => similarityAtMost(row, column))),
    (row, column) => alike(rows[row] ?? '', columns[column] ?? '', work),
    () => work.spend(pairingSteps, DOING),
  );
}

function alike(a: string, b: string, work: Work): number {
  work.spend(editSteps(a.length, b.length), DOING);
  return asSimilarity(editDistance(a, b), a, b).value;
}

function itemsOf(expected: JsonValue): string[] | undefined {
  const values = typeof expected === 'string' ? readItems(expected) : expected;
  if (!Array.isArray(values)) return undefined;
  const isItem = (value: JsonValue) => typeof value === 'string' || typeof value === 'number';
  return values.every(isItem) ? values.map(String) : undefined;
}
