import type { GuardAction, Score } from '@assay/schema/types.ts';
import { failed } from '@assay/scorers/outcome.ts';
import { resolveScorers } from '@assay/scorers/resolve.ts';
import { expect, test } from 'vitest';
import { decideAction, isUnsure, type RuleOutcome } from './decide-action.ts';
import type { PlannedRule } from './plan-policy.ts';

const [resolved] = resolveScorers([{ scorer: 'exact-match', threshold: 0.5 }]);
if (resolved === undefined) throw new Error('exact-match is a scorer');

function rule(action: GuardAction, more: Partial<PlannedRule> = {}): PlannedRule {
  return {
    resolved: resolved as PlannedRule['resolved'],
    action,
    kinds: {},
    onError: 'block',
    ...more,
  };
}

function score(name: string, value: number): Score {
  const passed = value >= 0.5;
  return { name, status: 'scored', value, passed, reason: '' } as Score;
}

const broken = {
  name: 'broken',
  status: 'error',
  value: null,
  passed: null,
  reason: 'It broke.',
  error: failed('scorer_failed', 'It broke.'),
} as unknown as Score;

function found(...findings: [kind: string, certainty: number][]): RuleOutcome['detection'] {
  return {
    places: [],
    findings: findings.map(([kind, certainty], i) => {
      return { kind, certainty, pointer: '/output', start: i, end: i + 1 };
    }),
  };
}

test('nothing that fails is allowed', () => {
  expect(decideAction([{ rule: rule('block'), score: score('a', 1) }])).toEqual({
    action: 'allow',
    decidedBy: null,
    findings: [],
    notRun: [],
  });
});

test('the strictest action decides, the first rule of equal ones', () => {
  const decision = decideAction([
    { rule: rule('flag'), score: score('a', 0) },
    { rule: rule('block'), score: score('b', 0) },
    { rule: rule('block'), score: score('c', 0) },
  ]);
  expect(decision).toMatchObject({ action: 'block', decidedBy: 'b' });
});

test('a kind of finding can have an action of its own', () => {
  const kinds = { url: 'allow', card: 'block' } as const;
  const outcome = { rule: rule('redact', { kinds }), score: score('pii', 0.1) };
  expect(decideAction([{ ...outcome, detection: found(['url', 0.9]) }]).action).toBe('allow');
  expect(decideAction([{ ...outcome, detection: found(['email', 0.9]) }]).action).toBe('redact');
  const all = decideAction([{ ...outcome, detection: found(['url', 0.9], ['card', 0.9]) }]);
  expect(all).toMatchObject({
    action: 'block',
    findings: [{ action: 'allow' }, { action: 'block' }],
  });
});

test('a finding that is too uncertain to fail the score is allowed, and shown unless it says little', () => {
  const detection = found(['a', 0.9], ['b', 0.4], ['c', 0.1]);
  const { findings } = decideAction([
    { rule: rule('redact'), score: score('pii', 0.1), detection },
  ]);
  expect(findings.map(({ action }) => action)).toEqual(['redact', 'allow']);
});

test.each(['allow', 'block'] as const)('an error is no pass: onError %s decides', (onError) => {
  const decision = decideAction([{ rule: rule('flag', { onError }), score: broken }]);
  expect(decision).toMatchObject({
    action: onError,
    decidedBy: onError === 'block' ? 'broken' : null,
    notRun: [{ scorer: 'broken', status: 'error', code: 'scorer_failed', action: onError }],
  });
});

test('values between the bounds are unsure', () => {
  const escalation = { above: 0.3, below: 0.7, resolved: resolved as PlannedRule['resolved'] };
  const unsure = rule('block', { escalation });
  expect([0.3, 0.31, 0.69, 0.7].map((value) => isUnsure(unsure, score('a', value)))).toEqual([
    false,
    true,
    true,
    false,
  ]);
  expect(isUnsure(rule('block'), score('a', 0.5))).toBe(false);
  expect(isUnsure(unsure, broken)).toBe(false);
});

test('the scorer of an escalation decides instead, also by its error', () => {
  const unsure = {
    rule: rule('block'),
    score: score('detector', 0.4),
    detection: found(['a', 0.6]),
  };
  expect(decideAction([{ ...unsure, escalated: score('judge', 1) }])).toMatchObject({
    action: 'allow',
    findings: [{ action: 'allow' }],
  });
  expect(decideAction([{ ...unsure, escalated: score('judge', 0) }])).toMatchObject({
    action: 'block',
    decidedBy: 'judge',
  });
  expect(decideAction([{ ...unsure, escalated: broken }])).toMatchObject({
    action: 'block',
    decidedBy: 'broken',
    notRun: [{ scorer: 'broken' }],
  });
});

test('an escalation that is left undecided is no pass', () => {
  for (const status of ['abstained', 'skipped'] as const) {
    const undecided = { ...broken, name: 'judge', status } as Score;
    const outcome = { rule: rule('flag'), score: score('detector', 0.4), escalated: undecided };
    expect(decideAction([outcome])).toMatchObject({
      action: 'block',
      notRun: [{ scorer: 'judge', status, code: null, action: 'block' }],
    });
  }
});

test('what all its findings are allowed to do is allowed, however uncertain they are', () => {
  const lenient = rule('block', { kinds: { hint: 'allow' } });
  const outcome = { rule: lenient, score: score('pii', 0.1), detection: found(['hint', 0.1]) };
  expect(decideAction([outcome])).toMatchObject({ action: 'allow', findings: [] });
});
