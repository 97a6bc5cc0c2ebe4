import type { JsonValue, Sample } from '@assay/schema/types.ts';
import { describe, expect, test } from 'vitest';
import { scoreJudged } from '../testing/score.ts';

const talk: Sample = {
  messages: [
    { role: 'system', content: 'You are a librarian.' },
    { role: 'user', content: 'I am Ada. A crime novel, please. And when do you close?' },
    { role: 'assistant', content: 'Hello Ada! Try Agatha Christie.' },
    { role: 'user', content: 'Which stock should I buy?' },
    { role: 'assistant', content: 'Buy Acme. What was your name?' },
  ],
};
const answer = (...items: { [key: string]: JsonValue }[]) => [{ reasoning: 'Seen.', items }];

describe('conversation-completeness', () => {
  test('is the mean over the user’s intentions, with where unmet ones were voiced', async () => {
    const { score, judge } = await scoreJudged(
      'ConversationCompleteness',
      talk,
      answer(
        { item: 'A novel.', quote: 'A crime novel, please', verdict: 'met' },
        { item: 'Closing time.', quote: 'when do you close', verdict: 'unmet' },
        { item: 'A stock.', quote: 'Which stock', verdict: 'partly' },
      ),
    );
    expect(score).toMatchObject({
      value: 0.5,
      raw: 2,
      evidence: [
        { pointer: '/messages/1/content', text: 'when do you close', note: 'unmet: Closing time.' },
        { pointer: '/messages/3/content', note: 'partly: A stock.' },
      ],
    });
    expect(judge.calls[0]?.messages[1]?.content).toContain('turn 2, user:');
  });

  test('asks nothing where the user has said nothing', async () => {
    const messages = [{ role: 'assistant' as const, content: 'Hello!' }];
    const { score, judge } = await scoreJudged('conversation-completeness', { messages }, ['']);
    expect(score).toMatchObject({ status: 'abstained' });
    expect(judge.calls).toHaveLength(0);
  });
});

describe('knowledge-retention', () => {
  test('is the share of the assistant’s turns that forgot nothing', async () => {
    const lines = answer(
      {
        number: 5,
        quote: 'What was your name?',
        basis: 'I am Ada',
        why: 'The name was told in turn 2.',
        verdict: 'forgot',
      },
      { number: 3, verdict: 'kept' },
    );
    const { score, judge } = await scoreJudged('knowledge-retention', talk, lines);
    expect(score).toMatchObject({
      value: 0.5,
      passed: false,
      warnings: [],
      evidence: [
        {
          pointer: '/messages/4/content',
          text: 'What was your name?',
          note: 'forgot: number 5, The name was told in turn 2.',
        },
        { pointer: '/messages/1/content', text: 'I am Ada' },
      ],
    });
    expect(judge.calls[0]?.messages[1]?.content).toContain('leave none out: 3, 5.');
  });

  test('counts no turn before which nothing had been told', async () => {
    const [first, later] = [3, 5].map((number) => ({ number, verdict: 'nothing-told' }));
    const kept = { number: 5, verdict: 'kept' };
    const some = await scoreJudged('knowledge-retention', talk, answer(first ?? {}, kept));
    expect(some.score).toMatchObject({ value: 1, raw: 0 });
    const none = await scoreJudged('knowledge-retention', talk, answer(first ?? {}, later ?? {}));
    expect(none.score).toMatchObject({ status: 'abstained' });
  });

  test('abstains where the assistant has said nothing', async () => {
    const messages = [{ role: 'user' as const, content: 'Hello?' }];
    const { score, judge } = await scoreJudged('knowledge-retention', { messages }, ['']);
    expect(score).toMatchObject({ status: 'abstained' });
    expect(judge.calls).toHaveLength(0);
  });
});

describe('role-adherence', () => {
  const lines = answer(
    { number: 3, verdict: 'in-role' },
    { number: 5, quote: 'Buy Acme', why: 'Stocks.', verdict: 'out-of-role' },
  );

  test('quotes the turns that are out of role', async () => {
    const { score } = await scoreJudged('role-adherence', talk, lines);
    expect(score).toMatchObject({
      value: 0.5,
      raw: 1,
      warnings: [],
      evidence: [{ pointer: '/messages/4/content', start: 0, text: 'Buy Acme' }],
    });
    const elsewhere = answer(
      { number: 3, verdict: 'in-role' },
      { number: 5, quote: 'Try Agatha Christie', verdict: 'out-of-role' },
    );
    const misquoted = await scoreJudged('role-adherence', talk, elsewhere);
    expect(misquoted.score).toMatchObject({
      warnings: ['quote_not_found'],
      evidence: [{ pointer: '/messages/4' }],
    });
  });

  test('goes by the system message where no role is given', async () => {
    const { score, judge } = await scoreJudged('role-adherence', talk, lines);
    expect(score.status).toBe('scored');
    expect(judge.calls[0]?.messages[1]?.content).toMatch(/name="role">\nYou are a librarian\./);
  });

  test('shows the role that is given as data', async () => {
    const { judge } = await scoreJudged('role-adherence', talk, lines, { role: 'A broker.' });
    expect(judge.calls[0]?.messages[1]?.content).toMatch(/name="role">\nA broker\./);
  });

  test('without either is an error, and no judge is asked', async () => {
    const messages = (talk.messages ?? []).slice(1);
    const { score, judge } = await scoreJudged('role-adherence', { messages }, ['']);
    expect(score).toMatchObject({ status: 'error', error: { code: 'sample_field_missing' } });
    expect(judge.calls).toHaveLength(0);
  });
});

