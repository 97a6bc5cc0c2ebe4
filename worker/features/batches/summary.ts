import type { ScorerStatistics } from '@assay/schema/types.ts';
import { wilsonInterval } from '../../core/statistics/intervals.ts';
import { meanInterval } from '../../core/statistics/mean-interval.ts';
import { quantileInterval } from '../../core/statistics/quantiles.ts';
import {
  addWeighted,
  effectiveCount,
  NO_WEIGHTS,
  unweighted,
  type WeightedSums,
  weightedMean,
  weightedShareOf,
  weighValue,
} from '../../core/statistics/weighted-mean.ts';
import { addCounts, addSums, type CorpusMetrics, type CorpusSums } from './corpus.ts';
import type { Digest } from './digest.ts';

/** What the values of one scorer add up to, such that two of these add up to a third. */
export interface ScorerSummary {
  abstained: number;
  skipped: number;
  error: number;
  scored: number;
  sum: number;
  sumOfSquares: number;
  /** Scores with a pass or a fail. */
  judged: number;
  passed: number;
  /** How often each value occurred, by the value in ten-thousandths. */
  values: Record<string, number>;
  /** Of a metric of whole corpora. */
  corpus?: CorpusSums;
  /** Of a judge, how often which models judged, in their versions. */
  judges?: Record<string, number>;
  /** Of samples of a data set with weights. */
  weighted?: { values: WeightedSums; passes: WeightedSums };
}

/** By name of the scorer; as JSON, a list of its entries. */
export type Summary = Map<string, ScorerSummary>;

const STEPS = 10_000;
const QUANTILES = [0.05, 0.25, 0.5, 0.75, 0.95];

/**
 * Adds up the scores of digests, by name.
 *
 * @param weights of the digests, in their order; omitted where all count alike
 */
export function summarise(digests: readonly Digest[], weights?: readonly number[]): Summary {
  const summary: Summary = new Map();
  for (const [i, { scores }] of digests.entries()) {
    for (const [name, status, value, passed, counts, judges] of scores) {
      const own = of(summary, name);
      own[status] += 1;
      if (passed !== null) own.judged += 1;
      if (passed === true) own.passed += 1;
      if (counts) own.corpus = addCounts(own.corpus, counts);
      if (judges !== undefined) own.judges = addJudges(own.judges, { [judges]: 1 });
      if (weights) own.weighted = weigh(own.weighted, { value, passed, weight: weights[i] ?? 1 });
      if (value === null) continue;
      own.sum += value;
      own.sumOfSquares += value * value;
      const step = String(Math.round(value * STEPS));
      own.values[step] = (own.values[step] ?? 0) + 1;
    }
  }
  return summary;
}

/** Adds a summary to another, which changes. */
export function addSummary(total: Summary, part: Iterable<[string, ScorerSummary]>): void {
  for (const [name, theirs] of part) {
    const own = of(total, name);
    for (const [step, count] of Object.entries(theirs.values)) {
      own.values[step] = (own.values[step] ?? 0) + count;
    }
    if (own.weighted || theirs.weighted) {
      own.weighted = addBoth(own.weighted ?? alike(own), theirs.weighted ?? alike(theirs));
    }
    for (const key of COUNTS) own[key] += theirs[key];
    if (theirs.corpus) own.corpus = addSums(own.corpus, theirs.corpus);
    if (theirs.judges) own.judges = addJudges(own.judges, theirs.judges);
  }
}

/**
 * The statistics of a summary, in the order of `names`.
 *
 * @param metrics of whole corpora, by name
 */
export function statisticsOf(
  summary: Summary,
  names: readonly string[],
  metrics: CorpusMetrics = new Map(),
): ScorerStatistics[] {
  return names.map((name) => {
    const {
      scored,
      abstained,
      skipped,
      error,
      corpus,
      judges: _,
      weighted,
      ...sums
    } = summary.get(name) ?? empty();
    // An earlier release counted nothing: the metric of some of the samples would pass for that of all.
    const whole = corpus?.samples === scored ? metrics.get(name)?.(corpus.counts) : undefined;
    const values = Object.entries(sums.values)
      .map(([step, count]) => ({ value: Number(step) / STEPS, count }))
      .sort((a, b) => a.value - b.value);
    return {
      name,
      scored,
      abstained,
      skipped,
      error,
      mean: scored === 0 ? null : meanInterval(scored, sums.sum, sums.sumOfSquares),
      passRate: sums.judged === 0 ? null : wilsonInterval(sums.passed, sums.judged),
      quantiles:
        scored === 0 ? [] : QUANTILES.map((p) => ({ p, estimate: quantileInterval(values, p) })),
      ...(whole && { corpus: whole }),
      ...(weighted && {
        weighted: {
          mean: weightedMean(weighted.values),
          passRate: weightedShareOf(weighted.passes),
          effective: effectiveCount(weighted.values),
        },
      }),
    };
  });
}

type Weighted = NonNullable<ScorerSummary['weighted']>;

function weigh(
  { values, passes }: Weighted = { values: NO_WEIGHTS, passes: NO_WEIGHTS },
  score: { value: number | null; passed: boolean | null; weight: number },
): Weighted {
  const { value, passed, weight } = score;
  return {
    values: value === null ? values : addWeighted(values, weighValue(value, weight)),
    passes: passed === null ? passes : addWeighted(passes, weighValue(Number(passed), weight)),
  };
}

function addBoth(one: Weighted, other: Weighted): Weighted {
  return {
    values: addWeighted(one.values, other.values),
    passes: addWeighted(one.passes, other.passes),
  };
}

/** What was added up without weights, as if each weighed 1. */
function alike({ scored, sum, sumOfSquares, judged, passed }: ScorerSummary): Weighted {
  return {
    values: unweighted(scored, sum, sumOfSquares),
    passes: unweighted(judged, passed, passed),
  };
}

function addJudges(
  total: ScorerSummary['judges'] = {},
  more: NonNullable<ScorerSummary['judges']>,
): NonNullable<ScorerSummary['judges']> {
  for (const [judges, count] of Object.entries(more)) total[judges] = (total[judges] ?? 0) + count;
  return total;
}

const COUNTS = [
  'abstained',
  'skipped',
  'error',
  'scored',
  'sum',
  'sumOfSquares',
  'judged',
  'passed',
] as const;

function of(summary: Summary, name: string): ScorerSummary {
  const own = summary.get(name) ?? empty();
  summary.set(name, own);
  return own;
}

function empty(): ScorerSummary {
  return {
    abstained: 0,
    skipped: 0,
    error: 0,
    scored: 0,
    sum: 0,
    sumOfSquares: 0,
    judged: 0,
    passed: 0,
    values: {},
  };
}
