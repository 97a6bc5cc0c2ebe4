import { expect, test } from 'vitest';
import { score, scoreValue } from '../testing/score.ts';
import { contains } from './contains.ts';

const output = 'The quick brown fox';

test('all wants every text, and tells a near miss from a miss', async () => {
  expect(await scoreValue(contains, { output }, { values: ['quick', 'fox'] })).toBe(1);
  expect(await scoreValue(contains, { output }, { values: ['quick', 'dog'] })).toBe(0.5);
  const result = await score(contains, { output }, { values: ['quick', 'dog'] });
  expect(result).toMatchObject({ passed: false, reason: '1 of 2 texts found; missing: dog.' });
});

test('any wants one, none wants none', async () => {
  const values = ['dog', 'fox'];
  expect(await scoreValue(contains, { output }, { values, mode: 'any' })).toBe(1);
  expect(await scoreValue(contains, { output }, { values, mode: 'none' })).toBe(0);
  expect(await scoreValue(contains, { output }, { values: ['dog'], mode: 'any' })).toBe(0);
  expect(await scoreValue(contains, { output }, { values: ['dog'], mode: 'none' })).toBe(1);
});

test('the expected texts stand in for the parameter', async () => {
  expect(await scoreValue(contains, { output, expected: ['fox', 'brown'] })).toBe(1);
  expect(await score(contains, { output })).toMatchObject({
    status: 'error',
    error: { code: 'sample_field_missing' },
  });
});

test('the evidence is where the text stands', async () => {
  const { evidence } = await score(contains, { output }, { values: ['brown'] });
  expect(evidence).toEqual([{ pointer: '/output', start: 10, end: 15, text: 'brown' }]);
});

test('case counts unless told otherwise, and the aliases tell', async () => {
  expect(await scoreValue('contains', { output, expected: 'FOX' })).toBe(0);
  expect(await scoreValue('icontains', { output, expected: 'FOX' })).toBe(1);
  expect(await scoreValue('icontains-any', { output, expected: ['FOX', 'DOG'] })).toBe(1);
  expect(await scoreValue('not-contains', { output, expected: 'fox' })).toBe(0);
});

test('texts are found in scripts without spaces', async () => {
  expect(await scoreValue(contains, { output: '退款需要五天', expected: '五天' })).toBe(1);
});

test('an empty output contains nothing', async () => {
  expect(await scoreValue(contains, { output: '', expected: 'a' })).toBe(0);
});

test('a text in other capitals does not vanish', async () => {
  const texts: [string, string][] = [
    ['ΝΕΟΣΥΛΛΕΚΤΟΙ', 'ΝΕΟΣ'],
    ['STRASSENBAHN', 'straße'],
    ['Ist die STRAẞE frei?', 'strasse'],
    ['İSTANBUL', 'i̇stanbul'],
  ];
  for (const [text, banned] of texts) {
    const params = { values: [banned], caseSensitive: false };
    expect(await scoreValue('excludes', { output: text }, params), text).toBe(0);
    expect(await scoreValue(contains, { output: text }, params), text).toBe(1);
  }
});

test('composed and decomposed letters are the same', async () => {
  const sample = { output: 'Un cafe\u0301 noir' };
  expect(await scoreValue(contains, sample, { values: ['café'] })).toBe(1);
  expect(await scoreValue(contains, sample, { values: ['cafe'] })).toBe(0);
});

test('the evidence stands in the output as it was sent', async () => {
  const output = 'İİİ e\u0301 Refund now';
  const params = { values: ['refund', 'É'], caseSensitive: false };
  const { evidence } = await score(contains, { output }, params);
  expect(evidence).toEqual([
    { pointer: '/output', start: 7, end: 13, text: 'Refund' },
    { pointer: '/output', start: 4, end: 6, text: 'e\u0301' },
  ]);
});
