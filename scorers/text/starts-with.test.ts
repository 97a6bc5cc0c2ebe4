import { expect, test } from 'vitest';
import { scoreValue } from '../testing/score.ts';
import { startsWith } from './starts-with.ts';

const output = 'Hello, world';

test('any one of the texts will do', async () => {
  expect(await scoreValue(startsWith, { output }, { values: ['nothing', 'Hello'] })).toBe(1);
  expect(await scoreValue(startsWith, { output }, { values: ['world'] })).toBe(0);
});

test('the expected text stands in for the parameter', async () => {
  expect(await scoreValue(startsWith, { output, expected: 'Hello,' })).toBe(1);
});

test('case and white space count unless told otherwise', async () => {
  const sample = { output: ` ${output}\n`, expected: 'HELLO' };
  expect(await scoreValue(startsWith, sample)).toBe(0);
  expect(await scoreValue(startsWith, sample, { caseSensitive: false })).toBe(0);
  expect(await scoreValue(startsWith, sample, { caseSensitive: false, trim: true })).toBe(1);
});

test('case is folded and letters are composed', async () => {
  const sample = { output: 'STRASSENBAHN', expected: 'straße' };
  expect(await scoreValue(startsWith, sample, { caseSensitive: false })).toBe(1);
  expect(await scoreValue(startsWith, { output: 'e\u0301', expected: 'é' })).toBe(1);
  expect(await scoreValue(startsWith, { output: 'e\u0301', expected: 'e' })).toBe(0);
});
