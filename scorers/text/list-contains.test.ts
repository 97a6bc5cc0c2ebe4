import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { score, scoreValue } from '../testing/score.ts';
import { letters } from '../testing/worst-samples.ts';
import { listContains } from './list-contains.ts';
import { type Pair, pairUp, pairUpByPromise } from './pair-up.ts';

test('reads JSON lists, bullets and numbered lines', async () => {
  const expected = ['red', 'green'];
  for (const output of [
    '["green","red"]',
    '- red\n- green',
    '1. red\n2) green',
    ' red \n\n green ',
  ]) {
    expect(await scoreValue(listContains, { output, expected }), output).toBe(1);
  }
});

test('items too many cost, unless they are free', async () => {
  const sample = { output: '["a","b","c","d"]', expected: ['a', 'b'] };
  expect(await scoreValue(listContains, sample)).toBe(0.5);
  expect(await scoreValue(listContains, sample, { allowExtra: true })).toBe(1);
});

test('the best pairing counts, not the first', async () => {
  // Paired greedily, "abcd" would take "abce" and leave "abcx" to nothing alike.
  const sample = { output: '["abce","zzzz"]', expected: ['abcx', 'abce'] };
  expect(await scoreValue(listContains, sample)).toBeCloseTo(1 / 2, 10);
  expect(await scoreValue(listContains, sample, { compare: 'exact' })).toBe(0.5);
});

test('names what is missing', async () => {
  const result = await score(
    listContains,
    { output: '["a"]', expected: ['a', 'b'] },
    { compare: 'exact' },
  );
  expect(result).toMatchObject({ value: 0.5, evidence: [{ pointer: '/expected', text: 'b' }] });
});

test('two empty lists are equal; an expected object is no list', async () => {
  expect(await scoreValue(listContains, { output: '[]', expected: [] })).toBe(1);
  expect(await scoreValue(listContains, { output: '', expected: ['a'] })).toBe(0);
  expect(await score(listContains, { output: '[]', expected: {} })).toMatchObject({
    status: 'error',
  });
});

test('lists over the bound are an error', async () => {
  const output = JSON.stringify(Array.from({ length: 101 }, (_, i) => i));
  expect(await score(listContains, { output, expected: ['1'] })).toMatchObject({
    status: 'error',
    error: { code: 'sample_too_large' },
  });
});

test('pairing finds the greatest sum', () => {
  const matrix = fc
    .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 }))
    .chain(([rows, columns]) =>
      fc.array(
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), {
          minLength: columns,
          maxLength: columns,
        }),
        {
          minLength: rows,
          maxLength: rows,
        },
      ),
    );
  fc.assert(
    fc.property(matrix, fc.double({ min: 0, max: 1, noNaN: true }), (values, slack) => {
      const pairs = pairUp(values);
      const bounds = values.map((row) => row.map((value) => value + slack * (1 - value)));
      const byPromise = pairUpByPromise(
        bounds,
        (row, column) => values[row]?.[column] ?? 0,
        () => {},
      );
      expect(sumOf(byPromise)).toBeCloseTo(sumOf(pairs), 9);
      expect(new Set(pairs.map(({ row }) => row)).size).toBe(pairs.length);
      expect(new Set(pairs.map(({ column }) => column)).size).toBe(pairs.length);
      expect(sumOf(pairs)).toBeCloseTo(bestByTrying(values, 0, new Set()), 9);
    }),
  );
});

function sumOf(pairs: readonly Pair[]): number {
  return pairs.reduce((total, { value }) => total + value, 0);
}

function bestByTrying(values: number[][], row: number, taken: Set<number>): number {
  const current = values[row];
  if (current === undefined) return 0;
  let best = bestByTrying(values, row + 1, taken);
  for (const [column, value] of current.entries()) {
    if (taken.has(column)) continue;
    best = Math.max(best, value + bestByTrying(values, row + 1, new Set(taken).add(column)));
  }
  return best;
}

