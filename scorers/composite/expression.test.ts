import type { JsonObject } from '@assay/schema/types.ts';
import { expect, test } from 'vitest';
import { broken, constant, lacking, skipped } from '../testing/inner-scorers.ts';
import { score, scoreValue } from '../testing/score.ts';
import { expression } from './expression.ts';

const scorers = [constant(0.5, { as: 'a' }), constant(0.25, { as: 'b-c' })];

async function refusal(params: JsonObject) {
  return score(expression, {}, params).then(
    () => [],
    (cause: { errors: unknown }) => cause.errors,
  );
}

test('computes over the values of the scorers inside', async () => {
  const result = await score(expression, {}, { expression: 'a + 2 * b_c', scorers });
  expect(result).toMatchObject({
    value: 1,
    raw: 1,
    reason: 'a + 2 * b_c = 1 for a 0.5, b-c 0.25.',
  });
});

test('a name with a hyphen is written with `_`, or in backquotes or quotes', async () => {
  for (const name of ['b_c', '`b-c`', '"b-c"', "'b-c'"]) {
    expect(await scoreValue(expression, {}, { expression: name, scorers }), name).toBe(0.25);
  }
});

test('a result beyond 0 or 1 is brought there, which the reason says, and raw keeps it', async () => {
  expect(await score(expression, {}, { expression: 'a + 1', scorers })).toMatchObject({
    value: 1,
    raw: 1.5,
    reason: expect.stringContaining('= 1.5, clamped to 1'),
  });
  expect(await score(expression, {}, { expression: '-a', scorers })).toMatchObject({
    value: 0,
    raw: -0.5,
  });
});

test('a result that is no finite number is an error', async () => {
  for (const text of ['1 / 0', 'log(0)', 'sqrt(-a)', 'exp(9 ^ 9)']) {
    expect(await score(expression, {}, { expression: text, scorers }), text).toMatchObject({
      status: 'error',
      error: { code: 'expression_undefined' },
    });
  }
});

test('needs the value of each scorer it names, and of no other', async () => {
  const inner = [...scorers, broken, lacking, skipped];
  const outcome = async (text: string) => {
    const result = await score(expression, {}, { expression: text, scorers: inner });
    return result.status === 'error' ? result.error.code : result.value;
  };
  expect(await outcome('a')).toBe(0.5);
  expect(await outcome('a + 0 * broken')).toBe('child_not_scored');
  expect(await outcome('a + lacking')).toBe('sample_field_missing');
  expect(await outcome('a + skipped')).toBe('sample_field_missing');
});

test('a fault in the expression is refused with its place', async () => {
  expect(await refusal({ expression: 'a + ', scorers })).toEqual([
    {
      pointer: '/scorers/0/params/expression',
      message: 'the expression needs a number, a name or a parenthesis, at its end',
    },
  ]);
});

test('a name that no scorer inside has is refused, with the names there are', async () => {
  expect(await refusal({ expression: 'a + d + `e f`', scorers })).toEqual([
    {
      pointer: '/scorers/0/params/expression',
      message: 'no inner scorer is named "d"; the names are a, b-c',
    },
    {
      pointer: '/scorers/0/params/expression',
      message: 'no inner scorer is named "e f"; the names are a, b-c',
    },
  ]);
});

test('a scorer without `as` is called by its id, even when an alias named it', async () => {
  const params = { expression: 'levenshtein', scorers: ['Non-LLM String Similarity'] };
  expect(await scoreValue(expression, { output: 'a', expected: 'a' }, params)).toBe(1);
});
