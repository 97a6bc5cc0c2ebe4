import type { BatchComparisonQuery } from '@assay/schema/batch-comparison.ts';
import type { BatchComparison, BatchCounts, ScorerComparison } from '@assay/schema/types.ts';
import { ApiProblem } from '../../core/problem.ts';
import { createBootstrap } from '../../core/statistics/bootstrap.ts';
import type { StoredBatch } from '../../store/batches.ts';
import { judgeComparison } from './comparison-gate.ts';
import { corpusMetrics } from './corpus.ts';
import { correctDifference } from './corrected-difference.ts';
import { type CorrectNeeds, type Corrector, correctorOf } from './corrected-statistics.ts';
import { type Digest, readDigest } from './digest.ts';
import { findBase, noBase } from './find-base.ts';
import { batchOf, findBatch } from './find-batches.ts';
import { type BatchLabels, LabelledPairs, readLabelled } from './labelled-pairs.ts';
import { WorstRegressions } from './regressions.ts';
import {
  addPair,
  type CorpusPair,
  compareScorer,
  emptyTally,
  isWorse,
  type ScoreTally,
  type Side,
} from './score-tally.ts';
import type { ItemNeeds } from './stream-items.ts';

const MOST_PAIRS = 250_000;
// Items parsed at a time; other requests run between two pages.
const PAGE = 500;
const REGRESSIONS = 50;
/** The name under which the verdict as a whole is compared. */
const VERDICT = 'verdict';

export interface CompareBatchNeeds extends ItemNeeds, CorrectNeeds {
  batchLabels: BatchLabels;
}

/** Which batches are compared, and how. */
export interface BatchPair {
  projectId: string;
  batchId: string;
  /** An id, `latest:TAG` or `previous`. */
  base: string;
  query: BatchComparisonQuery;
}

/**
 * Compares two batches over the samples that have the same id and a final result in both.
 *
 * @throws ApiProblem `batch_not_found`, `batch_not_ended` or `comparison_too_large`
 */
export async function compareBatches(
  { projectId, batchId, base, query }: BatchPair,
  services: CompareBatchNeeds,
): Promise<BatchComparison> {
  const stored = await findBatch(projectId, batchId, services);
  const other = await findBase(stored, base, {}, services);
  if (other === undefined) throw noBase(base);
  const { counts } = await batchOf(stored, services);
  return compareStored({ batch: stored, counts, base: other, query }, services);
}

/** The same of batches that were read. */
export interface StoredPair {
  batch: StoredBatch;
  /** Those of the batch. */
  counts: BatchCounts;
  base: StoredBatch;
  query: BatchComparisonQuery;
}

/** @throws ApiProblem `batch_not_ended` or `comparison_too_large` */
export async function compareStored(
  { batch: stored, counts, base: other, query }: StoredPair,
  services: CompareBatchNeeds,
): Promise<BatchComparison> {
  const { id: batchId } = stored;
  const { id: baseId } = other;
  for (const { id, status } of [stored, other]) {
    if (status === 'open' || status === 'running') {
      throw new ApiProblem('batch_not_ended', {
        detail: `The batch ${id} is ${status}. Wait for it to end, or cancel it.`,
      });
    }
  }
  const correctors = {
    batch: await correctorOf(stored.projectId, stored.plan, services),
    base: await correctorOf(other.projectId, other.plan, services),
  };
  const labelled = await labelledPairsOf(stored, other, correctors, services);
  const tallies = new Map<string, ScoreTally>();
  const worst = new WorstRegressions(query.regressions ?? REGRESSIONS);
  let pairs = 0;
  let changed = 0;
  for (let after = -1; ; ) {
    const rows = await services.items.pairs(batchId, baseId, after, PAGE);
    for (const row of rows) {
      const { sampleId, batch, batchNames, base, baseNames, isChanged } = row;
      pairs += 1;
      changed += isChanged;
      const pair = {
        sampleId,
        weight: row.weight,
        batch: readDigest({ text: batch, names: batchNames }),
        base: readDigest({ text: base, names: baseNames }),
      };
      compareSample(pair, tallies, worst);
      for (const [name, own] of labelled) addLabelled(own, name, row, pair);
    }
    if (pairs > MOST_PAIRS) throw new ApiProblem('comparison_too_large');
    after = rows.at(-1)?.at ?? after;
    if (rows.length < PAGE) break;
    // Consecutive database responses do not yield to other requests.
    await scheduler.wait(0);
  }
  const metrics = {
    batch: corpusMetrics(JSON.parse(stored.plan)),
    base: corpusMetrics(JSON.parse(other.plan)),
  };
  const scorers = await compareScorers({ tallies, metrics, correctors, labelled });
  return {
    batch: batchId,
    base: baseId,
    pairs,
    unpaired: (await services.items.countResults(baseId)) - pairs,
    changed,
    gate: judgeComparison(scorers, query, counts.error),
    regressions: worst.list(),
    scorers,
  };
}

