import { expect, test } from 'vitest';
import { score, scoreJudged } from '../testing/score.ts';

const sample = { input: 'What is 2 + 2?', output: 'It is 4.', contexts: ['Maths is old.'] };
const params = { criteria: 'The answer is right.' };

test('yes is worth 1, no is worth 0', async () => {
  for (const [level, value] of [
    [2, 1],
    [1, 0],
    ['2', 1],
  ] as const) {
    const line = { reasoning: 'Step by step.', level };
    const { score } = await scoreJudged('closed-qa', sample, [line], params);
    expect(score).toMatchObject({ value, passed: value === 1, reason: 'Step by step.' });
  }
});

test('the criterion is an instruction, the input and the output are data, the rest is not shown', async () => {
  const line = { reasoning: '', level: 2 };
  const { judge } = await scoreJudged('closed-qa', sample, [line], params);
  const [system, user] = judge.calls[0]?.messages ?? [];
  expect(system?.content).toContain('Criterion: The answer is right.');
  expect(user?.content).toContain('name="input">\nWhat is 2 + 2?');
  expect(user?.content).toContain('name="output">\nIt is 4.');
  expect(user?.content).not.toContain('Maths is old');
});

test('what the data cannot show is no value', async () => {
  const line = { reasoning: 'Nobody can tell.', level: 0 };
  const { score } = await scoreJudged('closed-qa', sample, [line], params);
  expect(score).toMatchObject({ status: 'abstained', value: null, passed: null });
});

test('an empty output meets no criterion, and no judge is asked', async () => {
  const { score, judge } = await scoreJudged('closed-qa', { ...sample, output: '' }, [''], params);
  expect(score).toMatchObject({ value: 0 });
  expect(judge.calls).toHaveLength(0);
});

test('a judge that cannot judge is an error', async () => {
  const { score: unread } = await scoreJudged('closed-qa', sample, ['Yes.'], params);
  expect(unread).toMatchObject({ status: 'error', error: { code: 'judge_output_invalid' } });
  expect(await score('closed-qa', sample, params)).toMatchObject({
    error: { code: 'judge_unconfigured' },
  });
});
