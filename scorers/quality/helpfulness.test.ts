import { expect, test } from 'vitest';
import { score, scoreJudged } from '../testing/score.ts';

const sample = { input: 'How do I boil an egg?', output: 'Eight minutes in boiling water.' };

test('the value is that of the level the judge chose', async () => {
  for (const [i, value] of [0, 0.5, 1].entries()) {
    const line = { reasoning: 'Because.', level: i + 1 };
    const { score } = await scoreJudged('helpfulness', sample, [line]);
    expect(score).toMatchObject({ value, raw: i + 1, reason: 'Because.' });
  }
});

test('the judge sees what was asked and what was answered, as data', async () => {
  const { judge } = await scoreJudged('helpfulness', sample, [{ reasoning: '', level: 3 }]);
  const [system, user] = judge.calls[0]?.messages ?? [];
  expect(system?.content).toContain('It does not help');
  expect(system?.content).not.toContain(sample.output);
  expect(user?.content).toContain('name="input">\nHow do I boil an egg?');
  expect(user?.content).toContain('name="output">\nEight minutes');
});

test('an empty output helps nobody, and no judge is asked', async () => {
  const { score, judge } = await scoreJudged('helpfulness', { ...sample, output: ' ' }, ['']);
  expect(score).toMatchObject({ value: 0 });
  expect(judge.calls).toHaveLength(0);
});

test('a judge that cannot judge is an error', async () => {
  const { score: refused } = await scoreJudged('helpfulness', sample, ['I would rather not.']);
  expect(refused).toMatchObject({ status: 'error', value: null });
  expect(await score('helpfulness', sample)).toMatchObject({
    error: { code: 'judge_unconfigured' },
  });
});
