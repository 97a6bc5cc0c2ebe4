import { LIMITS } from '@assay/schema/limits.ts';
import type { JsonObject, Sample, Score } from '@assay/schema/types.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { type Capability, defineScorer, type Scorer } from './define.ts';
import { abstained, failed, type Outcome, scored } from './outcome.ts';
import { type ResolvedScorer, resolveScorers } from './resolve.ts';
import { type RunContext, runScorers } from './run.ts';
import { readSample, type SampleField } from './sample.ts';
import { score } from './testing/score.ts';

function fake(
  score: Scorer['score'],
  { needs = [], uses = [] }: { needs?: SampleField[]; uses?: Capability[] } = {},
): Scorer {
  return defineScorer({
    id: 'fake',
    version: 1,
    kind: 'code',
    group: 'text',
    summary: 'A fake.',
    source: 'none',
    needs,
    uses,
    params: z.strictObject({}),
    threshold: 0.5,
    examples: [],
    score: (sample, params, can) => score(sample, params as JsonObject, can as never),
  });
}

let count = 0;

/** A scorer settled by hand, its fingerprint unlike any other's. */
function resolve(scorer: Scorer, settings: Partial<ResolvedScorer> = {}): ResolvedScorer {
  count += 1;
  return {
    scorer,
    name: `fake-${count}`,
    params: {},
    threshold: scorer.threshold,
    weight: 1,
    required: undefined,
    negated: false,
    onMissing: 'error',
    fingerprint: `sha256:${count}`,
    fingerprinted: {},
    calibratedAs: `sha256:${count}`,
    children: [],
    asksModels: false,
    ...settings,
  };
}

function says(outcome: Outcome, settings: Partial<ResolvedScorer> = {}): ResolvedScorer {
  return resolve(
    fake(() => outcome),
    settings,
  );
}

function run(scorers: ResolvedScorer[], sample: Sample = {}, context: Partial<RunContext> = {}) {
  return runScorers(scorers, readSample(sample), {
    nowMs: () => 0,
    deadlineAtMs: 1,
    requiredByDefault: true,
    ...context,
  });
}

async function runOne(scorer: ResolvedScorer, sample: Sample = {}): Promise<Score> {
  const [score] = await run([scorer], sample);
  if (score === undefined) throw new Error('one scorer gives one score');
  return score;
}

