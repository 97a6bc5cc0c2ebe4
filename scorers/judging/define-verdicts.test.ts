import type { Message } from '@assay/schema/types.ts';
import { expect, test } from 'vitest';
import { scoreJudged } from '../testing/score.ts';
import type { JudgeCall } from './judge.ts';

const role = 'A librarian.';
const talk = (turns: number) =>
  Array.from(
    { length: turns },
    (_, i): Message => ({ role: 'assistant', content: `Book ${i + 1}.` }),
  );
const askedFor = ({ messages }: JudgeCall) =>
  [...(messages[1]?.content.match(/leave none out: ([\d, ]+)/)?.[1] ?? '').matchAll(/\d+/g)].map(
    ([number]) => Number(number),
  );
const verdicts = (call: JudgeCall) => ({
  reasoning: '',
  items: askedFor(call).map((number) => ({
    number,
    quote: `Book ${number}.`,
    verdict: number % 2 === 0 ? 'in-role' : 'out-of-role',
  })),
});

test('many items are asked for forty in a call, and counted together', async () => {
  const sample = { messages: talk(90) };
  const { score, judge } = await scoreJudged('role-adherence', sample, [verdicts], { role });
  expect(judge.calls.map((call) => askedFor(call).length).sort()).toEqual([10, 40, 40]);
  expect(score).toMatchObject({ value: 0.5, raw: 45, warnings: [] });
});

test('an answer counts for what it was asked alone', async () => {
  const lines = [verdicts, { reasoning: '', items: [{ number: 1, verdict: 'in-role' }] }];
  const { score } = await scoreJudged('role-adherence', { messages: talk(41) }, lines, { role });
  expect(score).toMatchObject({
    status: 'error',
    error: { code: 'judge_output_invalid' },
    reason: 'The judge left out number 41.',
  });
});

test('more than can be judged is an error, and no judge is asked', async () => {
  const { score, judge } = await scoreJudged('role-adherence', { messages: talk(101) }, [''], {
    role,
  });
  expect(score).toMatchObject({ status: 'error', error: { code: 'sample_too_large' } });
  expect(judge.calls).toHaveLength(0);
});
