import { expect, test } from 'vitest';
import { scoreJudged } from '../testing/score.ts';

const sample = { input: 'Why?', output: 'OUTPUT', expected: 'OTHER' };
const say = (better: string) => ({ reasoning: 'So.', better });

test('both orders are asked', async () => {
  const { score, judge } = await scoreJudged('pairwise', sample, [say('1'), say('2')]);
  expect(score).toMatchObject({ value: 1, passed: true });
  const shown = judge.calls.map(({ messages }) => messages[1]?.content ?? '');
  expect(shown.map((text) => text.indexOf('OUTPUT') < text.indexOf('OTHER'))).toEqual([
    true,
    false,
  ]);
});

test('the other answer wins, ties, or the order does', async () => {
  const value = async (...better: [string, string]) =>
    (await scoreJudged('pairwise', sample, better.map(say))).score;
  expect(await value('2', '1')).toMatchObject({ value: 0, passed: false });
  expect(await value('tie', 'tie')).toMatchObject({ value: 0.5, warnings: [] });
  expect(await value('1', 'tie')).toMatchObject({ value: 1 });
  expect(await value('tie', '1')).toMatchObject({ value: 0 });
  expect(await value('1', '1')).toMatchObject({ value: 0.5, warnings: ['order_disagreement'] });
});

test('without another answer it is an error', async () => {
  const { score, judge } = await scoreJudged('pairwise', { output: 'x' }, [say('1')]);
  expect(score).toMatchObject({ status: 'error', error: { code: 'sample_field_missing' } });
  expect(judge.calls).toHaveLength(0);
});
