import { expect, test } from 'vitest';
import { score, scoreJudged } from '../testing/score.ts';

const sample = {
  output: 'The tower is 330 m high. It is in Rome.',
  contexts: ['Paris is old.', 'The tower,  in Paris, is 330 metres\nhigh.'],
};
const claims = [
  { claim: 'It is 330 m high.', quote: 'is 330 metres high', verdict: 'supported' },
  { claim: 'It is in Rome.', quote: 'The tower, in Paris', verdict: 'contradicted' },
];

test('each claim that is not supported counts against the output, with the span that shows it', async () => {
  const { score } = await scoreJudged('faithfulness', sample, [{ reasoning: '', claims }]);
  expect(score).toMatchObject({
    value: 0.5,
    raw: 1,
    passed: false,
    reason: '1 of 2 claims are supported by the contexts. contradicted: It is in Rome.',
    warnings: [],
    evidence: [
      {
        pointer: '/contexts/1',
        start: 0,
        text: 'The tower,  in Paris',
        note: 'contradicted: It is in Rome.',
      },
      { pointer: '/contexts/1', text: 'is 330 metres\nhigh' },
    ],
  });
});

test('a quote that stands nowhere is warned of', async () => {
  const invented = [{ claim: 'It is 330 m high.', quote: 'exactly 330 m', verdict: 'supported' }];
  const { score } = await scoreJudged('faithfulness', sample, [
    { reasoning: '', claims: invented },
  ]);
  expect(score).toMatchObject({ value: 1, warnings: ['quote_not_found'] });
});

test('an output without claims is neither faithful nor unfaithful', async () => {
  const { score } = await scoreJudged('faithfulness', sample, [{ reasoning: '', claims: [] }]);
  expect(score).toMatchObject({ status: 'abstained', value: null, passed: null });
});

test('without a judge it is an error, negated or not', async () => {
  for (const negate of [false, true]) {
    expect(await score('faithfulness', sample, {}, { negate })).toMatchObject({
      status: 'error',
      value: null,
      passed: null,
      error: { code: 'judge_unconfigured', retryable: false },
    });
  }
});
