import fc from 'fast-check';
import { expect, test } from 'vitest';
import { scoreValue } from '../testing/score.ts';
import { squadNormalise } from './squad-normalise.ts';
import { tokenF1 } from './token-f1.ts';

test("is the F1 of SQuAD's evaluation script", async () => {
  // Worked by hand after the script: 2PR / (P + R) over tokens with their counts.
  const cases: [string, string, number][] = [
    ['the cat sat on the mat', 'the cat sat', 2 / 3],
    ['Denver Broncos', 'The Denver Broncos', 1],
    ['a b b', 'b b b', 4 / 5],
    ['Paris', 'London', 0],
    ['', 'London', 0],
    ['', '', 1],
    ['the', 'an', 1],
  ];
  for (const [output, expected, f1] of cases) {
    expect(await scoreValue(tokenF1, { output, expected }), output).toBeCloseTo(f1, 10);
  }
});

test('the best of several expected texts counts', async () => {
  const sample = { output: 'forty-two', expected: ['42', 'fortytwo', 'four'] };
  expect(await scoreValue(tokenF1, sample)).toBe(1);
});

test('a script without spaces is one word, unless cut by dictionary', async () => {
  const sample = { output: '你好世界', expected: '你好中国' };
  expect(await scoreValue(tokenF1, sample)).toBe(0);
  expect(await scoreValue(tokenF1, sample, { tokenize: 'unicode' })).toBe(0.5);
});

test('does not depend on which text is which', async () => {
  const text = fc.lorem({ maxCount: 8 });
  await fc.assert(
    fc.asyncProperty(text, text, async (a, b) => {
      const one = await scoreValue(tokenF1, { output: a, expected: b });
      expect(one).toBeCloseTo(await scoreValue(tokenF1, { output: b, expected: a }), 10);
    }),
  );
});

test("normalises as SQuAD's script does", () => {
  expect(squadNormalise('  The "Panthers", an  NFL-team. ')).toBe('panthers nflteam');
  expect(squadNormalise('theatre anagram')).toBe('theatre anagram');
});

test("keeps the letters of other languages' words", async () => {
  // What SQuAD's script gives.
  const cases: [string, string, number][] = [
    ['đan', 'đa', 0],
    ['çan', 'ça', 0],
    ['orta çağ', 'çağ', 2 / 3],
    ['à la carte', 'à la', 4 / 5],
  ];
  for (const [output, expected, f1] of cases) {
    expect(await scoreValue(tokenF1, { output, expected }), output).toBeCloseTo(f1, 10);
  }
});