describe('topic-adherence', () => {
  const items = [
    { item: 'novel', quote: 'A crime novel', verdict: 'answered-on' },
    { item: 'hours', quote: 'when do you close', verdict: 'refused-on' },
    { item: 'stocks', quote: 'Which stock', verdict: 'answered-off' },
    { item: 'weather', quote: 'I am Ada', verdict: 'refused-off' },
  ];

  test.each([
    ['precision', 0.5],
    ['recall', 0.5],
    ['f1', 0.5],
  ])('%s counts its mistakes', async (mode, value) => {
    const params = { topics: ['books', 'opening hours'], mode };
    const { score, judge } = await scoreJudged('topic-adherence', talk, answer(...items), params);
    expect(score).toMatchObject({ value, raw: 2 });
    expect(judge.calls[0]?.messages[0]?.content).toContain('- opening hours');
  });

  test('precision minds no refusals, recall no answers off topic', async () => {
    const values = [];
    for (const mode of ['precision', 'recall', 'f1']) {
      const params = { topics: ['books'], mode };
      const lines = answer(...items.slice(0, 2));
      values.push((await scoreJudged('topic-adherence', talk, lines, params)).score.value);
    }
    expect(values).toEqual([1, 0.5, 2 / 3]);
  });

  test('is 1 where all was off topic and refused', async () => {
    const lines = answer(...items.slice(3));
    const { score } = await scoreJudged('topic-adherence', talk, lines, { topics: ['books'] });
    expect(score).toMatchObject({ value: 1, raw: 0 });
  });

  test('wants topics', async () => {
    await expect(scoreJudged('topic-adherence', talk, [''])).rejects.toThrow(/topics/);
  });
});

describe('task-completion', () => {
  test('gives the level’s value, and shows task, tools and calls', async () => {
    const sample = {
      input: 'Cancel order 17.',
      output: 'Done.',
      tools: [{ name: 'cancel_order' }],
      toolCalls: [{ name: 'cancel_order', arguments: { id: 17 } }],
    };
    const lines = [{ reasoning: 'It was cancelled.', quote: 'done', level: 3 }];
    const { score, judge } = await scoreJudged('GoalAccuracy', sample, lines, {
      task: 'Cancel it.',
    });
    expect(score).toMatchObject({
      value: 1,
      raw: 3,
      reason: 'It was cancelled.',
      evidence: [{ pointer: '/output', text: 'Done' }],
    });
    const [system, user] = judge.calls[0]?.messages ?? [];
    expect(system?.content).toContain('The task: Cancel it.');
    expect(user?.content).toContain('"cancel_order" with {"id":17}');
  });

  test('gives an empty output 0 without a call', async () => {
    const { score, judge } = await scoreJudged('task-completion', { input: 'Go.', output: '' }, [
      '',
    ]);
    expect(score).toMatchObject({ value: 0 });
    expect(judge.calls).toHaveLength(0);
  });

  test('asks of an agent that called tools and said nothing, and quotes what they answered', async () => {
    const messages = [
      { role: 'user' as const, content: 'Cancel order 17.' },
      { role: 'assistant' as const, content: '', toolCalls: [{ name: 'cancel_order' }] },
      { role: 'tool' as const, content: '{"status":"cancelled"}' },
    ];
    const lines = [{ reasoning: 'It was.', quote: '"status":"cancelled"', level: 3 }];
    const { score } = await scoreJudged('task-completion', { messages }, lines);
    expect(score).toMatchObject({ value: 1, evidence: [{ pointer: '/messages/2/content' }] });
  });

  test('is an error where there is no task, or nothing was done', async () => {
    for (const sample of [{ output: 'Done.' }, { input: 'Cancel order 17.' }]) {
      const { score, judge } = await scoreJudged('task-completion', sample, ['']);
      expect(score).toMatchObject({ error: { code: 'sample_field_missing' } });
      expect(judge.calls).toHaveLength(0);
    }
  });
});