/** Of each judge that was calibrated, what people said of both batches. */
async function labelledPairsOf(
  { projectId, id: batchId }: StoredBatch,
  { id: baseId }: StoredBatch,
  correctors: Compared['correctors'],
  { batchLabels }: CompareBatchNeeds,
): Promise<Map<string, LabelledPairs>> {
  const names = new Set([...correctors.batch.names(), ...correctors.base.names()]);
  const known = new Map<string, LabelledPairs>();
  for (const name of names) {
    const calibration = correctors.batch.newest(name) ?? correctors.base.newest(name);
    if (calibration === undefined) continue;
    const ids = { projectId, batchId, baseId };
    known.set(name, new LabelledPairs(await readLabelled(calibration, ids, batchLabels)));
  }
  return known;
}

interface Compared {
  tallies: ReadonlyMap<string, ScoreTally>;
  metrics: CorpusPair;
  correctors: { batch: Corrector; base: Corrector };
  labelled: ReadonlyMap<string, LabelledPairs>;
}

/** Pauses after each scorer, so that other requests need not wait for all of them. */
async function compareScorers({
  tallies,
  metrics,
  correctors,
  labelled,
}: Compared): Promise<ScorerComparison[]> {
  const bootstrap = createBootstrap();
  const scorers: ScorerComparison[] = [];
  for (const [name, tally] of tallies) {
    const batch = correctors.batch.correct(name, tally.sums.batch) ?? null;
    const base = correctors.base.correct(name, tally.sums.base) ?? null;
    const pairs = labelled.get(name);
    scorers.push({
      ...compareScorer(name, tally, metrics, bootstrap),
      ...(pairs && {
        corrected: {
          batch,
          base,
          difference: correctDifference({ name, tally, pairs, correctors }),
        },
      }),
    });
    await scheduler.wait(0);
  }
  return scorers;
}

function addLabelled(
  pairs: LabelledPairs,
  name: string,
  places: { at: number; baseAt: number },
  { batch, base }: { batch: Digest; base: Digest },
): void {
  const [own, other] = [batch, base].map(({ scores }) => scores.find(([each]) => each === name));
  if (own === undefined || other === undefined) return;
  const sideOf = ([, , value, passed]: typeof own): Side => ({ value, passed });
  pairs.add(places, sideOf(own), sideOf(other));
}

function compareSample(
  {
    sampleId,
    weight,
    batch,
    base,
  }: { sampleId: string; weight: number | null; batch: Digest; base: Digest },
  tallies: Map<string, ScoreTally>,
  worst: WorstRegressions,
): void {
  const now = sidesOf(batch);
  // By what the base has: a score that is gone is a loss, one that is new cannot be compared.
  for (const [name, other] of sidesOf(base)) {
    const own = now.get(name) ?? NOTHING;
    const tally = tallies.get(name) ?? emptyTally();
    tallies.set(name, tally);
    addPair(tally, own, other, weight);
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
    ...scores.map(([name, , own, pass, counts, judges]): [string, Side] => [
      name,
      { value: own, passed: pass, counts, judges },
    ]),
  ]);
}
