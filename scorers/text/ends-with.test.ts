import { expect, test } from 'vitest';
import { scoreValue } from '../testing/score.ts';
import { endsWith } from './ends-with.ts';

const output = 'Hello, world';

test('any one of the texts will do', async () => {
  expect(await scoreValue(endsWith, { output }, { values: ['nothing', 'world'] })).toBe(1);
  expect(await scoreValue(endsWith, { output }, { values: ['Hello'] })).toBe(0);
});

test('the expected text stands in for the parameter', async () => {
  expect(await scoreValue(endsWith, { output, expected: ', world' })).toBe(1);
});

test('case and white space count unless told otherwise', async () => {
  const sample = { output: ` ${output}\n`, expected: 'WORLD' };
  expect(await scoreValue(endsWith, sample)).toBe(0);
  expect(await scoreValue(endsWith, sample, { caseSensitive: false })).toBe(0);
  expect(await scoreValue(endsWith, sample, { caseSensitive: false, trim: true })).toBe(1);
});

test('case is folded and letters are composed', async () => {
  const sample = { output: 'HAUPTSTRASSE', expected: 'straße' };
  expect(await scoreValue(endsWith, sample, { caseSensitive: false })).toBe(1);
  expect(await scoreValue(endsWith, { output: 'e\u0301', expected: 'é' })).toBe(1);
  expect(await scoreValue(endsWith, { output: 'e\u0301', expected: 'e' })).toBe(0);
});
