import type { Policy, Score } from '@assay/schema/types.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decide } from './decide.ts';

const REQUIRED: Policy = { rule: 'required' };
const mean = (threshold: number): Policy => ({ rule: 'weighted-mean', threshold });

interface Settings {
  weight?: number;
  required?: boolean;
  threshold?: number | null;
}

function base(name: string, { weight = 1, required = true, threshold = 0.5 }: Settings) {
  return {
    scorer: 'fake',
    name,
    version: 1,
    kind: 'code' as const,
    fingerprint: 'sha256:0',
    threshold,
    weight,
    required,
    negated: false,
    reason: 'because',
    evidence: [],
    usage: null,
    costUsd: 0,
    latencyMs: 0,
    cached: false,
  };
}

function scored(name: string, value: number, settings: Settings = {}): Score {
  const all = base(name, settings);
  const passed = all.threshold === null ? null : value >= all.threshold;
  return { ...all, status: 'scored', value, raw: null, passed };
}

function without(
  name: string,
  status: 'abstained' | 'skipped' | 'error',
  settings: Settings = {},
): Score {
  const nothing = { ...base(name, settings), value: null, raw: null, passed: null };
  if (status !== 'error') return { ...nothing, status };
  return { ...nothing, status, error: { code: 'x', message: 'x', retryable: false } };
}

describe('required: every required score must pass', () => {
  test('passes when all do', () => {
    expect(decide(REQUIRED, [scored('a', 1), scored('b', 0.6)])).toMatchObject({
      passed: true,
      value: 0.8,
      decision: { rule: 'required', threshold: null, decidedBy: ['a', 'b'], undecidedBy: [] },
    });
  });

  test('fails when one does not, whatever the others would say', () => {
    const scores = [scored('a', 1), scored('b', 0), without('c', 'error')];
    expect(decide(REQUIRED, scores)).toMatchObject({
      passed: false,
      value: null,
      decision: { decidedBy: ['b'], undecidedBy: [], reason: 'b did not pass.' },
    });
  });

  test('is undecided when one has no value and the others pass', () => {
    for (const status of ['error', 'abstained'] as const) {
      expect(decide(REQUIRED, [scored('a', 1), without('b', status)])).toMatchObject({
        passed: null,
        decision: { decidedBy: [], undecidedBy: ['b'], reason: 'b returned no value.' },
      });
    }
  });

  test('scores that are not required, only measure or were skipped take no part', () => {
    const scores = [
      scored('a', 1),
      scored('b', 0, { required: false }),
      scored('c', 0, { threshold: null }),
      without('d', 'skipped'),
      without('e', 'error', { required: false }),
    ];
    expect(decide(REQUIRED, scores)).toMatchObject({
      passed: true,
      decision: { decidedBy: ['a'] },
    });
  });

  test('is undecided when no score decides', () => {
    for (const scores of [[], [without('a', 'skipped')], [scored('a', 1, { required: false })]]) {
      expect(decide(REQUIRED, scores).passed).toBeNull();
    }
  });
});

