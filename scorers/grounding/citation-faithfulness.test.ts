import { expect, test } from 'vitest';
import { scoreJudged } from '../testing/score.ts';

const sample = {
  input: 'Tell me of the tower.',
  output: 'Sure! It is in Paris. [1][3] It is tall [2, 9]. It is old.',
  contexts: ['The tower is in Paris.', 'The tower is red.', 'It stands in France.', 'Unused.'],
};
const whole = { statement: 1, verdict: 'no claim', citations: [] };
const said = (...supports: [string, string, string]) => [
  whole,
  {
    statement: 2,
    verdict: 'supported',
    citations: [
      { context: 1, supports: supports[0] },
      { context: 3, supports: supports[1] },
    ],
  },
  { statement: 3, verdict: 'unsupported', citations: [{ context: 2, supports: supports[2] }] },
  { statement: 4, verdict: 'supported', citations: [] },
];
const line = (statements: object[]) => JSON.stringify({ reasoning: '', statements });

test('sentences want support, citations want to be of use', async () => {
  const lines = [line(said('all', 'part', 'nothing'))];
  const { score, judge } = await scoreJudged('citation-faithfulness', sample, lines);
  // Recall 1/3: the last sentence cites nothing. Precision 1/4: of [1], [3], [2], [9] only [1].
  expect(score).toMatchObject({
    value: expect.closeTo((2 * (1 / 3) * (1 / 4)) / (1 / 3 + 1 / 4)),
    raw: 2,
    passed: false,
    evidence: [
      {
        pointer: '/output',
        text: 'It is tall [2, 9].',
        start: 29,
        note: 'not supported by context 2, [9]',
      },
      { text: 'It is old.', note: 'not supported by any citation' },
      { text: 'It is in Paris. [1][3]', note: 'supported, with a citation that does not help' },
    ],
  });
  const user = judge.calls[0]?.messages[1]?.content ?? '';
  expect(user).toContain('statement 2, which cites context 1, context 3: It is in Paris. [1][3]');
  expect(user).toContain('statement 4, which cites nothing: It is old.');
  expect(user).not.toContain('Unused.');
});

test('recall and precision are measured alone on request', async () => {
  const lines = [line(said('part', 'part', 'all'))];
  const { score: recall } = await scoreJudged('citation-recall', sample, lines);
  expect(recall.value).toBeCloseTo(1 / 3);
  const { score: precision } = await scoreJudged('citation-precision', sample, lines);
  expect(precision.value).toBeCloseTo(2 / 4);
});

test('an output that claims or cites nothing abstains from what needs it', async () => {
  const plain = { ...sample, output: 'It is old.' };
  const claim = line([{ statement: 1, verdict: 'unsupported', citations: [] }]);
  expect((await scoreJudged('citation-precision', plain, [claim])).score.status).toBe('abstained');
  expect((await scoreJudged('citation-faithfulness', plain, [claim])).score.value).toBe(0);
  const { score } = await scoreJudged('citation-faithfulness', plain, [line([whole])]);
  expect(score).toMatchObject({ status: 'abstained' });
});

test('a judge that omits a statement or a citation has not answered', async () => {
  const all = said('all', 'part', 'nothing');
  const uncited = { statement: 3, verdict: 'unsupported', citations: [] };
  const unasked = { ...uncited, statement: 5 };
  for (const statements of [all.slice(1), [...all, unasked], all.with(2, uncited)]) {
    const { score } = await scoreJudged('citation-faithfulness', sample, [line(statements)]);
    expect(score).toMatchObject({ status: 'error', error: { code: 'judge_output_invalid' } });
  }
});

test('without contexts, or without words, no judge is asked', async () => {
  for (const [output, contexts, outcome] of [
    ['It is old [1].', [], { value: 0 }],
    ['It is old.', [], { status: 'abstained' }],
    ['[1]', sample.contexts, { status: 'abstained' }],
    [' ', sample.contexts, { status: 'abstained' }],
  ] as const) {
    const unasked = { output, contexts: [...contexts] };
    const { score, judge } = await scoreJudged('citation-faithfulness', unasked, ['']);
    expect(score, output).toMatchObject(outcome);
    expect(judge.calls).toHaveLength(0);
  }
});
