import { expect, test } from 'vitest';
import { scoreJudged } from '../testing/score.ts';

const sample = {
  output: 'The tower is in Rome. It is painted green. It is 330 m high. It is old.',
  contexts: ['The tower in Paris is old and 330 m high.'],
};
const claims = [
  { claim: 'It is in Rome.', quote: 'The tower in Paris', verdict: 'contradicted' },
  { claim: 'It is painted green.', quote: '', verdict: 'absent' },
  { claim: 'It is 330 m high.', quote: '330 m high', verdict: 'supported' },
  { claim: 'It is old.', quote: 'is old', verdict: 'supported' },
];

test('claims that the contexts contradict or lack count against the output', async () => {
  const { score, judge } = await scoreJudged('hallucination', sample, [{ reasoning: '', claims }]);
  expect(score).toMatchObject({
    value: 0.5,
    raw: 0.5,
    passed: false,
    evidence: [
      { pointer: '/contexts/0', text: 'The tower in Paris', note: 'contradicted: It is in Rome.' },
      { note: 'absent: It is painted green.' },
    ],
  });
  expect(judge.calls[0]?.messages[1]?.content).toContain('It is painted green.');
});

test('only contradicted claims count where that is asked', async () => {
  const { score } = await scoreJudged('hallucination', sample, [{ reasoning: '', claims }], {
    counts: 'contradicted',
  });
  expect(score).toMatchObject({ value: 0.75, raw: 0.25 });
});

test('an output without claims hallucinates nothing', async () => {
  const { score } = await scoreJudged('hallucination', sample, [{ reasoning: '', claims: [] }]);
  expect(score).toMatchObject({ value: 1, raw: 0, passed: true });
  const empty = await scoreJudged('hallucination', { ...sample, output: ' ' }, ['']);
  expect(empty.score).toMatchObject({ value: 1 });
  expect(empty.judge.calls).toHaveLength(0);
});

test('a judge that cannot be read is an error', async () => {
  const { score } = await scoreJudged('hallucination', sample, ['I would rather not.']);
  expect(score).toMatchObject({ status: 'error', error: { code: 'judge_output_invalid' } });
});