describe('weighted mean: the mean of the values must reach the threshold', () => {
  const optional = { required: false };

  test('weighs the values', () => {
    const scores = [scored('a', 1, { ...optional, weight: 3 }), scored('b', 0, optional)];
    expect(decide(mean(0.75), scores)).toMatchObject({ passed: true, value: 0.75 });
    expect(decide(mean(0.76), scores)).toMatchObject({ passed: false, value: 0.75 });
  });

  test('a mean that misses the threshold only by rounding reaches it', () => {
    const scores = [0.1, 0.7, 1].map((value, i) => scored(`s${i}`, value, optional));
    expect(decide(mean(0.6), scores).passed).toBe(true);
  });

  test('is decided without a value that could not change it', () => {
    const open = without('open', 'error', optional);
    const high = scored('high', 1, { ...optional, weight: 9 });
    const low = scored('low', 0, { ...optional, weight: 9 });
    expect(decide(mean(0.5), [high, open])).toMatchObject({
      passed: true,
      value: null,
      decision: { decidedBy: ['high'], reason: expect.stringContaining('at least 0.9') },
    });
    expect(decide(mean(0.5), [low, open])).toMatchObject({
      passed: false,
      decision: { decidedBy: ['low'], reason: expect.stringContaining('at most 0.1') },
    });
  });

  test('is undecided when a value that is not there could change it', () => {
    const scores = [scored('a', 0.5, optional), without('open', 'abstained', optional)];
    expect(decide(mean(0.5), scores)).toMatchObject({
      passed: null,
      value: null,
      decision: { decidedBy: [], undecidedBy: ['open'] },
    });
  });

  test('no value at all is no pass, even under a threshold of 0', () => {
    expect(decide(mean(0), [without('a', 'error', optional)])).toMatchObject({
      passed: null,
      decision: { undecidedBy: ['a'] },
    });
  });

  test('a required score that fails settles it, one without a value leaves it open', () => {
    const good = scored('good', 1, { ...optional, weight: 9 });
    expect(decide(mean(0.5), [good, scored('must', 0)])).toMatchObject({
      passed: false,
      decision: { decidedBy: ['must'] },
    });
    expect(decide(mean(0.5), [good, without('must', 'error')])).toMatchObject({
      passed: null,
      decision: { undecidedBy: ['must'] },
    });
  });

  test('a weight of 0 and a skipped score leave the mean alone', () => {
    const scores = [
      scored('a', 0.6, optional),
      scored('b', 0, { ...optional, weight: 0 }),
      without('c', 'error', { ...optional, weight: 0 }),
      without('d', 'skipped', optional),
    ];
    expect(decide(mean(0.6), scores)).toMatchObject({ passed: true, value: 0.6 });
  });

  test('a score that only measures weighs too', () => {
    const scores = [scored('a', 1, { threshold: null }), scored('b', 0.5)];
    expect(decide(mean(0.7), scores)).toMatchObject({ passed: true, value: 0.75 });
  });

  test('is undecided without any weight', () => {
    expect(decide(mean(0.5), [])).toMatchObject({ passed: null, value: null });
    expect(decide(mean(0), [scored('a', 1, { ...optional, weight: 0 })]).passed).toBeNull();
  });
});

describe('whatever the scores', () => {
  const settings = fc.record({
    weight: fc.constantFrom(0, 0.5, 1, 3),
    required: fc.boolean(),
    threshold: fc.constantFrom(null, 0, 0.5, 1),
  });
  const value = fc.constantFrom(0, 0.25, 0.5, 0.75, 1);
  const withValue = fc.tuple(value, settings).map(([v, s]) => scored('scored', v, s));
  const status = fc.constantFrom('abstained' as const, 'error' as const);
  const withoutValue = fc.tuple(status, settings).map(([s, more]) => without('open', s, more));
  const scores = fc.array(fc.oneof(withValue, withoutValue), { maxLength: 6 });
  const policy = fc.oneof(fc.constant(REQUIRED), value.map(mean));

  test('one without a value turns no pass into a fail and no fail into a pass', () => {
    fc.assert(
      fc.property(policy, scores, withoutValue, (rule, all, open) => {
        const before = decide(rule, all).passed;
        const after = decide(rule, [...all, open]).passed;
        if (before === null) {
          // What was open stays open: nothing was learned.
          expect(after === null || rule.rule === 'weighted-mean').toBe(true);
        } else expect([before, null]).toContain(after);
      }),
      { numRuns: 1_000 },
    );
  });

  test('what is decided stays decided, whatever a value that is not there turns out to be', () => {
    fc.assert(
      fc.property(
        policy,
        scores,
        fc.array(value, { minLength: 6, maxLength: 6 }),
        (rule, all, found) => {
          const before = decide(rule, all);
          const filled = all.map((score, i) =>
            score.status === 'scored' ? score : scored(score.name, found[i] ?? 0, score),
          );
          const after = decide(rule, filled);
          if (before.passed !== null) expect(after.passed).toBe(before.passed);
          if (before.value !== null) expect(after.value).toBeCloseTo(before.value);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  test('the order of scores decides nothing', () => {
    fc.assert(
      fc.property(policy, scores, (rule, all) => {
        const turned = decide(rule, [...all].reverse());
        expect(turned.passed).toBe(decide(rule, all).passed);
      }),
    );
  });

  test('skipped scores change nothing', () => {
    fc.assert(
      fc.property(policy, scores, settings, (rule, all, more) => {
        expect(decide(rule, [...all, without('s', 'skipped', more)])).toEqual(decide(rule, all));
      }),
    );
  });

  test('an undecided verdict names what left it open, a decided one what decided it', () => {
    fc.assert(
      fc.property(policy, scores, (rule, all) => {
        const { passed, decision } = decide(rule, all);
        expect(decision.reason).not.toBe('');
        if (passed === null) expect(decision.decidedBy).toEqual([]);
        else {
          expect(decision.decidedBy).not.toEqual([]);
          expect(decision.undecidedBy).toEqual([]);
        }
      }),
    );
  });
});
