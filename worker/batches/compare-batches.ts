import type { BatchComparisonQuery } from '@assay/schema/batch-comparison.ts';
import type { BatchComparison, Gate, Regression, ScorerComparison } from '@assay/schema/types.ts';
import { ApiProblem } from '../problem.ts';
import type { Services } from '../services.ts';
import { bootstrapMean } from '../statistics/bootstrap.ts';
import { mcnemar } from '../statistics/mcnemar.ts';
import type { Digest } from './digest.ts';
import { findBatch } from './find-batches.ts';

const MOST_PAIRS = 250_000;
const PAGE = 1_000;
const REGRESSIONS = 50;
/** The name under which the verdict as a whole is compared. */
const VERDICT = 'verdict';
// Values closer than this are the same: 0.1 + 0.2 is not 0.3.
const ROUNDING = 1e-9;

/**
 * Compares two batches over the samples that have the same id and a final result in both.
 *
 * @throws ApiProblem `batch_not_found`, `batch_not_ended` or `comparison_too_large`
 */
export async function compareBatches(
  projectId: string,
  batchId: string,
  baseId: string,
  query: BatchComparisonQuery,
  services: Services,
): Promise<BatchComparison> {
  for (const id of [batchId, baseId]) {
    const { status } = await findBatch(projectId, id, services);
    if (status === 'open' || status === 'running') {
      throw new ApiProblem('batch_not_ended', {
        detail: `The batch ${id} is ${status}. Wait for it to end, or cancel it.`,
      });
    }
  }
  const tallies = new Map<string, Tally>();
  const worst = new Worst(query.regressions ?? REGRESSIONS);
  let pairs = 0;
  for (let after = -1; ; ) {
    const rows = await services.items.pairs(batchId, baseId, after, PAGE);
    for (const { sampleId, batch, base } of rows) {
      pairs += 1;
      compareSample(sampleId, JSON.parse(batch), JSON.parse(base), tallies, worst);
    }
    if (pairs > MOST_PAIRS) throw new ApiProblem('comparison_too_large');
    after = rows.at(-1)?.at ?? after;
    if (rows.length < PAGE) break;
  }
  const scorers = [...tallies].map(([name, tally]) => compareScorer(name, tally));
  return {
    batch: batchId,
    base: baseId,
    pairs,
    unpaired: (await services.items.countResults(baseId)) - pairs,
    gate: judge(scorers, query),
    regressions: worst.list(),
    scorers,
  };
}

/** The pairs of one scorer so far. */
interface Tally {
  pairs: number;
  values: { batch: number; base: number; differences: number[] };
  passes: { batch: number; base: number; differences: number[] };
  onlyBatchPassed: number;
  onlyBasePassed: number;
  wins: number;
  losses: number;
  ties: number;
  /** Those that have a value in the base alone. */
  lost: number;
}

interface Side {
  value: number | null;
  passed: boolean | null;
}

function compareSample(
  sampleId: string,
  batch: Digest,
  base: Digest,
  tallies: Map<string, Tally>,
  worst: Worst,
): void {
  const now = sidesOf(batch);
  // By what the base has: a score that is gone is a loss, one that is new cannot be compared.
  for (const [name, other] of sidesOf(base)) {
    const own = now.get(name) ?? NOTHING;
    const tally = tallies.get(name) ?? emptyTally();
    tallies.set(name, tally);
    addPair(tally, own, other);
    if (isWorse(own, other)) {
      worst.add({
        sampleId,
        scorer: name,
        batch: own.value,
        base: other.value,
        batchPassed: own.passed,
        basePassed: other.passed,
      });
    }
  }
}

const NOTHING: Side = { value: null, passed: null };

function sidesOf({ value, passed, scores }: Digest): Map<string, Side> {
  return new Map<string, Side>([
    [VERDICT, { value, passed }],
    ...scores.map(([name, , own, pass]): [string, Side] => [name, { value: own, passed: pass }]),
  ]);
}

function addPair(tally: Tally, own: Side, other: Side): void {
  tally.pairs += 1;
  if (isLost(own, other)) tally.lost += 1;
  if (own.value !== null && other.value !== null) {
    const difference = own.value - other.value;
    tally.values.batch += own.value;
    tally.values.base += other.value;
    tally.values.differences.push(difference);
    if (difference > ROUNDING) tally.wins += 1;
    else if (difference < -ROUNDING) tally.losses += 1;
    else tally.ties += 1;
  }
  if (own.passed !== null && other.passed !== null) {
    tally.passes.batch += Number(own.passed);
    tally.passes.base += Number(other.passed);
    tally.passes.differences.push(Number(own.passed) - Number(other.passed));
    if (own.passed && !other.passed) tally.onlyBatchPassed += 1;
    if (!own.passed && other.passed) tally.onlyBasePassed += 1;
  }
}

