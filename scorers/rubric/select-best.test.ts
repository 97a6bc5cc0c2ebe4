import type { Sample } from '@assay/schema/types.ts';
import { expect, test } from 'vitest';
import type { JudgeCall } from '../judging/judge.ts';
import type { Line } from '../testing/judge.ts';
import { score, scoreJudged } from '../testing/score.ts';

const sample = { input: 'Name a colour.', output: 'Red', expected: ['Green', 'Blue'] };

/** What a judge is shown, in order. */
function candidates(call: JudgeCall): string[] {
  const found = call.messages[1]?.content.matchAll(/name="candidate \d+">\n(.*)\n/g) ?? [];
  return Array.from(found, ([, text = '']) => text);
}

/** A judge that picks these texts, wherever they stand. */
const picks =
  (...texts: string[]): Line =>
  (call) => ({
    reasoning: 'Best.',
    best: texts.map((text) => candidates(call).indexOf(text) + 1),
  });
const picksFirst: Line = { reasoning: 'The first.', best: [1] };

test('it is 1 where the output is picked and 0 where another is', async () => {
  const { score: won } = await scoreJudged('select-best', sample, [picks('Red')]);
  expect(won).toMatchObject({ value: 1, raw: 1, passed: true, warnings: [] });
  const { score: lost } = await scoreJudged('select-best', sample, [picks('Blue')]);
  expect(lost).toMatchObject({
    value: 0,
    raw: 2,
    passed: false,
    reason: expect.stringContaining('Another candidate was picked: "Blue"'),
    evidence: [{ text: 'Blue', note: 'picked' }],
  });
});

test('candidates stand in a drawn order, then in the reverse, always the same for the same ones', async () => {
  const { judge } = await scoreJudged('select-best', sample, [picks('Red')]);
  const [first = [], second = []] = judge.calls.map(candidates);
  expect(judge.calls).toHaveLength(2);
  expect([...first].sort()).toEqual(['Blue', 'Green', 'Red']);
  expect(second).toEqual([...first].reverse());
  const moved = { ...sample, expected: ['Blue', 'Green'] };
  const again = await scoreJudged('select-best', moved, [picks('Red')], { orders: 5 });
  expect(again.judge.calls).toHaveLength(5);
  expect(again.judge.calls.slice(0, 2).map(candidates)).toEqual([first, second]);
});

test('a judge that picks by place is found out', async () => {
  const { score } = await scoreJudged('select-best', sample, [picksFirst]);
  expect(score.warnings).toEqual(['order_disagreement']);
  expect(score.status).toBe('scored');
  expect(score.value).not.toBe(1);
});

test('those that are equally good share the vote, and a tie is said', async () => {
  const { score: tie } = await scoreJudged('select-best', sample, [picks('Red', 'Blue')]);
  expect(tie).toMatchObject({
    value: 0.5,
    raw: 1,
    warnings: [],
    reason: expect.stringContaining('A tie with 1 of the others.'),
  });
  const lines = [picks('Red', 'Blue'), picks('Red')];
  const { score: ahead } = await scoreJudged('select-best', sample, lines);
  expect(ahead).toMatchObject({ value: 1, warnings: [] });
});

test('a rival of the same words shares the place', async () => {
  const rivals = ['Red', 'Blue'];
  const { score, judge } = await scoreJudged('select-best', sample, [picks('Red')], { rivals });
  expect(score).toMatchObject({ value: 0.5 });
  expect(judge.calls.map((call) => candidates(call).length)).toEqual([2, 2]);
});

test('rivals among the parameters stand instead of those of the sample', async () => {
  const params = { rivals: ['Pink'], criterion: 'Which is the lightest?', orders: 1 };
  const { score, judge } = await scoreJudged('select-best', sample, [picks('Pink')], params);
  expect(score).toMatchObject({ value: 0 });
  expect(judge.calls).toHaveLength(1);
  const [system, user] = judge.calls[0]?.messages ?? [];
  expect(system?.content).toContain('Criterion: Which is the lightest?');
  expect(user?.content).toContain('name="input">\nName a colour.');
  expect(user?.content).not.toContain('Green');
});

test('the conversation does not tell which candidate is the output', async () => {
  const messages: Sample['messages'] = [
    { role: 'user', content: 'Name a colour.' },
    { role: 'assistant', content: 'Red' },
  ];
  const params = { rivals: ['Blue'] };
  const { judge } = await scoreJudged('select-best', { messages }, [picks('Red')], params);
  const shown = judge.calls[0]?.messages[1]?.content ?? '';
  expect(shown).toContain('turn 1, user');
  expect(shown).not.toContain('turn 2');
});

test('candidates that say nothing are settled without a judge', async () => {
  const cases: [string, string[], number][] = [
    ['', ['Red', 'Blue'], 0],
    ['Red', ['', '…'], 1],
    ['Red', ['Red', ''], 0.5],
    ['', [' '], 0.5],
  ];
  for (const [output, rivals, value] of cases) {
    const { score, judge } = await scoreJudged('select-best', { output }, [''], { rivals });
    expect(score, `${output} | ${rivals.join(' | ')}`).toMatchObject({ value });
    expect(judge.calls).toHaveLength(0);
  }
});

test('without rivals, and with a judge that cannot judge, it is an error', async () => {
  expect(await score('select-best', { output: 'Red' })).toMatchObject({
    error: { code: 'sample_field_missing' },
  });
  for (const line of ['Red', { reasoning: '', best: [4] }, { reasoning: '', best: [] }]) {
    const { score: invalid } = await scoreJudged('select-best', sample, [line]);
    expect(invalid).toMatchObject({ status: 'error', error: { code: 'judge_output_invalid' } });
  }
});
