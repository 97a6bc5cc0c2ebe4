import type { ExperimentReport } from '@assay/schema/types.ts';
import { describe, expect, test } from 'vitest';
import { type Random, seededRandom } from '../../../core/statistics/random.ts';
import { EMPTY_DIGEST } from '../../batches/digest.ts';
import { buildReport } from './build-report.ts';
import type { ObservedCell } from './observed.ts';

/** A target that is right as often as told, drawn anew for each sample. */
interface Scripted {
  rate(random: Random): number;
  costUsd?: number;
}

const steady: Scripted = { rate: () => 1 };
const flaky: Scripted = { rate: () => 0.85 };
/** Right on four questions of five, nearly always; on the others nearly never. */
const split: Scripted = { rate: (random) => (random() < 0.8 ? 0.97 : 0.05) };

const TRUE_MEAN = new Map([
  [steady, 1],
  [flaky, 0.85],
  [split, 0.8 * 0.97 + 0.2 * 0.05],
]);
const TRUE_ALL = new Map([
  [steady, 1],
  [flaky, 0.85 ** 5],
  [split, 0.8 * 0.97 ** 5 + 0.2 * 0.05 ** 5],
]);

function observe(targets: readonly Scripted[], samples: number, repeats: number, random: Random) {
  const cells: ObservedCell[] = [];
  for (let sample = 0; sample < samples; sample += 1) {
    for (const [variant, target] of targets.entries()) {
      const rate = target.rate(random);
      for (let repeat = 0; repeat < repeats; repeat += 1) {
        cells.push(cellOf({ sample, variant, repeat }, random() < rate, target.costUsd ?? 0));
      }
    }
  }
  return cells;
}

function cellOf(
  place: Pick<ObservedCell, 'sample' | 'variant' | 'repeat'>,
  passed: boolean,
  costUsd: number,
): ObservedCell {
  const value = passed ? 1 : 0;
  return {
    ...place,
    result: {
      ...{ isAnswered: true, errorCode: null, outputHash: String(passed), costUsd },
      ...{ latencyMs: 10, firstTokenMs: null, inputTokens: 1, outputTokens: 1 },
    },
    digest: { ...EMPTY_DIGEST, value, passed, scores: [['right', 'scored', value, passed]] },
    meansTheSame: undefined,
  };
}

function reportOn(cells: readonly ObservedCell[], repeats: number, more: object = {}) {
  const names = [...new Set(cells.map(({ variant }) => variant))].map((at) => ({ name: `v${at}` }));
  const plan = {
    variants: names,
    scorers: [{ scorer: 'right' }],
    choose: null,
    require: [],
    ...more,
  };
  return buildReport(
    { id: 'exp_1', name: null, status: 'completed', plan: JSON.stringify(plan), repeats },
    cells,
  );
}

const verdictOf = (report: ExperimentReport, at: number) => report.variants[at]?.scorers[0];

test('the report recovers what is true of targets of known behaviour in 93 of 100 seeded runs or more', () => {
  const runs = 200;
  const targets = [steady, flaky, split];
  const covered = { mean: [0, 0, 0], all: [0, 0, 0], difference: 0 };
  for (let seed = 0; seed < runs; seed += 1) {
    const random = seededRandom(7_919 * seed + 1);
    const report = reportOn(observe(targets, 60, 5, random), 5);
    for (const [at, target] of targets.entries()) {
      const verdict = verdictOf(report, at);
      const all = verdict?.passAt.at(-1)?.all;
      const holds = (found: { low: number; high: number } | null | undefined, truth = -1) =>
        found != null && found.low <= truth && truth <= found.high ? 1 : 0;
      covered.mean[at] = (covered.mean[at] ?? 0) + holds(verdict?.mean, TRUE_MEAN.get(target));
      covered.all[at] = (covered.all[at] ?? 0) + holds(all, TRUE_ALL.get(target));
    }
    const pair = report.pairs.find(({ first, second }) => first === 'v1' && second === 'v2');
    const truth = 0.85 - (TRUE_MEAN.get(split) ?? 0);
    if (pair && pair.difference.low <= truth && truth <= pair.difference.high) {
      covered.difference += 1;
    }
  }
  const shares = [...covered.mean, ...covered.all, covered.difference].map((hits) => hits / runs);
  for (const share of shares) expect(share).toBeGreaterThanOrEqual(0.93);
});

