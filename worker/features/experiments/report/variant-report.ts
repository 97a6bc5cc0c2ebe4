import type {
  Estimate,
  ExperimentDistribution,
  ExperimentPass,
  ExperimentScorerReport,
  ExperimentVariantReport,
} from '@assay/schema/types.ts';
import { clusteredEstimate } from '../../../core/statistics/errors/clustered-share.ts';
import { mean } from '../../../core/statistics/moments.ts';
import { passAtK, passHatK } from '../../../core/statistics/repeats/pass-at-k.ts';
import { spreadOverRepeats } from '../../../core/statistics/repeats/spread.ts';
import { type ObservedCell, type ObservedScore, scoreIn } from './observed.ts';

/** What one variant did, over all of its cells. */
export function variantReport(
  variant: string,
  cells: readonly ObservedCell[],
  scorers: readonly (string | null)[],
  repeats: number,
): ExperimentVariantReport {
  const answered = cells.flatMap(({ result }) => (result?.isAnswered ? [result] : []));
  const failed = cells.flatMap(({ result }) => (result && !result.isAnswered ? [result] : []));
  const bySample = groups(cells);
  const costs = known(answered.map(({ costUsd }) => costUsd));
  const spent = known([...answered, ...failed].map(({ costUsd }) => costUsd));
  return {
    variant,
    cells: cells.length,
    generated: answered.length,
    error: failed.length,
    errors: countBy(failed.map(({ errorCode }) => errorCode ?? 'unknown')),
    scorers: scorers.map((scorer) => scorerReport(scorer, bySample, repeats)),
    sameText: repeats < 2 ? null : sameText(bySample),
    sameMeaning: repeats < 2 ? null : sameMeaning(bySample),
    costUsd: costs.length < answered.length ? null : distributionOf(costs),
    latencyMs: distributionOf(known(answered.map(({ latencyMs }) => latencyMs))),
    firstTokenMs: distributionOf(known(answered.map(({ firstTokenMs }) => firstTokenMs))),
    totalCostUsd:
      costs.length < answered.length ? null : spent.reduce((sum, each) => sum + each, 0),
    usage: {
      inputTokens: answered.reduce((sum, { inputTokens }) => sum + inputTokens, 0),
      outputTokens: answered.reduce((sum, { outputTokens }) => sum + outputTokens, 0),
    },
  };
}

/** Cells of each sample. */
export function groups(cells: readonly ObservedCell[]): Map<number, ObservedCell[]> {
  const bySample = new Map<number, ObservedCell[]>();
  for (const cell of cells) {
    const own = bySample.get(cell.sample);
    if (own === undefined) bySample.set(cell.sample, [cell]);
    else own.push(cell);
  }
  return bySample;
}

function scorerReport(
  scorer: string | null,
  bySample: ReadonlyMap<number, readonly ObservedCell[]>,
  repeats: number,
): ExperimentScorerReport {
  const scores = [...bySample].map(([sample, cells]) => ({
    cluster: String(sample),
    scores: cells.flatMap((cell) => scoreIn(cell, scorer) ?? []),
  }));
  const all = scores.flatMap((one) => one.scores);
  const count = (status: ObservedScore['status']) =>
    all.filter((score) => score.status === status).length;
  const values = scores.map(({ cluster, scores: own }) => ({
    cluster,
    values: own.flatMap(({ value }) => (value === null ? [] : [value])),
    passes: own.flatMap(({ passed }) => (passed === null ? [] : [passed])),
  }));
  const scored = values.filter((one) => one.values.length > 0);
  // The best of two answers says less than the best of five: samples with fewer are left out.
  const whole = scored.filter((one) => one.values.length === repeats);
  const per = (some: typeof values, of: (values: readonly number[]) => number) =>
    clusteredEstimate(some.map((one) => ({ cluster: one.cluster, value: of(one.values) })));
  return {
    scorer,
    scored: count('scored'),
    samples: scored.length,
    abstained: count('abstained'),
    skipped: count('skipped'),
    error: count('error'),
    mean: clusteredEstimate(
      scored.flatMap((one) => one.values.map((value) => ({ value, cluster: one.cluster }))),
    ),
    passRate: clusteredEstimate(
      values.flatMap(({ passes, cluster }) =>
        passes.map((passed) => ({ value: passed ? 1 : 0, cluster })),
      ),
    ),
    best: per(whole, (own) => Math.max(...own)),
    worst: per(whole, (own) => Math.min(...own)),
    spread: spreadOverRepeats(values.map((one) => one.values)),
    passAt: passesAt(values, repeats),
    agreement:
      repeats < 2
        ? null
        : clusteredEstimate(
            values.flatMap(({ passes, cluster }) =>
              passes.length < repeats
                ? []
                : [{ cluster, value: new Set(passes).size === 1 ? 1 : 0 }],
            ),
          ),
  };
}

// Of these `k` those that an experiment has repeats for, and the number of repeats itself.
const SHOWN = [1, 2, 3, 5, 10];

function passesAt(
  samples: readonly { cluster: string; passes: readonly boolean[] }[],
  repeats: number,
): ExperimentPass[] {
  const counted = samples.map(({ cluster, passes }) => ({
    ...{ cluster, attempts: passes.length },
    passed: passes.filter((passed) => passed).length,
  }));
  return [...new Set([...SHOWN.filter((k) => k < repeats), repeats])].flatMap((k) => {
    const of = (pass: typeof passAtK): Estimate | null =>
      clusteredEstimate(
        counted.flatMap(({ cluster, attempts, passed }) => {
          const value = attempts === 0 ? null : pass(attempts, passed, k);
          return value === null ? [] : [{ cluster, value: within(value) }];
        }),
      );
    const [any, all] = [of(passAtK), of(passHatK)];
    return any === null || all === null ? [] : [{ k, any, all }];
  });
}

/** What rounding leaves beside 0 and 1. */
function within(value: number): number {
  if (value < 1e-12) return 0;
  return value > 1 - 1e-12 ? 1 : value;
}

/** Source: Atil et al. 2024, TARr@N: all raw answers to a question are equal. */
function sameText(bySample: ReadonlyMap<number, readonly ObservedCell[]>): Estimate | null {
  return clusteredEstimate(
    [...bySample].flatMap(([sample, cells]) => {
      const hashes = cells.flatMap(({ result }) => result?.outputHash ?? []);
      const isWhole = hashes.length === cells.length;
      return isWhole
        ? [{ cluster: String(sample), value: new Set(hashes).size === 1 ? 1 : 0 }]
        : [];
    }),
  );
}

function sameMeaning(bySample: ReadonlyMap<number, readonly ObservedCell[]>): Estimate | null {
  return clusteredEstimate(
    [...bySample].flatMap(([sample, cells]) => {
      const others = cells.flatMap(({ meansTheSame }) => meansTheSame ?? []);
      if (others.length < cells.length - 1 || others.length === 0) return [];
      return [{ cluster: String(sample), value: others.every((same) => same) ? 1 : 0 }];
    }),
  );
}

function distributionOf(values: readonly number[]): ExperimentDistribution | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  const at = (p: number) => sorted[Math.ceil(p * sorted.length) - 1] ?? 0;
  return { mean: mean(values), p50: at(0.5), p95: at(0.95) };
}

function known(values: readonly (number | null)[]): number[] {
  return values.flatMap((value) => value ?? []);
}

function countBy(codes: readonly string[]): { code: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const code of codes) counts.set(code, (counts.get(code) ?? 0) + 1);
  return [...counts]
    .map(([code, count]) => ({ code, count }))
    .toSorted((a, b) => b.count - a.count || (a.code < b.code ? -1 : 1));
}
