import { expect, test } from 'vitest';
import { scoreJudged } from '../testing/score.ts';

const sample = {
  output: 'It is in Paris [1]. It is 330 m high [1][2]. It is green [7]. It is old.',
  contexts: [{ id: 'guide', text: 'The tower is in Paris.' }, { text: 'It is 330 m high.' }],
};
const statements = [
  {
    statement: 'It is in Paris.',
    quote: 'It is in Paris',
    cites: [1],
    verdict: 'supported',
    useless: [],
  },
  {
    statement: 'It is 330 m high.',
    quote: 'It is 330 m high',
    cites: [1, 2],
    verdict: 'supported',
    useless: [1],
  },
  {
    statement: 'It is green.',
    quote: 'It is green',
    cites: [0],
    verdict: 'unsupported',
    useless: [],
  },
  { statement: 'It is old.', quote: 'It is old', cites: [], verdict: 'uncited', useless: [] },
];
const lines = [{ reasoning: '', statements }];

test('recall counts statements supported, precision citations that help', async () => {
  const values = [];
  for (const measure of ['recall', 'precision', 'f1']) {
    const { score } = await scoreJudged('citation-faithfulness', sample, lines, { measure });
    values.push(score.value);
  }
  expect(values).toEqual([0.5, 0.5, 0.5]);
});

test('what is not supported is shown with what it cites', async () => {
  const { score, judge } = await scoreJudged('citation-faithfulness', sample, lines);
  expect(score).toMatchObject({
    raw: 2,
    evidence: [
      { pointer: '/output', text: 'It is green', note: 'unsupported by [0]: It is green.' },
      { pointer: '/output', note: 'uncited by nothing: It is old.' },
    ],
  });
  expect(judge.calls[0]?.messages[1]?.content).toContain('id "guide"');
});

test('an output that cites nothing is worth 0, and one that states nothing is abstained from', async () => {
  const uncited = [{ reasoning: '', statements: statements.slice(3) }];
  expect((await scoreJudged('citation-faithfulness', sample, uncited)).score.value).toBe(0);
  const none = await scoreJudged('citation-faithfulness', sample, [
    { reasoning: '', statements: [] },
  ]);
  expect(none.score).toMatchObject({ status: 'abstained' });
});
