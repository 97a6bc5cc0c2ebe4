import { expect, test } from 'vitest';
import { score, scoreJudged } from '../testing/score.ts';

const sample = {
  input: 'Name two rivers, their lengths, and say hello if you are new.',
  output: 'The Rhine and the Elbe. The Rhine is 1,230 km long.',
};
const items = [
  { item: 'Two rivers.', asked: 'two rivers', quote: 'The Rhine and the Elbe', verdict: 'met' },
  { item: 'Their lengths.', asked: 'their lengths', quote: '1,230 km', verdict: 'partly' },
  { item: 'Name a lake.', asked: 'Name a lake', quote: '', verdict: 'missed' },
  { item: 'A hello.', asked: 'if you are new', quote: '', verdict: 'open' },
];

test('the value is the mean over the requests that are not open', async () => {
  const { score, judge } = await scoreJudged('completeness', sample, [{ reasoning: '', items }]);
  expect(score).toMatchObject({
    value: 0.5,
    raw: 2,
    passed: false,
    reason: '1 of 3 requests are met. partly: Their lengths. missed: Name a lake.',
    evidence: [
      { pointer: '/output', text: '1,230 km', note: 'partly: Their lengths.' },
      { note: 'missed: Name a lake.' },
      { pointer: '/output', text: 'The Rhine and the Elbe', note: 'met: Two rivers.' },
    ],
    warnings: ['quote_not_found'],
  });
  expect(judge.calls[0]?.messages[1]?.content).toContain('name="input">\nName two rivers');
});

test('a request that is missed points to the words that ask for it', async () => {
  const missed = [{ item: 'Lengths.', asked: 'their lengths', quote: '', verdict: 'missed' }];
  const { score } = await scoreJudged('completeness', sample, [{ reasoning: '', items: missed }]);
  expect(score).toMatchObject({
    value: 0,
    evidence: [{ pointer: '/input', text: 'their lengths' }],
    warnings: [],
  });
});

test('in a conversation the words that ask are found in its turns', async () => {
  const messages = [
    { role: 'user' as const, content: 'And their lengths?' },
    { role: 'assistant' as const, content: 'I do not know.' },
  ];
  const missed = [{ item: 'Lengths.', asked: 'their lengths', quote: '', verdict: 'missed' }];
  const line = { reasoning: '', items: missed };
  const { score, judge } = await scoreJudged('completeness', { messages }, [line]);
  expect(score).toMatchObject({ evidence: [{ pointer: '/messages/0/content' }] });
  expect(judge.calls[0]?.messages[1]?.content).not.toContain('name="input"');
});

test('an input that asks for nothing leaves nothing to score', async () => {
  const open = items.filter(({ verdict }) => verdict === 'open');
  for (const none of [[], open]) {
    const line = { reasoning: '', items: none };
    const { score } = await scoreJudged('completeness', { input: 'Hi!', output: 'Hi!' }, [line]);
    expect(score).toMatchObject({ status: 'abstained', value: null });
  }
});

const requests = ['It names a river.', 'It names a lake.'];
const met = { number: 1, quote: 'The Rhine', verdict: 'met' };
const missed = { number: 2, quote: '', verdict: 'missed' };

test('the requests of the caller are gone through by number, in any order', async () => {
  const line = { reasoning: '', items: [missed, met] };
  const { score, judge } = await scoreJudged('completeness', sample, [line], { requests });
  expect(score).toMatchObject({
    value: 0.5,
    reason: '1 of 2 requests are met. missed: It names a lake.',
    warnings: [],
  });
  expect(judge.calls[0]?.messages[0]?.content).toContain(
    '1. It names a river.\n2. It names a lake.',
  );
});

test('an answer that leaves a request of the caller out is no answer', async () => {
  for (const left of [[met], [met, met]]) {
    const line = { reasoning: '', items: left };
    const { score } = await scoreJudged('completeness', sample, [line], { requests });
    expect(score).toMatchObject({ status: 'error', error: { code: 'judge_output_invalid' } });
  }
});

test('an empty output answers nothing, and without a judge there is no value', async () => {
  const empty = await scoreJudged('completeness', { ...sample, output: '' }, ['']);
  expect(empty.score).toMatchObject({ value: 0 });
  expect(empty.judge.calls).toHaveLength(0);
  expect(await score('completeness', sample)).toMatchObject({
    error: { code: 'judge_unconfigured' },
  });
});
