import type { JsonValue, Sample } from '@assay/schema/types.ts';
import { describe, expect, test } from 'vitest';
import { scoreJudged } from '../testing/score.ts';

const run: Sample = {
  input: 'What is the weather in Oslo? Mail it to Ada.',
  output: 'I have mailed it.',
  tools: [{ name: 'weather' }, { name: 'send_mail' }, { name: 'delete_all' }],
  toolCalls: [
    { name: 'weather', arguments: { city: 'Oslo' } },
    { name: 'delete_all', arguments: {} },
  ],
};
const answer = (...items: { [key: string]: JsonValue }[]) => [{ reasoning: 'Seen.', items }];

describe('tool-choice', () => {
  const calls = [
    { number: 1, why: 'It fits.', verdict: 'right' },
    { number: 2, why: 'Nobody asked.', verdict: 'needless' },
  ];
  const missing = [{ tool: 'send_mail', why: 'for Ada' }];

  test('counts wrong calls and missing ones', async () => {
    const lines = [{ reasoning: '', calls, missing }];
    const { score, judge } = await scoreJudged('tool-choice', run, lines);
    expect(score.value).toBeCloseTo(1 / 3);
    expect(score).toMatchObject({
      raw: 2,
      evidence: [
        { pointer: '/toolCalls/1', note: 'needless: call 2, Nobody asked.' },
        { note: 'missing: send_mail, for Ada' },
      ],
    });
    expect(judge.calls[0]?.messages[1]?.content).toContain('name="call 2"');
  });

  test('an answer that leaves a call out is no score', async () => {
    const lines = [{ reasoning: '', calls: calls.slice(1), missing }];
    const { score } = await scoreJudged('tool-choice', run, lines);
    expect(score).toMatchObject({ status: 'error', error: { code: 'judge_output_invalid' } });
  });

  test('to call nothing is right where nothing was missing', async () => {
    const quiet = { ...run, toolCalls: [] };
    const right = await scoreJudged('tool-choice', quiet, [
      { reasoning: '', calls: [], missing: [] },
    ]);
    expect(right.score).toMatchObject({ value: 1, raw: 0 });
    const wrong = await scoreJudged('tool-choice', quiet, [{ reasoning: '', calls: [], missing }]);
    expect(wrong.score).toMatchObject({ value: 0 });
  });

  test('asks nothing where there was nothing to choose', async () => {
    const { score, judge } = await scoreJudged('tool-choice', { tools: [], toolCalls: [] }, ['']);
    expect(score).toMatchObject({ status: 'abstained' });
    expect(judge.calls).toHaveLength(0);
  });
});

test('argument-correctness is the share of calls with the right arguments', async () => {
  const lines = answer(
    { number: 1, why: 'city should be Rome.', verdict: 'wrong' },
    { number: 2, verdict: 'right' },
  );
  const { score } = await scoreJudged('argument-correctness', run, lines);
  expect(score).toMatchObject({
    value: 0.5,
    evidence: [{ pointer: '/toolCalls/0', note: 'wrong: number 1, city should be Rome.' }],
  });
});

test('step-efficiency counts what was needed', async () => {
  const lines = answer({ number: 1, verdict: 'needed' }, { number: 2, verdict: 'needless' });
  const { score } = await scoreJudged('step-efficiency', run, lines);
  expect(score).toMatchObject({ value: 0.5, raw: 1 });
  const none = await scoreJudged('step-efficiency', { ...run, toolCalls: [] }, ['']);
  expect(none.score).toMatchObject({ status: 'abstained' });
  expect(none.judge.calls).toHaveLength(0);
});

describe('plan-adherence', () => {
  test('has a verdict on each step that is given', async () => {
    const params = { plan: ['Get the weather', 'Mail it'] };
    const lines = answer({ number: 1, verdict: 'followed' }, { number: 2, verdict: 'changed' });
    const { score, judge } = await scoreJudged('plan-adherence', run, lines, params);
    expect(score).toMatchObject({ value: 0.75, raw: 1 });
    expect(judge.calls[0]?.messages[0]?.content).toContain('2. Mail it');
    const cut = await scoreJudged(
      'plan-adherence',
      run,
      answer({ number: 1, verdict: 'followed' }),
      params,
    );
    expect(cut.score).toMatchObject({ status: 'error', error: { code: 'judge_output_invalid' } });
  });

  test('finds the plan in the conversation where none is given, and abstains where there is none', async () => {
    const messages = [
      { role: 'user' as const, content: 'Mail Ada the weather.' },
      { role: 'assistant' as const, content: 'First the weather, then the mail.' },
    ];
    const lines = answer({ item: 'Mail', quote: 'then the mail', verdict: 'skipped' });
    const { score } = await scoreJudged('plan-adherence', { messages }, lines);
    expect(score).toMatchObject({
      value: 0,
      warnings: [],
      evidence: [{ pointer: '/output', text: 'then the mail' }],
    });
    const none = await scoreJudged('plan-adherence', { messages }, answer());
    expect(none.score).toMatchObject({ status: 'abstained' });
  });
});
