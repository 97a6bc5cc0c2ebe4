import { expect, test } from 'vitest';
import { scoreJudged } from '../testing/score.ts';

const sample = {
  input: 'Who wrote Emma, and when?',
  output: 'Jane Austen wrote Emma in London.',
  expected: ['Charlotte Brontë.', 'Jane Austen, in 1815, in her thirties.'],
};
const claims = [
  { claim: 'Jane Austen wrote it.', quote: 'Jane Austen wrote Emma', verdict: 'both' },
  { claim: 'It was in London.', quote: 'in London', verdict: 'output' },
  { claim: 'It was in 1815.', quote: 'in 1815', verdict: 'expected' },
  { claim: 'She was in her thirties.', quote: 'in her thirties', verdict: 'expected' },
];

test('claims not expected and claims missing both count, with where they stand', async () => {
  const { score, judge } = await scoreJudged('answer-correctness', sample, [
    { reasoning: '', claims },
  ]);
  expect(score).toMatchObject({
    value: 0.4,
    raw: 3,
    passed: false,
    warnings: [],
    evidence: [
      { pointer: '/output', text: 'in London', note: 'not expected: It was in London.' },
      { pointer: '/expected/1', text: 'in 1815', note: 'missing: It was in 1815.' },
      { pointer: '/expected/1', text: 'in her thirties' },
    ],
  });
  const [system, user] = judge.calls[0]?.messages ?? [];
  expect(system?.content).not.toContain('Austen');
  expect(user?.content).toMatch(/name="input"[\s\S]*name="expected 1"[\s\S]*name="output"/);
});

test('precision minds only false claims, recall only missing ones', async () => {
  for (const [mode, value] of [
    ['precision', 1 / 2],
    ['recall', 1 / 3],
  ] as const) {
    const { score } = await scoreJudged('factuality', sample, [{ reasoning: '', claims }], {
      mode,
    });
    expect(score.value).toBeCloseTo(value);
  }
});

test('a quote that stands nowhere is warned of', async () => {
  const invented = [{ claim: 'Jane Austen wrote it.', quote: 'Austen did it', verdict: 'both' }];
  const { score } = await scoreJudged('answer-correctness', sample, [
    { reasoning: '', claims: invented },
  ]);
  expect(score).toMatchObject({ value: 1, warnings: ['quote_not_found'] });
});

test('without a claim on either side there is nothing to compare', async () => {
  const { score } = await scoreJudged('answer-correctness', sample, [
    { reasoning: '', claims: [] },
  ]);
  expect(score).toMatchObject({ status: 'abstained', value: null });
});

test('an empty output is worth nothing, and no judge is asked', async () => {
  const { score, judge } = await scoreJudged('answer-correctness', { ...sample, output: '' }, ['']);
  expect(score).toMatchObject({ value: 0 });
  expect(judge.calls).toHaveLength(0);
});

test('a judge that cannot be read is an error', async () => {
  const { score } = await scoreJudged('answer-correctness', sample, ['All good.']);
  expect(score).toMatchObject({ status: 'error', error: { code: 'judge_output_invalid' } });
});
