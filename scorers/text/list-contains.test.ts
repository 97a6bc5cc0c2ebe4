import fc from 'fast-check';
import { expect, test } from 'vitest';
import { score, scoreValue } from '../testing/score.ts';
import { listContains } from './list-contains.ts';
import { pairUp } from './pair-up.ts';

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
    fc.property(matrix, (values) => {
      const pairs = pairUp(values);
      expect(new Set(pairs.map(({ row }) => row)).size).toBe(pairs.length);
      expect(new Set(pairs.map(({ column }) => column)).size).toBe(pairs.length);
      const sum = pairs.reduce((total, { value }) => total + value, 0);
      expect(sum).toBeCloseTo(bestByTrying(values, 0, new Set()), 9);
    }),
  );
});

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