test('a steady target agrees with itself, a flaky one does not', () => {
  const report = reportOn(observe([steady, flaky], 40, 5, seededRandom(3)), 5);
  expect(report.variants[0]?.sameText?.value).toBe(1);
  expect(verdictOf(report, 0)).toMatchObject({ spread: 0, agreement: { value: 1 } });
  expect(report.variants[1]?.sameText?.value).toBeLessThan(0.8);
  expect(verdictOf(report, 1)?.spread).toBeGreaterThan(0.1);
  const flakyOne = verdictOf(report, 1);
  expect(flakyOne?.best?.value).toBeGreaterThan(flakyOne?.worst?.value ?? 1);
});

describe('the choice', () => {
  const cheap: Scripted = { rate: () => 0.9, costUsd: 0.001 };
  const dear: Scripted = { rate: () => 0.92, costUsd: 0.01 };
  const bad: Scripted = { rate: () => 0.3, costUsd: 0.0001 };
  const cells = observe([cheap, dear, bad], 200, 5, seededRandom(11));

  test('is the cheapest that is near enough to the best', () => {
    const choose = { by: 'cheapest', within: 0.1 };
    const { chosen } = reportOn(cells, 5, { choose });
    expect(chosen).toMatchObject({ variant: 'v0', isCertain: true });
    expect(chosen?.reason).toContain('the cheapest of 2');
  });

  test('says so where the intervals leave it open', () => {
    const { chosen } = reportOn(cells, 5, { choose: { by: 'best' } });
    expect(chosen).toMatchObject({ variant: 'v1', isCertain: false });
  });

  test('is none where a cost is not known, or nothing was scored', () => {
    const unpriced = cells.map((cell) => ({
      ...cell,
      result: cell.result && { ...cell.result, costUsd: null },
    }));
    expect(reportOn(unpriced, 5, { choose: { by: 'cheapest' } }).chosen?.variant).toBeNull();
    const unscored = cells.map((cell) => ({ ...cell, digest: undefined }));
    expect(reportOn(unscored, 5, { choose: { by: 'best' } }).chosen?.variant).toBeNull();
  });
});

test('a requirement is undecided while cells that are missing could change it', () => {
  const cells = observe([steady], 10, 1, seededRandom(1));
  const require = [{ atLeast: 0.85 }];
  expect(reportOn(cells, 1, { require }).outcome).toBe('passed');
  const missing = cells.map((cell, i) => (i < 3 ? { ...cell, digest: undefined } : cell));
  expect(reportOn(missing, 1, { require }).outcome).toBe('undecided');
  const failed = cells.map((cell, i) => (i < 5 ? cellOf(cell, false, 0) : cell));
  expect(reportOn(failed, 1, { require }).outcome).toBe('failed');
});

test('an undecided pair says how many more samples would decide it', () => {
  // Of ten samples the first passes two that the second fails, and fails one that it passes.
  const passes = ['1111111100', '1111110010'];
  const cells = passes.flatMap((bits, variant) =>
    [...bits].map((bit, sample) => cellOf({ sample, variant, repeat: 0 }, bit === '1', 0)),
  );
  const report = reportOn(cells, 1);
  const pair = report.pairs.find(({ scorer }) => scorer === null);
  expect(pair).toMatchObject({ outcome: 'undecided', difference: { value: 0.1 } });
  expect(pair?.p).toBeCloseTo(0.625, 9);
  // Miller: (1.96 + 0.84)² × 0.3222 / 0.1² = 253, of which there are ten.
  expect(pair?.moreSamples).toBe(243);
  expect(report.pairs.map(({ scorer }) => scorer)).toEqual([null, 'right']);
});

test('a note says which errors the variants have', () => {
  const failing = (errorCode: string) => ({
    ...{ isAnswered: false, errorCode, outputHash: null, costUsd: 0, latencyMs: null },
    ...{ firstTokenMs: null, inputTokens: 0, outputTokens: 0 },
  });
  const cells = observe([steady, steady], 10, 1, seededRandom(1)).map((cell) => {
    if (cell.variant === 0 && cell.sample < 3) return { ...cell, result: failing('http_500') };
    if (cell.variant === 1 && cell.sample < 1) return { ...cell, result: failing('http_500') };
    if (cell.variant === 1 && cell.sample < 2) return { ...cell, result: failing('http_401') };
    return cell;
  });
  expect(reportOn(cells, 1).notes[0]).toBe(
    '5 cells have no answer but an error, and are in no statistic of scores: 4 × http_500 (v0, v1), 1 × http_401 (v1).',
  );
  expect(reportOn(cells, 1).notes[1]).not.toContain('maxCostUsd');
  const capped = cells.map((cell) =>
    cell.sample === 9 ? { ...cell, result: failing('experiment_cost_capped') } : cell,
  );
  expect(reportOn(capped, 1).notes[1]).toBe(
    'Resume it with a higher `maxCostUsd` to ask for what the limit cut off.',
  );
});
