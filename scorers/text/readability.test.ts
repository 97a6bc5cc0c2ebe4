import { expect, test } from 'vitest';
import { score, scoreValue } from '../testing/score.ts';
import { readability } from './readability.ts';

// A sentence with its score in Wikipedia, "Flesch–Kincaid readability tests".
test('the cat on the mat has reading ease 116', async () => {
  const result = await score(readability, { output: 'The cat sat on the mat.' });
  expect(result).toMatchObject({ value: 1, raw: expect.closeTo(116.145, 3) });
});

// 26 syllables in 13 words.
test('the grade follows its formula', async () => {
  const output =
    'The Australian platypus is seemingly a hybrid of a mammal and reptilian creature.';
  const result = await score('flesch-kincaid', { output });
  expect(result.raw).toBeCloseTo(0.39 * 13 + 11.8 * 2 - 15.59, 10);
});

test('a grade off the target costs a tenth of the value', async () => {
  const output =
    'The Australian platypus is seemingly a hybrid of a mammal and reptilian creature.';
  const at = (maxGrade: number) => scoreValue('flesch-kincaid', { output }, { maxGrade });
  expect(await at(14)).toBe(1);
  expect((await at(10)) - (await at(9))).toBeCloseTo(0.1);
});

test('a text too easy for the target costs as much as one too hard', async () => {
  const output = 'The cat sat on the mat.';
  expect(await scoreValue('flesch-kincaid', { output })).toBe(1);
  expect(await scoreValue('flesch-kincaid', { output }, { minGrade: 5 })).toBeLessThan(0.5);
});

test('the longest sentence is shown', async () => {
  const output = 'Yes. This one is longer. No.';
  expect((await score(readability, { output })).evidence).toEqual([
    {
      pointer: '/output',
      start: 5,
      end: 24,
      text: 'This one is longer.',
      note: expect.any(String),
    },
  ]);
});

test('other scripts and texts without words abstain', async () => {
  for (const output of ['今天天气很好。', 'Погода хорошая.', '', '—!?']) {
    expect(await score(readability, { output }), output).toMatchObject({ status: 'abstained' });
  }
});

test('a lowest grade above the highest is refused', async () => {
  const params = { minGrade: 10, maxGrade: 8 };
  await expect(score(readability, { output: 'a' }, params)).rejects.toThrow('minGrade');
});
