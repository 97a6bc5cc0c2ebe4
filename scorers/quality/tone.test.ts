import { expect, test } from 'vitest';
import { scoreJudged } from '../testing/score.ts';

const sample = { input: 'Where is it?', output: 'Dear Ms Lee, we apologise.  Cheers, mate!' };
const params = { tone: ['formal', 'warm'], avoid: ['salesy'] };

test('the value is that of the level, with the passage that departs from the tone', async () => {
  const line = { reasoning: 'It ends in slang.', quote: 'cheers, mate', level: 2 };
  const { score } = await scoreJudged('tone', sample, [line], params);
  expect(score).toMatchObject({
    value: 0.5,
    raw: 2,
    passed: true,
    reason: 'It ends in slang.',
    warnings: [],
    evidence: [{ pointer: '/output', start: 28, end: 40, text: 'Cheers, mate' }],
  });
});

test('the judge is told every tone that is wanted or to be avoided', async () => {
  const line = { reasoning: '', quote: '', level: 3 };
  const { score, judge } = await scoreJudged('tone', sample, [line], params);
  expect(score).toMatchObject({ value: 1, evidence: [], warnings: [] });
  const [system, user] = judge.calls[0]?.messages ?? [];
  expect(system?.content).toContain(
    'Wanted tone: formal\nWanted tone: warm\nTone to avoid: salesy',
  );
  expect(user?.content).toContain('name="output">\nDear Ms Lee');
});

test('an output without a tone is neither in it nor out of it', async () => {
  const line = { reasoning: 'A bare number.', quote: '', level: 0 };
  for (const output of ['42', ' ']) {
    const { score } = await scoreJudged('tone', { output }, [line], { tone: 'warm' });
    expect(score, output).toMatchObject({ status: 'abstained', value: null });
  }
});

test('a passage that the output lacks is warned of', async () => {
  const line = { reasoning: '', quote: 'Buy now!', level: 1 };
  const { score } = await scoreJudged('tone', sample, [line], params);
  expect(score).toMatchObject({ value: 0, evidence: [], warnings: ['quote_not_found'] });
});

test('a judge that names no level is an error', async () => {
  const { score } = await scoreJudged('tone', sample, [{ reasoning: '', quote: '' }], params);
  expect(score).toMatchObject({ status: 'error', error: { code: 'judge_output_invalid' } });
});
