import type { JsonObject, Message } from '@assay/schema/types.ts';
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

test('two verdicts on the same item that disagree are no answer, two that agree are one', async () => {
  const say = (...verdicts: string[]) => ({
    reasoning: '',
    items: verdicts.map((verdict) => ({ number: 1, quote: 'Book 1.', verdict })),
  });
  const judged = async (line: JsonObject) =>
    (await scoreJudged('role-adherence', { messages: talk(1) }, [line], { role })).score;
  expect(await judged(say('in-role', 'in-role'))).toMatchObject({ value: 1 });
  expect(await judged(say('in-role', 'out-of-role'))).toMatchObject({
    error: { code: 'judge_output_invalid' },
    reason: expect.stringContaining('two verdicts on number 1: in-role and out-of-role'),
  });
  const claims = ['supported', 'absent'].map((verdict) => ({
    claim: 'It is.',
    quote: '',
    verdict,
  }));
  const sample = { output: 'It is.', contexts: ['It is.'] };
  const { score } = await scoreJudged('faithfulness', sample, [{ reasoning: '', claims }]);
  expect(score).toMatchObject({ error: { code: 'judge_output_invalid' } });
});

test('an answer with null for what does not apply is whole', async () => {
  const items = [{ number: null, item: 'a', quote: 'It is', why: null, verdict: 'Relevant ' }];
  const sample = { input: 'Is it?', output: 'It is.' };
  const { score } = await scoreJudged('answer-relevance', sample, [{ reasoning: null, items }]);
  expect(score).toMatchObject({ value: 1, warnings: [] });
});
