import { expect, test } from 'vitest';
import { InvalidScorers } from '../resolve.ts';
import { score, scoreValue } from '../testing/score.ts';
import { length } from './length.ts';

async function count(output: string, unit: string): Promise<number | null> {
  return (await score(length, { output }, { unit, min: 0 })).raw;
}

test('characters are what a reader counts', async () => {
  expect(await count('naïve', 'characters')).toBe(5);
  expect(await count('👩‍👧‍👦🇫🇷e\u0301', 'characters')).toBe(3);
});

test('words and sentences are found in scripts without spaces', async () => {
  expect(await count("Don't panic, it's 3.5 metres!", 'words')).toBe(5);
  expect(await count('你好世界', 'words')).toBe(2);
  expect(await count('สวัสดีชาวโลก', 'words')).toBeGreaterThan(1);
  expect(await count('One. Two? Three!', 'sentences')).toBe(3);
  expect(await count('一。二。', 'sentences')).toBe(2);
});

test('tokens are those the model counted, or else an estimate that says so', async () => {
  const generation = { usage: { inputTokens: 1, outputTokens: 7 } };
  const counted = await score(length, { output: 'Hello', generation }, { unit: 'tokens', max: 10 });
  expect(counted).toMatchObject({ raw: 7, value: 1, reason: expect.stringContaining('own count') });
  const estimated = await score(length, { output: 'Hello world' }, { unit: 'tokens', max: 10 });
  expect(estimated).toMatchObject({ value: 1, reason: expect.stringContaining('estimate') });
});

test('the value falls with the distance from the bounds', async () => {
  const sample = { output: 'abcd' };
  expect(await scoreValue(length, sample, { min: 4, max: 4 })).toBe(1);
  expect(await scoreValue(length, sample, { min: 8 })).toBe(0.5);
  expect(await scoreValue(length, sample, { max: 1 })).toBe(0.25);
  expect(await scoreValue(length, { output: '' }, { min: 1 })).toBe(0);
  expect(await scoreValue(length, { output: '' }, { max: 0 })).toBe(1);
});

test('bounds are wanted, and in order', async () => {
  await expect(score(length, { output: '' }, {})).rejects.toThrow(InvalidScorers);
  await expect(score(length, { output: '' }, { min: 2, max: 1 })).rejects.toThrow(/above `max`/);
});

test.each([
  ['Dr. Smith came. He left.', 2],
  ['I met Mr. and Mrs. Brown, e.g. Paris is nice. Yes.', 2],
  ['See No. 5. It is good.', 2],
  ['He lives on Main St. Then he left.', 2],
  ['Prof. Dr. Müller sagt ja.', 1],
  ['It was 5 p.m. We left.', 2],
  ['Is it so? No. It is not.', 3],
])('%s has %i sentences', async (output, sentences) => {
  expect(await count(output, 'sentences')).toBe(sentences);
});
