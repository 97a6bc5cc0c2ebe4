import { expect, test } from 'vitest';
import { score, scoreValue } from '../testing/score.ts';
import { keywordCoverage } from './keyword-coverage.ts';

test('whole words count, parts of words do not', async () => {
  const sample = { output: 'The party starts.' };
  expect(await scoreValue(keywordCoverage, sample, { values: ['party'] })).toBe(1);
  expect(await scoreValue(keywordCoverage, sample, { values: ['art'] })).toBe(0);
});

test('words of a keyword have to follow each other', async () => {
  const values = ['machine learning'];
  expect(await scoreValue(keywordCoverage, { output: 'Machine-learning it is' }, { values })).toBe(
    1,
  );
  expect(await scoreValue(keywordCoverage, { output: 'learning machine' }, { values })).toBe(0);
});

test('keywords are found in scripts without spaces', async () => {
  const sample = { output: '退款将在五天内到账', expected: ['退款', '五天'] };
  expect(await scoreValue(keywordCoverage, sample)).toBe(1);
  expect(await scoreValue(keywordCoverage, { output: 'สวัสดีชาวโลก', expected: 'ชาวโลก' })).toBe(1);
});

test('case counts only when asked', async () => {
  const sample = { output: 'refund', expected: 'REFUND' };
  expect(await scoreValue(keywordCoverage, sample)).toBe(1);
  expect(await scoreValue(keywordCoverage, sample, { caseSensitive: true })).toBe(0);
});

test('a keyword that is no word is looked for as it stands', async () => {
  expect(await scoreValue(keywordCoverage, { output: 'Done ✅', expected: '✅' })).toBe(1);
});

test('names what is missing, in the reason and as evidence', async () => {
  const result = await score(keywordCoverage, { output: 'a', expected: ['a', 'b'] });
  expect(result).toMatchObject({
    value: 0.5,
    reason: '1 of 2 keywords found; missing: b.',
    evidence: [{ text: 'b', note: 'missing' }],
  });
});