/** What had a value has none: an error, an abstention, or a scorer that is not run any more. */
function isLost(own: Side, other: Side): boolean {
  return other.value !== null && own.value === null;
}

function isWorse(own: Side, other: Side): boolean {
  if (isLost(own, other)) return true;
  if (other.passed === true && own.passed === false) return true;
  return own.value !== null && other.value !== null && own.value < other.value - ROUNDING;
}

function compareScorer(name: string, tally: Tally): ScorerComparison {
  const { values, passes, pairs, onlyBatchPassed, onlyBasePassed, wins, losses, ties, lost } =
    tally;
  return {
    name,
    pairs,
    mean: differenceOf(values),
    passRate: differenceOf(passes),
    mcnemar:
      passes.differences.length === 0
        ? null
        : { onlyBatchPassed, onlyBasePassed, ...mcnemar(onlyBatchPassed, onlyBasePassed) },
    wins,
    losses,
    ties,
    lost,
  };
}

function differenceOf({ batch, base, differences }: Tally['values']) {
  const count = differences.length;
  if (count === 0) return null;
  const { resamples, ...difference } = bootstrapMean(Float64Array.from(differences));
  return { batch: batch / count, base: base / count, difference, resamples };
}

/** Without a limit in the query there is nothing to fail. */
function judge(scorers: readonly ScorerComparison[], query: BatchComparisonQuery): Gate {
  const { maxRegression, minPassRate, scorer } = query;
  const judged = scorers.filter(({ name }) => scorer === undefined || name === scorer);
  const hasLimits = maxRegression !== undefined || minPassRate !== undefined;
  const failures: string[] = [];
  if (hasLimits && judged.length === 0) {
    failures.push(
      scorer === undefined
        ? 'The batches share no sample with a result in both.'
        : `No sample has a score "${scorer}" in both batches.`,
    );
  }
  for (const { name, mean, passRate, lost } of judged) {
    if (hasLimits && lost > 0) {
      failures.push(`${lost} samples have a value of ${name} in the base, and none in the batch.`);
    }
    if (maxRegression !== undefined) {
      for (const [what, found] of [
        ['mean', mean],
        ['pass rate', passRate],
      ] as const) {
        const drop = found ? found.base - found.batch : 0;
        if (drop > maxRegression + ROUNDING) {
          failures.push(
            `The ${what} of ${name} fell by ${show(drop)}, more than ${maxRegression}.`,
          );
        }
      }
    }
    if (minPassRate !== undefined && passRate && passRate.batch < minPassRate - ROUNDING) {
      failures.push(`The pass rate of ${name} is ${show(passRate.batch)}, below ${minPassRate}.`);
    }
    if (hasLimits && lost === 0 && mean === null && passRate === null) {
      failures.push(`No sample has a value of ${name} in both batches.`);
    }
  }
  return { passed: failures.length === 0, failures };
}

function show(value: number): string {
  return String(Math.round(value * 1e4) / 1e4);
}

function emptyTally(): Tally {
  return {
    pairs: 0,
    values: { batch: 0, base: 0, differences: [] },
    passes: { batch: 0, base: 0, differences: [] },
    onlyBatchPassed: 0,
    onlyBasePassed: 0,
    wins: 0,
    losses: 0,
    ties: 0,
    lost: 0,
  };
}

/** The worst regressions seen, without keeping all of them. */
class Worst {
  readonly #limit: number;
  #kept: Regression[] = [];

  constructor(limit: number) {
    this.#limit = limit;
  }

  add(regression: Regression): void {
    this.#kept.push(regression);
    if (this.#kept.length > 2 * this.#limit + PAGE) this.#kept = this.list();
  }

  list(): Regression[] {
    return this.#kept.toSorted((a, b) => severity(b) - severity(a)).slice(0, this.#limit);
  }
}

/** A pass that is lost weighs more than any drop. */
function severity({ batch, base, batchPassed, basePassed }: Regression): number {
  const lostPass = basePassed === true && batchPassed !== true ? 2 : 0;
  return lostPass + (base !== null && batch !== null ? base - batch : 0);
}
