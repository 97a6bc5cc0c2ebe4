import { expect, test } from 'vitest';
import { scoreJudged } from '../testing/score.ts';

const sample = {
  input: 'Der Hund schläft jeden Tag sehr lange auf dem alten roten Sofa.',
  output: 'The cat sleep on the old sofa for very long every day.',
};
const errors = [
  { quote: 'sleep', explanation: 'agreement', category: 'fluency', severity: 'minor' },
  { quote: 'The cat', explanation: 'a dog', category: 'accuracy', severity: 'major' },
  { quote: 'roten', explanation: 'left out', category: 'accuracy', severity: 'minor' },
];
const line = { reasoning: '', errors };

test('errors cost points by their severity, per word of the source', async () => {
  const { score, judge } = await scoreJudged('translation-quality', sample, [line], {
    from: 'German',
    into: 'British English',
  });
  expect(score).toMatchObject({
    value: expect.closeTo(1 - 7 / 12),
    raw: 7,
    passed: false,
    reason: expect.stringContaining('3 errors of 7 points in 12 words.'),
    warnings: [],
    evidence: [
      { pointer: '/output', text: 'The cat', note: 'major accuracy: a dog' },
      { pointer: '/output', text: 'sleep' },
      { pointer: '/input', text: 'roten', note: 'minor accuracy: left out' },
    ],
  });
  const [system, user] = judge.calls[0]?.messages ?? [];
  expect(system?.content).toContain('the source text, in German');
  expect(system?.content).toContain('into British English');
  expect(system?.content).not.toContain('Sofa');
  expect(user?.content).toMatch(/name="input"[\s\S]*name="output"/);
});

test('weights are those of the caller, and many errors are worth 0', async () => {
  const { score } = await scoreJudged('GEMBA-MQM', sample, [line], { weights: { major: 1 } });
  expect(score.value).toBeCloseTo(1 - 3 / 12);
  const grave = { reasoning: '', errors: [{ ...errors[0], severity: 'critical' }] };
  expect((await scoreJudged('mqm', sample, [grave])).score).toMatchObject({ value: 0, raw: 25 });
});

test('a flawless translation is worth 1', async () => {
  const { score } = await scoreJudged('translation', sample, [{ reasoning: '', errors: [] }]);
  expect(score).toMatchObject({ value: 1, raw: 0, passed: true });
});

test('what is no translation is worth 0, however the judge weighs it', async () => {
  const none = {
    quote: '',
    explanation: 'a recipe',
    category: 'non-translation',
    severity: 'minor',
  };
  const { score } = await scoreJudged('translation-quality', sample, [
    { reasoning: '', errors: [none] },
  ]);
  expect(score).toMatchObject({ value: 0, warnings: [] });
});

test('a quote that stands nowhere is warned of', async () => {
  const invented = { reasoning: '', errors: [{ ...errors[0], quote: 'slept' }] };
  const { score } = await scoreJudged('translation-quality', sample, [invented]);
  expect(score).toMatchObject({ value: expect.closeTo(11 / 12), warnings: ['quote_not_found'] });
});

test('nothing, copies, expected translations and sources without words need no judge', async () => {
  for (const [given, outcome] of [
    [{ ...sample, output: '' }, { value: 0 }],
    [{ ...sample, output: sample.input }, { value: 0 }],
    [{ ...sample, output: sample.input, expected: ['x', ` ${sample.input}`] }, { value: 1 }],
    [{ ...sample, input: '…' }, { status: 'abstained' }],
  ] as const) {
    const { score, judge } = await scoreJudged('translation-quality', { ...given } as never, ['']);
    expect(score).toMatchObject(outcome);
    expect(judge.calls).toHaveLength(0);
  }
});

test('a judge that cannot be read is an error', async () => {
  const { score } = await scoreJudged('translation-quality', sample, ['Rather good.']);
  expect(score).toMatchObject({ status: 'error', error: { code: 'judge_output_invalid' } });
});