describe('a score', () => {
  test('passes from its threshold on, give or take rounding', async () => {
    const passed = async (value: number, threshold: number | null) =>
      (await runOne(says(scored(value, 'x'), { threshold }))).passed;
    expect(await passed(0.5, 0.5)).toBe(true);
    expect(await passed(0.1 + 0.7, 0.8)).toBe(true);
    expect(await passed(0.499, 0.5)).toBe(false);
    expect(await passed(0.2, null)).toBeNull();
  });

  test('keeps the raw number, and cuts long reasons and evidence', async () => {
    const evidence = Array.from({ length: 20 }, () => ({ text: '🙂'.repeat(300), start: 3 }));
    const score = await runOne(says(scored(1, 'r'.repeat(1_000), { raw: 7, evidence })));
    expect(score).toMatchObject({ raw: 7, reason: `${'r'.repeat(499)}…` });
    expect(score.evidence).toHaveLength(10);
    expect(score.evidence[0]).toEqual({ text: `${'🙂'.repeat(99)}…`, start: 3 });
  });

  test('is required as it says, or else as the policy says', async () => {
    const scorers = [says(scored(1, 'x')), says(scored(1, 'x'), { required: true })];
    const scores = await run(scorers, {}, { requiredByDefault: false });
    expect(scores.map(({ required }) => required)).toEqual([false, true]);
  });

  test('a hair outside of [0,1] is rounding; more is a fault of the scorer', async () => {
    expect((await runOne(says(scored(1 + 1e-12, 'x')))).value).toBe(1);
    for (const value of [1.1, -0.1, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(await runOne(says(scored(value, 'x'))), String(value)).toMatchObject({
        status: 'error',
        error: { code: 'scorer_failed' },
      });
    }
    const endless = scored(1, 'x', { raw: Number.POSITIVE_INFINITY });
    expect((await runOne(says(endless))).reason).toContain('raw number');
  });
});

describe('under negate', () => {
  const value = fc.double({ min: 0, max: 1, noNaN: true });

  test('a value is negated, and twice is as never', async () => {
    await fc.assert(
      fc.asyncProperty(value, value, async (given, threshold) => {
        const plain = await runOne(says(scored(given, 'x'), { threshold }));
        const negated = await runOne(says(scored(given, 'x'), { threshold, negated: true }));
        expect(negated.value).toBe(1 - (plain.value ?? 0));
        expect(negated.passed).toBe(!plain.passed);
        expect(1 - (negated.value ?? 0)).toBeCloseTo(plain.value ?? 0, 12);
      }),
    );
  });

  test('what has no value has none still, and never passes', async () => {
    for (const outcome of [failed('sample_too_large', 'x'), abstained('x')]) {
      const score = await runOne(says(outcome, { negated: true }));
      expect(score).toMatchObject({ value: null, passed: null, status: outcome.status });
    }
    const throwing = fake(() => {
      throw new Error('x');
    });
    expect(await runOne(resolve(throwing, { negated: true }))).toMatchObject({
      status: 'error',
      passed: null,
    });
  });

  test('a score that only measures does not decide', async () => {
    const score = await runOne(says(scored(0.2, 'x'), { negated: true, threshold: null }));
    expect(score).toMatchObject({ value: 0.8, passed: null });
  });
});

describe('a scorer that throws', () => {
  test('is an error, and breaks no other', async () => {
    const throwing = fake(() => {
      throw new TypeError('the secret of the sample');
    });
    const rejecting = fake(() => Promise.reject(new Error('the secret of the sample')));
    const scores = await run([resolve(throwing), resolve(rejecting), says(scored(1, 'x'))]);
    expect(scores).toMatchObject([
      { status: 'error', error: { code: 'scorer_failed', retryable: false } },
      { status: 'error', error: { code: 'scorer_failed' } },
      { status: 'scored', value: 1 },
    ]);
  });

  test('does not tell what it threw, which may quote the sample', async () => {
    const throwing = fake(() => {
      throw new TypeError('the secret of the sample');
    });
    const score = await runOne(resolve(throwing));
    expect(JSON.stringify(score)).not.toContain('secret');
    expect(score.reason).toContain('TypeError');
  });
});

describe('what a sample lacks', () => {
  const needy = fake(() => scored(1, 'x'), { needs: ['output', 'references'] });

  test('is named as users know it, and the scorer does not run', async () => {
    const score = await runOne(resolve(needy));
    expect(score).toMatchObject({ status: 'error', error: { code: 'sample_field_missing' } });
    expect(score.reason).toContain('`output` and `expected`');
  });

  test('is of the wrong form when `expected` is there and no text', async () => {
    expect(await runOne(resolve(needy), { output: 'x', expected: {} })).toMatchObject({
      error: { code: 'sample_field_invalid' },
    });
  });

  test('is no lack when it is empty', async () => {
    expect(await runOne(resolve(needy), { output: '', expected: '' })).toMatchObject({ value: 1 });
  });

  test('skips the scorer under `onMissing: skip`, also when only the scorer finds it', async () => {
    const finding = fake(() => failed('sample_field_missing', 'no messages'));
    for (const scorer of [needy, finding]) {
      expect(await runOne(resolve(scorer, { onMissing: 'skip' }))).toMatchObject({
        status: 'skipped',
        value: null,
        passed: null,
      });
    }
  });

  test('does not skip other errors', async () => {
    const invalid = says(failed('sample_field_invalid', 'x'), { onMissing: 'skip' });
    expect(await runOne(invalid)).toMatchObject({ status: 'error' });
  });
});

describe('many scorers', () => {
  test('give one score each, in order, whatever their speed', async () => {
    const slow = fake(async () => {
      await new Promise((resolveSlow) => setTimeout(resolveSlow, 5));
      return scored(0.1, 'slow');
    });
    const scores = await run([resolve(slow), says(scored(0.2, 'fast'))]);
    expect(scores.map(({ value }) => value)).toEqual([0.1, 0.2]);
  });

  test('with the same fingerprint run once, each under its own name and weight', async () => {
    let runs = 0;
    const counting = fake(() => {
      runs += 1;
      return scored(1, 'x');
    });
    const same = { fingerprint: 'sha256:same' };
    const scores = await run([
      resolve(counting, { ...same, name: 'a', weight: 1 }),
      resolve(counting, { ...same, name: 'b', weight: 2 }),
    ]);
    expect(runs).toBe(1);
    expect(scores).toMatchObject([
      { name: 'a', weight: 1 },
      { name: 'b', weight: 2 },
    ]);
  });

  test('are heard of one by one as they are ready, inner ones not', async () => {
    const heard: string[] = [];
    const outer = fake(
      async (_sample, _params, { scoreBy }) => scoreBy(0, {}).then(() => scored(1, 'x')),
      {
        uses: ['scoreBy'],
      },
    );
    const inner = says(scored(1, 'x'), { name: 'inner' });
    await run(
      [resolve(outer, { name: 'outer', children: [inner] }), says(scored(1, 'x'), { name: 'b' })],
      {},
      { onScore: ({ name }) => heard.push(name) },
    );
    expect(heard.sort()).toEqual(['b', 'outer']);
  });
});

describe('a scorer with scorers inside', () => {
  const passOn = fake((_sample, _params, { scores }) => scored(scores[0]?.value ?? 0, 'x'), {
    uses: ['scores'],
  });

  test('gets their scores of the same sample, which become its children', async () => {
    const child = says(scored(0.3, 'x'), { name: 'child' });
    expect(await runOne(resolve(passOn, { children: [child] }))).toMatchObject({
      value: 0.3,
      children: [{ name: 'child', value: 0.3 }],
    });
  });

  test('shares their run with the same scorer elsewhere', async () => {
    let runs = 0;
    const counting = fake(() => {
      runs += 1;
      return scored(1, 'x');
    });
    const same = { fingerprint: 'sha256:shared' };
    await run([
      resolve(counting, same),
      resolve(passOn, { children: [resolve(counting, same)] }),
      resolve(passOn, { children: [resolve(counting, same)] }),
    ]);
    expect(runs).toBe(1);
  });

  test('scores other samples by them, which are no children of it', async () => {
    const length = fake(({ output = '' }) => scored(output.length / 10, 'x'));
    const byParts = fake(
      async (_sample, _params, { scoreBy }) => {
        const [a, b] = await Promise.all([
          scoreBy(0, { output: 'ab' }),
          scoreBy(0, { output: 'abcd' }),
        ]);
        return scored((a.value ?? 0) + (b.value ?? 0), 'x');
      },
      { uses: ['scoreBy'] },
    );
    const score = await runOne(resolve(byParts, { children: [resolve(length)] }));
    expect(score.value).toBeCloseTo(0.6);
    expect(score).not.toHaveProperty('children');
  });

  test('that asks for one it does not have is broken', async () => {
    const wrong = fake(
      async (_sample, _params, { scoreBy }) => scoreBy(1, {}).then(() => scored(1, 'x')),
      {
        uses: ['scoreBy'],
      },
    );
    expect(await runOne(resolve(wrong))).toMatchObject({ error: { code: 'scorer_failed' } });
  });
});

describe('the deadline', () => {
  test('ends what has not begun, which may be asked again', async () => {
    let runs = 0;
    const counting = fake(() => {
      runs += 1;
      return scored(1, 'x');
    });
    const [score] = await run([resolve(counting)], {}, { nowMs: () => 1 });
    expect(runs).toBe(0);
    expect(score).toMatchObject({
      status: 'error',
      error: { code: 'deadline_exceeded', retryable: true },
    });
  });

  test('does not take from a composite the scores that it already has', async () => {
    let nowMs = 0;
    const slow = fake(() => {
      nowMs = 10;
      return scored(0.4, 'x');
    });
    const passOn = fake((_sample, _params, { scores }) => scored(scores[0]?.value ?? 0, 'x'), {
      uses: ['scores'],
    });
    const composite = resolve(passOn, { children: [resolve(slow)] });
    const [score] = await run([composite], {}, { nowMs: () => nowMs, deadlineAtMs: 5 });
    expect(score).toMatchObject({ status: 'scored', value: 0.4, latencyMs: 10 });
  });
});

test('more expected texts than can be compared are an error', async () => {
  const expected = Array.from({ length: LIMITS.references + 1 }, (_, i) => `text ${i}`);
  expect(await score('levenshtein', { output: 'x', expected })).toMatchObject({
    status: 'error',
    error: { code: 'sample_too_large' },
  });
});

test('a deadline that passes while the run is paced stops what has not begun', async () => {
  let nowMs = 0;
  const resolved = resolveScorers(
    Array.from({ length: 4 }, (_, i) => ({
      scorer: 'levenshtein',
      as: `l${i}`,
      threshold: i / 10,
    })),
  );
  const scores = await runScorers(resolved, readSample({ output: 'a', expected: 'b' }), {
    nowMs: () => nowMs,
    deadlineAtMs: 2,
    requiredByDefault: true,
    pace: {
      async turn() {
        nowMs += 1;
      },
      spend() {},
    },
  });
  expect(scores.map(({ status }) => status)).toContain('error');
});

test('many scores share the evidence that a verdict may hold', async () => {
  const quotation = '"this stands nowhere at all" '.repeat(20);
  const sample = readSample({ output: quotation, contexts: ['nothing'] });
  const run = async (count: number) => {
    const resolved = resolveScorers(
      Array.from({ length: count }, (_, i) => ({ scorer: 'quoted-spans', as: `q${i}` })),
    );
    return runScorers(resolved, sample, {
      nowMs: () => 0,
      deadlineAtMs: 1,
      requiredByDefault: true,
    });
  };
  expect((await run(1))[0]?.evidence).toHaveLength(LIMITS.evidence);
  const total = (await run(64)).reduce((sum, { evidence }) => sum + evidence.length, 0);
  expect(total).toBeLessThanOrEqual(LIMITS.evidencePerVerdict);
});

describe('work', () => {
  const busy = (steps: number) =>
    resolve(
      fake((_sample, _params, { work }) => {
        work.spend(steps, 'comparing `output` with `expected`');
        return scored(1, 'x');
      }),
    );

  test('within the limit changes nothing', async () => {
    expect(await runOne(busy(LIMITS.scoreSteps / 2))).toMatchObject({ value: 1 });
  });

  test('beyond the limit is an error that names the limit and the fields, and no value', async () => {
    expect(await runOne(busy(LIMITS.scoreSteps + 1))).toMatchObject({
      status: 'error',
      value: null,
      passed: null,
      error: { code: 'work_limit_exceeded', retryable: false },
      reason: expect.stringMatching(/320,000,000 steps .* `output` with `expected`\. Shorten/),
    });
  });

  test('of one scorer takes nothing from another', async () => {
    const scores = await run([busy(LIMITS.scoreSteps / 2), busy(LIMITS.scoreSteps / 2)]);
    expect(scores).toMatchObject([{ value: 1 }, { value: 1 }]);
  });

  test('of the scorers that a scorer runs on parts counts as its own', async () => {
    const parent = fake(
      async (_sample, _params, { scoreBy, work }) => {
        const first = await scoreBy(0, {});
        const second = await scoreBy(0, {});
        expect(work.spent).toBeGreaterThan(LIMITS.scoreSteps * 0.6);
        expect([first.status, second.status]).toEqual(['scored', 'error']);
        return scored(1, 'x');
      },
      { uses: ['scoreBy'] },
    );
    const child = busy(LIMITS.scoreSteps * 0.6);
    expect(await runOne(resolve(parent, { children: [child] }))).toMatchObject({ value: 1 });
  });

  test('is told to the pace, the reading of the sample included', async () => {
    let steps = 0;
    const pace = {
      async turn() {},
      spend(more: number) {
        steps += more;
      },
    };
    await run([busy(1_000), busy(2_000)], { output: 'x'.repeat(100) }, { pace });
    expect(steps).toBeGreaterThan(3_000 + 2 * 100);
  });
});

describe('scorers that give their outcome at once', () => {
  test('are scored at once, those inside others too', () => {
    const inner = says(scored(1, 'x'));
    const outer = resolve(
      fake((_sample, _params, { scores }) => scored(scores[0]?.value ?? 0, 'y'), {
        uses: ['scores'],
      }),
      { children: [inner] },
    );
    expect(run([inner, outer])).toMatchObject([{ value: 1 }, { value: 1, children: [{}] }]);
  });

  test('have the scores of those that promise theirs, and the order of either', async () => {
    const begun: string[] = [];
    const outcome = (name: string, value: number) => {
      begun.push(name);
      return scored(value, 'x');
    };
    const both = await run([
      resolve(fake(() => outcome('a', 0.1))),
      resolve(fake(async () => outcome('b', 0.2))),
      resolve(fake(() => outcome('c', 0.3))),
    ]);
    expect(both.map(({ value }) => value)).toEqual([0.1, 0.2, 0.3]);
    expect(begun).toEqual(['a', 'b', 'c']);
  });

  test('cannot break others, whether they throw or their promises do', async () => {
    const throws = () => {
      throw new TypeError('secret');
    };
    const scores = await run([
      resolve(fake(throws)),
      resolve(fake(async () => throws())),
      says(scored(1, 'x')),
    ]);
    expect(scores.map(({ status }) => status)).toEqual(['error', 'error', 'scored']);
    expect(JSON.stringify(scores)).not.toContain('secret');
  });
});
