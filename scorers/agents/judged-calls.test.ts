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

  test('a tool that was not on offer is not missing', async () => {
    const named = [...missing, { tool: 'fax', why: 'for Bo' }, { tool: '`Weather`', why: 'Rome' }];
    const { score } = await scoreJudged('tool-choice', run, [
      { reasoning: '', calls, missing: named },
    ]);
    expect(score).toMatchObject({ value: 0.25, raw: 3 });
  });

  test('asks nothing where there was nothing to choose', async () => {
    const sample = { input: 'Hi', tools: [], toolCalls: [] };
    const { score, judge } = await scoreJudged('tool-choice', sample, ['']);
    expect(score).toMatchObject({ status: 'abstained' });
    expect(judge.calls).toHaveLength(0);
  });
});

test('argument-correctness is the share of calls with the right arguments, and quotes the others', async () => {
  const wrong = { number: 1, quote: 'Oslo', basis: 'Mail it to Ada', why: 'No.', verdict: 'wrong' };
  const lines = answer(wrong, { number: 2, why: 'Which?', verdict: 'incomplete' });
  const { score } = await scoreJudged('argument-correctness', run, lines);
  expect(score).toMatchObject({
    value: 0,
    raw: 2,
    warnings: [],
    evidence: [
      { pointer: '/toolCalls/0', text: 'Oslo', note: 'wrong: number 1, No.' },
      { pointer: '/input', text: 'Mail it to Ada' },
      { pointer: '/toolCalls/1', note: 'incomplete: number 2, Which?' },
    ],
  });
});

test('calls cannot be judged without a task, and no judge is asked', async () => {
  const { tools = [], toolCalls = [] } = run;
  for (const id of ['tool-choice', 'argument-correctness', 'step-efficiency']) {
    const { score, judge } = await scoreJudged(id, { tools, toolCalls }, ['']);
    expect(score, id).toMatchObject({ error: { code: 'sample_field_missing' } });
    expect(judge.calls).toHaveLength(0);
  }
});

test('a task that stands beside the conversation is shown with it', async () => {
  const messages = [
    { role: 'assistant' as const, toolCalls: [{ name: 'weather', arguments: { city: 'Oslo' } }] },
  ];
  const lines = answer({ number: 1, verdict: 'right' });
  const sample = { input: 'Weather in Oslo?', messages };
  const { judge } = await scoreJudged('argument-correctness', sample, lines);
  const shown = judge.calls[0]?.messages[1]?.content;
  expect(shown).toContain('name="conversation"');
  expect(shown).toContain('name="input">\nWeather in Oslo?');
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
    const late = { number: 2, why: 'Too late.', verdict: 'out-of-order' };
    const lines = answer({ number: 1, verdict: 'followed' }, late);
    const { score, judge } = await scoreJudged('plan-adherence', run, lines, params);
    expect(score).toMatchObject({
      value: 0.75,
      raw: 1,
      evidence: [{ pointer: '/output', note: 'out-of-order: number 2, Too late.' }],
    });
    expect(judge.calls[0]?.messages[0]?.content).toContain('2. Mail it');
    const cut = await scoreJudged(
      'plan-adherence',
      run,
      answer({ number: 1, verdict: 'followed' }),
      params,
    );
    expect(cut.score).toMatchObject({ status: 'error', error: { code: 'judge_output_invalid' } });
  });

  test('finds the plan in the conversation where none is given, and abstains if there is none', async () => {
    const messages = [
      { role: 'user' as const, content: 'Mail Ada the weather.' },
      { role: 'assistant' as const, content: 'First the weather, then the mail.' },
    ];
    const lines = answer({ item: 'Mail', quote: 'then the mail', verdict: 'skipped' });
    const { score } = await scoreJudged('plan-adherence', { messages }, lines);
    expect(score).toMatchObject({
      value: 0,
      warnings: [],
      evidence: [{ pointer: '/messages/1/content', text: 'then the mail' }],
    });
    const none = await scoreJudged('plan-adherence', { messages }, answer());
    expect(none.score).toMatchObject({ status: 'abstained' });
  });

  test('takes a plan as a text, whose steps the judge lists', async () => {
    const lines = answer(
      { item: 'Weather', quote: '', verdict: 'followed' },
      { item: 'Mail', verdict: 'skipped' },
    );
    const params = { plan: 'Get the weather, then mail it.' };
    const { score, judge } = await scoreJudged('plan-adherence', run, lines, params);
    expect(score).toMatchObject({
      value: 0.5,
      warnings: [],
      evidence: [{ note: 'skipped: Mail' }],
    });
    expect(judge.calls[0]?.messages[0]?.content).toContain('Get the weather, then mail it.');
  });

  test('judges an agent that only called tools, and none that did nothing', async () => {
    const params = { plan: ['Get the weather'] };
    const lines = answer({ number: 1, verdict: 'skipped' });
    const { toolCalls = [] } = run;
    const silent = await scoreJudged('plan-adherence', { toolCalls }, lines, params);
    expect(silent.score).toMatchObject({ value: 0, evidence: [{ pointer: '/toolCalls' }] });
    const idle = await scoreJudged('plan-adherence', { toolCalls: [] }, lines, params);
    expect(idle.score).toMatchObject({ error: { code: 'sample_field_missing' } });
  });
});
