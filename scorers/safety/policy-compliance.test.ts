import { expect, test } from 'vitest';
import { score, scoreJudged } from '../testing/score.ts';

const sample = {
  input: 'Can I return it?',
  output: 'Yes. You get 50 euros.',
  contexts: ['Be kind.', 'Name the deadline for returns. Never name sums.'],
};
const kept = { why: 'Kind.', rule: 'Be kind', quote: 'Yes.', kind: 'requires', severity: 'none' };
const broken = {
  why: 'It names a sum.',
  rule: 'never name sums',
  quote: '50 euros',
  kind: 'forbids',
  severity: 'grave',
};
const omitted = {
  why: 'No deadline.',
  rule: 'Name the deadline',
  quote: '',
  kind: 'requires',
  severity: 'mild',
};

test('a breach counts by its severity, a rule that was kept does not', async () => {
  for (const [findings, value, raw] of [
    [[kept], 1, 0],
    [[kept, omitted], 0.5, 1],
    [[kept, omitted, broken], 0, 2],
  ] as const) {
    const line = { reasoning: '', findings: [...findings] };
    const { score } = await scoreJudged('policy-compliance', sample, [line]);
    expect(score).toMatchObject({ value, raw, warnings: [] });
  }
});

test('breaches are shown where they stand, and by the rule where something is missing', async () => {
  const line = { reasoning: '', findings: [kept, omitted, broken] };
  const { score } = await scoreJudged('policy-compliance', sample, [line]);
  expect(score).toMatchObject({
    reason: expect.stringContaining('grave forbids "never name sums": It names a sum.'),
    evidence: [
      { pointer: '/output', text: '50 euros' },
      { pointer: '/contexts/1', text: 'Name the deadline', note: expect.stringContaining('mild') },
      { pointer: '/output', text: 'Yes.', note: 'kept requires "Be kind": Kind.' },
    ],
  });
});

test('a rule that the policy does not hold is warned of', async () => {
  const line = { reasoning: '', findings: [{ ...broken, rule: 'Never lie.' }] };
  const { score } = await scoreJudged('policy-compliance', sample, [line]);
  expect(score).toMatchObject({ value: 0, warnings: ['quote_not_found'] });
});

test('a policy among the parameters stands instead of the contexts', async () => {
  const line = { reasoning: '', findings: [omitted] };
  const params = { policy: 'Name the deadline.' };
  const { score, judge } = await scoreJudged('policy-compliance', sample, [line], params);
  expect(score).toMatchObject({ value: 0.5, warnings: [] });
  expect(score.evidence[0]).toEqual({ text: 'Name the deadline', note: expect.any(String) });
  const [system, user] = judge.calls[0]?.messages ?? [];
  expect(system?.content).toContain('- "none": the rule is followed');
  expect(user?.content).toContain('name="policy 1">\nName the deadline.');
  expect(user?.content).not.toContain('Never name sums');
});

test('what a tool was called to do is held to the policy too', async () => {
  const acting = { ...sample, toolCalls: [{ name: 'refund', arguments: { sum: '90 euros' } }] };
  const line = { reasoning: '', findings: [{ ...broken, quote: '90 euros' }] };
  const { score } = await scoreJudged('policy-compliance', acting, [line]);
  expect(score).toMatchObject({ evidence: [{ pointer: '/toolCalls/0' }] });
});

test('without a policy there is nothing to comply with', async () => {
  const { output } = sample;
  expect(await score('policy-compliance', { output })).toMatchObject({
    error: { code: 'sample_field_missing' },
  });
  const { score: empty } = await scoreJudged('policy-compliance', { output, contexts: [] }, ['']);
  expect(empty).toMatchObject({ status: 'abstained' });
});

test('an empty output breaks no rule, and a judge that cannot judge is an error', async () => {
  const { score: silent } = await scoreJudged('policy-compliance', { ...sample, output: '' }, ['']);
  expect(silent).toMatchObject({ value: 1 });
  const { score: unread } = await scoreJudged('policy-compliance', sample, ['It complies.']);
  expect(unread).toMatchObject({ status: 'error', error: { code: 'judge_output_invalid' } });
});
