import { expect, test } from 'vitest';
import { scoreJudged } from '../testing/score.ts';

const sample = {
  input: 'The council met on Monday. It raised the fee to 5 EUR. The change begins in May.',
  output: 'The council raised the fee to 6 EUR. It begins in May.',
};
const claims = [
  { claim: 'The fee is 6 EUR.', quote: 'the fee to 6 EUR', verdict: 'contradicted' },
  { claim: 'It begins in May.', quote: 'It begins in May', verdict: 'supported' },
];
const point = (number: number, covered: boolean) => ({ number, point: `Point ${number}`, covered });

test('the value is the lower of alignment and coverage, or their mean', async () => {
  const points = [point(1, true), point(2, true), point(3, true), point(4, false)];
  const lines = [{ reasoning: '', claims, points }];
  const { score } = await scoreJudged('summarization', sample, lines);
  expect(score).toMatchObject({
    value: 0.5,
    raw: 2,
    evidence: [
      { pointer: '/output', text: 'the fee to 6 EUR', note: 'contradicted: The fee is 6 EUR.' },
      { note: 'missing: Point 4' },
    ],
  });
  const mean = await scoreJudged('summary-score', sample, lines);
  expect(mean.score.value).toBe(0.625);
});

test('points that the caller names are asked for by number, and each must be answered', async () => {
  const params = { points: ['The fee is 5 EUR.', 'It begins in May.'] };
  const whole = [
    { reasoning: '', claims: claims.slice(1), points: [point(2, true), point(1, false)] },
  ];
  const { score, judge } = await scoreJudged('summarization', sample, whole, params);
  expect(score).toMatchObject({ value: 0.5, evidence: [{ note: 'missing: The fee is 5 EUR.' }] });
  expect(judge.calls[0]?.messages[0]?.content).toContain('2. It begins in May.');
  const cut = await scoreJudged(
    'summarization',
    sample,
    [{ reasoning: '', claims, points: [point(2, true)] }],
    params,
  );
  expect(cut.score).toMatchObject({ status: 'error', error: { code: 'judge_output_invalid' } });
});

test('a text without points leaves nothing to summarise, and an empty summary is worth 0', async () => {
  const none = await scoreJudged('summarization', sample, [{ reasoning: '', claims, points: [] }]);
  expect(none.score).toMatchObject({ status: 'abstained' });
  const empty = await scoreJudged('summarization', { ...sample, output: '' }, ['']);
  expect(empty.score).toMatchObject({ value: 0 });
  expect(empty.judge.calls).toHaveLength(0);
});
