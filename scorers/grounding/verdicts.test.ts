import type { JsonValue, Sample } from '@assay/schema/types.ts';
import { describe, expect, test } from 'vitest';
import { scoreJudged } from '../testing/score.ts';

const rag: Sample = {
  input: 'How long is the warranty?',
  output: 'Two years. We are in Bonn.',
  expected: 'Two years.',
  contexts: [
    'Our shop is in Bonn.',
    'A two-year warranty.',
    'Batteries: one year.',
    'We sell tea.',
  ],
};
const answer = (...items: { [key: string]: JsonValue }[]) => [{ reasoning: 'Seen.', items }];
const numbered = (...verdicts: string[]) =>
  answer(...verdicts.map((verdict, i) => ({ number: i + 1, verdict, why: `because ${i + 1}` })));

describe('context-precision', () => {
  test('is the average precision of the ranking', async () => {
    const lines = numbered('useless', 'useful', 'useful', 'useless');
    const { score, judge } = await scoreJudged('context-precision', rag, lines);
    expect(score.value).toBeCloseTo((1 / 2 + 2 / 3) / 2);
    expect(score).toMatchObject({
      raw: 2,
      evidence: [
        { pointer: '/contexts/0', note: 'useless: number 1, because 1' },
        { pointer: '/contexts/3' },
      ],
    });
    const [, user] = judge.calls[0]?.messages ?? [];
    expect(user?.content).toContain('leave none out: 1, 2, 3, 4.');
    expect(user?.content).toContain('name="context 4"');
    expect(user?.content).not.toContain('name="output"');
  });

  test('goes by the output where nothing is expected', async () => {
    const { expected: _, ...sample } = rag;
    const lines = numbered('useful', 'useless', 'useless', 'useless');
    const { score, judge } = await scoreJudged('context-precision', sample, lines);
    expect(score.value).toBe(1);
    expect(judge.calls[0]?.messages[1]?.content).toContain('name="output"');
  });

  test('goes by the output as ContextUtilization, also where something is expected', async () => {
    const lines = numbered('useful', 'useless', 'useless', 'useless');
    const { judge } = await scoreJudged('context-utilization', rag, lines);
    expect(judge.calls[0]?.messages[1]?.content).toContain('name="output"');
    expect(judge.calls[0]?.messages[1]?.content).not.toContain('name="expected"');
  });

  test('wants an answer that contexts should serve', async () => {
    const { output: _, expected: __, ...sample } = rag;
    const { score, judge } = await scoreJudged('context-precision', sample, ['']);
    expect(score).toMatchObject({ status: 'error', error: { code: 'sample_field_missing' } });
    expect(judge.calls).toHaveLength(0);
  });

  test('is 0 where no context is of use', async () => {
    const lines = numbered('useless', 'useless', 'useless', 'useless');
    expect((await scoreJudged('context-precision', rag, lines)).score.value).toBe(0);
  });

  test('asks nothing where there are no contexts', async () => {
    const { score, judge } = await scoreJudged('context-precision', { ...rag, contexts: [] }, ['']);
    expect(score).toMatchObject({ status: 'abstained' });
    expect(judge.calls).toHaveLength(0);
  });
});

describe('an answer that names the items by number', () => {
  test('and leaves one out is no score', async () => {
    const { score } = await scoreJudged('context-relevance', rag, numbered('relevant', 'partial'));
    expect(score).toMatchObject({
      status: 'error',
      error: { code: 'judge_output_invalid', message: expect.stringContaining('number 3') },
    });
  });

  test('and leaves one out is fixed where the judge can, which is told what is missing', async () => {
    const [cut] = numbered('relevant', 'partial');
    const [whole] = numbered('relevant', 'partial', 'irrelevant', 'irrelevant');
    if (!cut || !whole) throw new Error('there are two answers');
    const { score, judge } = await scoreJudged('context-relevance', rag, [cut, whole]);
    expect(score).toMatchObject({ status: 'scored', value: 0.375 });
    expect(judge.calls[1]?.messages.at(-1)?.content).toContain('left out number 3');
  });

  test('may name them in any order, others and twice', async () => {
    const items = [3, 1, 9, 2, 4, 4].map((number) => ({
      number,
      verdict: number === 2 ? 'relevant' : 'irrelevant',
    }));
    const { score } = await scoreJudged('context-relevance', rag, answer(...items));
    expect(score).toMatchObject({ value: 0.25, raw: 3 });
  });

  test('of more than a hundred is not asked for', async () => {
    const contexts = Array.from({ length: 101 }, (_, i) => `Context ${i}.`);
    const { score, judge } = await scoreJudged('context-relevance', { ...rag, contexts }, ['']);
    expect(score).toMatchObject({ status: 'error', error: { code: 'sample_too_large' } });
    expect(judge.calls).toHaveLength(0);
  });
});

