import { expect, test } from 'vitest';
import { scoreJudged } from '../testing/score.ts';

const sample = {
  input: 'Der Zug fährt heute um neun ab.',
  output: 'The train leave at ten.',
  expected: 'The train leaves at nine today.',
};
const error = (severity: string, category: string, quote: string) => ({
  ...{ severity, category, quote },
  why: 'It is wrong.',
});

test('errors cost 1, 5 or 25 points of 25, with where they stand', async () => {
  const errors = [
    error('minor', 'grammar', 'leave'),
    error('major', 'mistranslation', 'ten'),
    error('major', 'omission', 'heute'),
  ];
  const { score, judge } = await scoreJudged(
    'translation-quality',
    sample,
    [{ reasoning: '', errors }],
    { from: 'German', to: 'English' },
  );
  expect(score).toMatchObject({
    value: 0.56,
    raw: -11,
    evidence: [
      { pointer: '/output', text: 'ten' },
      { pointer: '/input', text: 'heute', note: 'major omission: It is wrong.' },
      { pointer: '/output', text: 'leave' },
    ],
  });
  const [system, user] = judge.calls[0]?.messages ?? [];
  expect(system?.content).toContain('from German into English');
  expect(user?.content).toContain('name="expected"');
});

test('no errors are worth 1, and beyond 25 points nothing is left', async () => {
  const clean = await scoreJudged('translation', sample, [{ reasoning: 'Fine.', errors: [] }]);
  expect(clean.score).toMatchObject({ value: 1, raw: 0, evidence: [] });
  const errors = [error('critical', 'mistranslation', 'ten'), error('major', 'grammar', 'leave')];
  const bad = await scoreJudged('translation', sample, [{ reasoning: '', errors }]);
  expect(bad.score).toMatchObject({ value: 0, raw: -25 });
});

test('a copy of the source is no translation', async () => {
  const { score, judge } = await scoreJudged('translation', { ...sample, output: sample.input }, [
    '',
  ]);
  expect(score).toMatchObject({ value: 0 });
  expect(judge.calls).toHaveLength(0);
});