test('reads JSON in a code fence, and lists as Markdown and people write them', async () => {
  const expected = ['Paris', 'Rome', 'Berlin'];
  for (const output of [
    '```json\n["Paris","Rome","Berlin"]\n```',
    'Here they are:\n```\n["Paris", "Rome", "Berlin"]\n```\nAnything else?',
    '```\nParis\nRome\nBerlin\n```',
    '(1) Paris\n(2) Rome\n(3) Berlin',
    'a) Paris\nb) Rome\nc) Berlin',
    'i) Paris\nii) Rome\niii) Berlin',
    '+ Paris\n+ Rome\n+ Berlin',
    '- [ ] Paris\n- [x] Rome\n* [X] Berlin',
    '1. **Paris**\n2. __Rome__\n3. *Berlin*',
    '1、Paris\n2、Rome\n3、Berlin',
    '– Paris\r\n– Rome\r\n– Berlin',
    'a. Paris\nb. Rome\nc. Berlin',
    'I. Paris\nII. Rome\nIII. Berlin',
    '1.Paris\n2.Rome\n3.Berlin',
    '① Paris\n② Rome\n③ Berlin',
    '☐ Paris\n☑ Rome\n✅ Berlin',
  ]) {
    const params = { compare: 'exact' };
    expect(await scoreValue(listContains, { output, expected }, params), output).toBe(1);
  }
});

test('what only looks like a mark is part of the item', async () => {
  const items = ['A. Smith', '1.5 kg', '-5', '(see below)', '**bold** start', '[x'];
  const sample = { output: items.join('\n'), expected: items };
  expect(await scoreValue(listContains, sample, { compare: 'exact' })).toBe(1);
});

test('characters beyond the basic plane count once; case is folded, letters composed', async () => {
  expect(await scoreValue(listContains, { output: '😀', expected: ['😁'] })).toBe(0);
  expect(await scoreValue(listContains, { output: '😀b', expected: ['😁b'] })).toBe(0.5);
  const sample = { output: 'STRASSE\ncafe\u0301', expected: ['straße', 'Café'] };
  const params = { compare: 'exact', caseSensitive: false };
  expect(await scoreValue(listContains, sample, params)).toBe(1);
});

test('only values on which the pairing depends are found', () => {
  const found: string[] = [];
  const bounds = [
    [1, 0.5, 0.5],
    [0.5, 1, 0.5],
    [0.5, 0.5, 0.9],
  ];
  const value = (row: number, column: number) => {
    found.push(`${row}${column}`);
    return row === column ? 0.9 : 0;
  };
  expect(sumOf(pairUpByPromise(bounds, value, () => {}))).toBeCloseTo(2.7, 10);
  expect(found).toEqual(['00', '11', '22']);
});

test('a hundred items of a thousand characters are compared, in any order and with mistakes', async () => {
  const words = (seed: number) => letters(1_000, seed, 'abcdefghijklmnop qrs tuv wxyz ').trim();
  const expected = Array.from({ length: 100 }, (_, i) => words(i));
  const output = expected.map((item) => `${item.slice(0, -20)}${'x'.repeat(20)}`).reverse();
  const result = await score(listContains, { output: JSON.stringify(output), expected });
  expect(result.status).toBe('scored');
  expect(result.value).toBeGreaterThan(0.975);
});

describe('a list on one line', () => {
  const exact = { compare: 'exact' };
  test.each<[output: string, expected: string[]]>([
    ['1. a 2. b 3. c', ['a', 'b', 'c']],
    ['The colors are: 1) red, 2) blue, and 3) green', ['red', 'blue', 'green']],
    ['(1) x (2) y', ['x', 'y']],
    ['① a ② b', ['a', 'b']],
    ['1、苹果 2、香蕉', ['苹果', '香蕉']],
    ['• a • b • c', ['a', 'b', 'c']],
    ['a, b and c', ['a', 'b', 'c']],
    ['Colors: red, green, or blue.', ['red', 'green', 'blue']],
    ['red, green, blue', ['red', 'green', 'blue']],
    ['red; blue', ['red', 'blue']],
    ['apple、banana', ['apple', 'banana']],
    ['| red | green | blue |', ['red', 'green', 'blue']],
    ['Colors: red | light green | blue', ['red', 'light green', 'blue']],
    ['苹果，香蕉，梨', ['苹果', '香蕉', '梨']],
  ])('%s', async (output, expected) => {
    expect(await scoreValue(listContains, { output, expected }, exact)).toBe(1);
  });

  test.each<[output: string, expected: string[]]>([
    ['Paris, France', ['Paris, France']],
    ['Paris, Texas, USA', ['Paris, Texas, USA']],
    ['Simon and Garfunkel', ['Simon and Garfunkel']],
    ['- a - b', ['a - b']],
    ['a | b', ['a | b']],
    ['| or || in C', ['| or || in C']],
    ['Version 1. See 2. page', ['Version 1. See 2. page']],
    ['- a, b and c', ['a, b and c']],
    ['Well, yes. I think, though, that it is.', ['Well, yes. I think, though, that it is.']],
  ])('%s is one item', async (output, expected) => {
    expect(await scoreValue(listContains, { output, expected }, exact)).toBe(1);
  });
});