describe('context-recall', () => {
  test('is the share of the expected statements that the contexts hold', async () => {
    const lines = answer(
      { item: 'The warranty is two years.', quote: 'A two-year warranty', verdict: 'found' },
      { item: 'It is free.', quote: '', verdict: 'missing' },
    );
    const { score } = await scoreJudged('context-recall', rag, lines);
    expect(score).toMatchObject({
      value: 0.5,
      raw: 1,
      warnings: [],
      evidence: [{ note: 'missing: It is free.' }],
    });
  });

  test('is 0 without contexts, and no judge is asked', async () => {
    const { score, judge } = await scoreJudged('context-recall', { ...rag, contexts: [] }, ['']);
    expect(score).toMatchObject({ value: 0 });
    expect(judge.calls).toHaveLength(0);
  });

  test('warns of a quote that stands nowhere', async () => {
    const lines = answer({ item: 'Two years.', quote: 'ten years', verdict: 'found' });
    const { score } = await scoreJudged('context-recall', rag, lines);
    expect(score).toMatchObject({ value: 1, warnings: ['quote_not_found'] });
  });
});

describe('answer-relevance', () => {
  test('counts what was not called for, with where it stands', async () => {
    const lines = answer(
      { item: 'Two years.', quote: 'Two years', verdict: 'relevant' },
      { item: 'They are in Bonn.', quote: 'We are in Bonn', verdict: 'irrelevant' },
    );
    const { score } = await scoreJudged('AnswerRelevancy', rag, lines);
    expect(score).toMatchObject({
      value: 0.5,
      evidence: [{ pointer: '/output', text: 'We are in Bonn' }],
    });
  });

  test('is 0 where the output evades the question, whatever else it says', async () => {
    const lines = answer(
      { item: 'It does not know.', quote: 'Two years', verdict: 'evasive' },
      { item: 'The shop knows.', quote: 'We are in Bonn', verdict: 'supporting' },
    );
    const { score } = await scoreJudged('answer-relevance', rag, lines);
    expect(score).toMatchObject({ value: 0, raw: 1, passed: false });
  });

  test('counts an evasion beside an answer as a statement that does not serve it', async () => {
    const lines = answer(
      { item: 'Two years.', quote: 'Two years', verdict: 'relevant' },
      { item: 'It depends.', quote: 'We are in Bonn', verdict: 'evasive' },
    );
    const { score } = await scoreJudged('answer-relevance', rag, lines);
    expect(score).toMatchObject({ value: 0.5, raw: 1 });
  });

  test('tells the judge what evades a question, and what does not', async () => {
    const { judge } = await scoreJudged('answer-relevance', rag, answer());
    const told = judge.calls[0]?.messages[0]?.content;
    expect(told).toContain('"evasive": it takes the place of an answer but gives none');
    expect(told).toContain('"I don\'t know" is evasive even if it is honest.');
    expect(told).toContain('To say that the question has no answer, and why, is relevant.');
  });

  test('abstains where the output states nothing', async () => {
    const { score } = await scoreJudged('answer-relevance', rag, answer());
    expect(score).toMatchObject({ status: 'abstained' });
  });

  test('gives an empty output 0 without a call', async () => {
    const { score, judge } = await scoreJudged('answer-relevance', { ...rag, output: '…' }, ['']);
    expect(score).toMatchObject({ value: 0 });
    expect(judge.calls).toHaveLength(0);
  });
});

describe('noise-sensitivity', () => {
  const lines = answer(
    { item: 'a', quote: 'Two years', verdict: 'correct' },
    { item: 'b', quote: 'We are in Bonn', verdict: 'misled-by-irrelevant' },
    { item: 'c', quote: 'in Bonn', verdict: 'misled-by-relevant' },
    { item: 'd', quote: 'Bonn', verdict: 'wrong-alone' },
  );

  test.each([
    ['relevant', 0.75],
    ['irrelevant', 0.75],
    ['any', 0.5],
  ])('counts what %s contexts led to', async (mode, value) => {
    const { score } = await scoreJudged('noise-sensitivity', rag, lines, { mode });
    expect(score.value).toBe(value);
  });
});

test('a judge that cannot be read is an error for each of them', async () => {
  for (const id of [
    'context-precision',
    'context-recall',
    'answer-relevance',
    'noise-sensitivity',
  ]) {
    const { score } = await scoreJudged(id, rag, ['All good.']);
    expect(score).toMatchObject({ status: 'error', error: { code: 'judge_output_invalid' } });
  }
});
