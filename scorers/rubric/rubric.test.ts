import { expect, test } from 'vitest';
import { scoreJudged } from '../testing/score.ts';

const sample = { input: 'Where is my parcel?', output: 'It is on its way, sorry.' };
const met = { reasoning: 'It apologises.', level: 2 };
const unmet = { reasoning: 'It does not.', level: 1 };
const criterion = 'The answer apologises.';

test('the criterion is an instruction, the sample is fenced data', async () => {
  const { score, judge } = await scoreJudged('rubric', sample, [met], { criterion });
  expect(score).toMatchObject({
    status: 'scored',
    kind: 'judge',
    value: 1,
    raw: 2,
    passed: true,
    reason: 'It apologises.',
    usage: { inputTokens: 100, outputTokens: 10 },
    costUsd: 0.001,
    cached: false,
    agreement: null,
    confidence: null,
    warnings: [],
    votes: [{ model: 'test/judge-1', modelVersion: 'v1', value: 1, counted: true }],
  });
  const [system, user] = judge.calls[0]?.messages ?? [];
  expect(system?.content).toContain(criterion);
  expect(system?.content).not.toContain(sample.output);
  expect(user?.content).toContain(
    '<data-0123456789abcdef name="output">\nIt is on its way, sorry.',
  );
});

test('levels of the caller are worth what the caller says', async () => {
  const levels = [0, 0.3, 1].map((value) => ({ value, anchor: `worth ${value}` }));
  const { score } = await scoreJudged('rubric', sample, [met], { criterion, levels });
  expect(score).toMatchObject({ value: 0.3, passed: false });
});

const criteria = [
  { name: 'sorry', criterion, weight: 3 },
  { name: 'short', criterion: 'It is short.' },
];

test('several criteria are asked one by one, and weighed', async () => {
  const { score, judge } = await scoreJudged('rubric', sample, [met, unmet], {
    criterion: criteria,
  });
  expect(judge.calls).toHaveLength(2);
  expect(score).toMatchObject({
    value: 0.75,
    reason: 'sorry 1: It apologises. short 0: It does not.',
  });
});

test('several criteria are asked in one call on request', async () => {
  const line = { reasoning: 'Both.', results: [met, unmet] };
  const { score, judge } = await scoreJudged('rubric', sample, [line], {
    criterion: criteria,
    together: true,
  });
  expect(judge.calls).toHaveLength(1);
  expect(score).toMatchObject({ value: 0.75 });
});

test('an output that says nothing, or copies the question, is judged without a judge', async () => {
  for (const output of ['', ' \n', ':', '…!', '\u200b', 'where is  MY parcel?']) {
    const { score, judge } = await scoreJudged('rubric', { ...sample, output }, [met], {
      criterion,
    });
    expect(judge.calls, output).toHaveLength(0);
    expect(score, output).toMatchObject({
      status: 'scored',
      value: 0,
      usage: null,
      reason: expect.stringContaining('No judge'),
    });
  }
});
