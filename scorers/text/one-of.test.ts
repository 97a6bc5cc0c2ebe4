import { expect, test } from 'vitest';
import { scoreValue } from '../testing/score.ts';
import { oneOf } from './one-of.ts';

const values = ['yes', 'no', 'U.S.'];

test('white space, quotes and a full stop around an answer do not count', async () => {
  for (const output of ['yes', ' yes\n', '"yes"', 'yes.', "'no'.", '`no`']) {
    expect(await scoreValue(oneOf, { output }, { values }), output).toBe(1);
  }
});

test('anything besides the answer does', async () => {
  for (const output of ['yes, I think', 'yesno', '', '"', 'YES']) {
    expect(await scoreValue(oneOf, { output }, { values }), output).toBe(0);
  }
  expect(await scoreValue(oneOf, { output: 'YES' }, { values, caseSensitive: false })).toBe(1);
});

test('an answer that ends in a full stop of its own is found', async () => {
  expect(await scoreValue(oneOf, { output: 'U.S.' }, { values })).toBe(1);
});

test('the expected texts stand in for the parameter', async () => {
  expect(await scoreValue(oneOf, { output: 'no', expected: ['yes', 'no'] })).toBe(1);
});
