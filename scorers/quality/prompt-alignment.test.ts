import { expect, test } from 'vitest';
import { scoreJudged } from '../testing/score.ts';

const messages = [
  { role: 'system' as const, content: 'Answer in one sentence. If asked for prices, refuse.' },
  { role: 'user' as const, content: 'Tell me of cheese.' },
];
const sample = { messages, output: 'Cheese is old. It is made of milk.' };
const items = [
  { item: 'In one sentence.', asked: 'in one sentence', quote: 'It is made', verdict: 'missed' },
  { item: 'Refuse prices.', asked: 'If asked for prices', quote: '', verdict: 'open' },
  { item: 'Tell of cheese.', asked: 'Tell me of cheese', quote: 'Cheese is old', verdict: 'met' },
];

test('the instructions of the system and of the user count, those whose case did not arise do not', async () => {
  const { score, judge } = await scoreJudged('prompt-alignment', sample, [
    { reasoning: '', items },
  ]);
  expect(score).toMatchObject({
    value: 0.5,
    raw: 1,
    reason: '1 of 2 instructions are met. missed: In one sentence.',
    evidence: [{ pointer: '/output', text: 'It is made' }, { text: 'Cheese is old' }],
    warnings: [],
  });
  const [system, user] = judge.calls[0]?.messages ?? [];
  expect(system?.content).toContain('and the input: what to do');
  expect(system?.content).not.toContain('cheese');
  expect(user?.content).toContain('turn 1, system:\n  | Answer in one sentence.');
});

test('it can be asked for the system’s instructions alone', async () => {
  const line = { reasoning: '', items: items.slice(0, 1) };
  const asked = await scoreJudged('prompt-alignment', sample, [line], { from: 'system' });
  expect(asked.score).toMatchObject({ value: 0 });
  expect(asked.judge.calls[0]?.messages[0]?.content).toContain(
    'the system and the developer, and nowhere else',
  );

  const without = { input: 'Tell me of cheese.', output: 'It is old.' };
  const { score, judge } = await scoreJudged('prompt-alignment', without, [line], {
    from: 'system',
  });
  expect(score).toMatchObject({ status: 'abstained' });
  expect(judge.calls).toHaveLength(0);
});

test('the instructions of the caller stand instead of those of the prompt', async () => {
  const instructions = ['Answer in one sentence.'];
  const line = { reasoning: '', items: [{ number: 1, quote: '', verdict: 'partly' }] };
  const { score, judge } = await scoreJudged('prompt-alignment', sample, [line], { instructions });
  expect(score).toMatchObject({
    value: 0.5,
    reason: expect.stringContaining(instructions[0] ?? ''),
  });
  expect(judge.calls[0]?.messages[0]?.content).toContain('1. Answer in one sentence.');
});

test('a prompt without instructions leaves nothing to score', async () => {
  const { score } = await scoreJudged('prompt-alignment', sample, [{ reasoning: '', items: [] }]);
  expect(score).toMatchObject({ status: 'abstained', value: null });
});

test('an answer that omits what it was asked about is no answer', async () => {
  const instructions = ['Be brief.', 'Be kind.'];
  const line = { reasoning: '', items: [{ number: 2, quote: '', verdict: 'met' }] };
  const { score } = await scoreJudged('prompt-alignment', sample, [line], { instructions });
  expect(score).toMatchObject({ status: 'error', error: { code: 'judge_output_invalid' } });
});
