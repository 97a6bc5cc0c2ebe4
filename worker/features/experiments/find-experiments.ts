import type { ExperimentFilter } from '@assay/schema/experiment-cells.ts';
import type { BatchCounts, Experiment, ExperimentEstimate, Page } from '@assay/schema/types.ts';
import { PAGE_ITEMS } from '../../core/page-from.ts';
import { ApiProblem } from '../../core/problem.ts';
import type { StoredExperiment } from '../../store/experiments.ts';
import { batchesOf } from './experiment-batches.ts';
import { readPlan } from './experiment-plan.ts';
import { type FinishNeeds, finishExperiment } from './finish-experiment.ts';
import { cellsOf } from './grid.ts';

export type FindExperimentNeeds = FinishNeeds;

/** @throws ApiProblem `experiment_not_found` */
export async function findExperiment(
  projectId: string,
  id: string,
  { experiments }: Pick<FindExperimentNeeds, 'experiments'>,
): Promise<StoredExperiment> {
  const stored = await experiments.find(projectId, id);
  if (stored === undefined) throw new ApiProblem('experiment_not_found');
  return stored;
}

/** The experiment as it is now; one whose scores are all there is completed by that. @throws ApiProblem `experiment_not_found` */
export async function getExperiment(
  projectId: string,
  id: string,
  needs: FindExperimentNeeds,
): Promise<Experiment> {
  const stored = await findExperiment(projectId, id, needs);
  if (stored.status !== 'scoring' || batchesOf(stored).length === 0) {
    return toExperiment(stored, needs);
  }
  await finishExperiment(stored, needs);
  return toExperiment(await findExperiment(projectId, id, needs), needs);
}

/** Newest first. */
export async function listExperiments(
  projectId: string,
  filter: ExperimentFilter,
  needs: FindExperimentNeeds,
): Promise<Page<Experiment>> {
  const limit = filter.limit ?? PAGE_ITEMS;
  const rows = await needs.experiments.list(projectId, filter, limit + 1);
  const shown = rows.slice(0, limit);
  return {
    items: await Promise.all(shown.map((stored) => toExperiment(stored, needs))),
    nextCursor: rows.length > limit ? (shown.at(-1)?.id ?? null) : null,
  };
}

export async function toExperiment(
  stored: StoredExperiment,
  needs: Pick<FindExperimentNeeds, 'experiments' | 'batches'>,
): Promise<Experiment> {
  const plan = readPlan(stored.plan);
  const batches: string[] = JSON.parse(stored.batches);
  const tally = await needs.experiments.tally(stored.id);
  const scoring = await scoringOf(stored, batches, needs);
  const total = cellsOf(stored);
  const { generated, error } = tally;
  const estimate: ExperimentEstimate = JSON.parse(stored.estimate);
  return {
    ...{ id: stored.id, name: stored.name, status: statusOf(stored) },
    ...{ variants: plan.variants, dataset: plan.dataset },
    ...{ samples: stored.samples, repeats: stored.repeats },
    ...{ scorers: plan.scorers, suite: plan.suite },
    ...{ seed: plan.seed, concurrency: plan.concurrency, maxCostUsd: stored.maxCostUsd },
    choose: plan.choose,
    counts: {
      total,
      pending: total - generated - error,
      generated,
      error,
      scoring: scoring.counts,
    },
    usage: { inputTokens: tally.inputTokens, outputTokens: tally.outputTokens },
    costUsd: tally.unpriced > 0 && estimate.costUsd === null ? null : tally.costUsd,
    scoringCostUsd: scoring.costUsd,
    ...{ estimate, batches },
    tags: JSON.parse(stored.tags),
    metadata: JSON.parse(stored.metadata),
    webhook: stored.webhookUrl === null ? null : { url: stored.webhookUrl },
    keep: plan.scoring.keep,
    createdAt: new Date(stored.createdAtMs).toISOString(),
    endedAt: stored.endedAtMs === null ? null : new Date(stored.endedAtMs).toISOString(),
  };
}

/** What the batches of its answers come to, and what those of their agreement cost. */
async function scoringOf(
  { agreements, projectId }: StoredExperiment,
  batches: readonly string[],
  needs: Pick<FindExperimentNeeds, 'batches'>,
): Promise<{ counts: BatchCounts; costUsd: number }> {
  const compared: string[] = JSON.parse(agreements);
  const tallies = await needs.batches.tallies([...batches, ...compared]);
  const counts = { passed: 0, failed: 0, abstained: 0, error: 0 };
  let total = 0;
  for (const id of batches) {
    const tally = tallies.get(id);
    counts.passed += tally?.passed ?? 0;
    counts.failed += tally?.failed ?? 0;
    counts.abstained += tally?.abstained ?? 0;
    counts.error += tally?.error ?? 0;
    total += (await needs.batches.find(projectId, id))?.total ?? 0;
  }
  const scored = counts.passed + counts.failed + counts.abstained;
  return {
    counts: { total, pending: total - scored - counts.error, scored, ...counts },
    costUsd: [...tallies.values()].reduce((sum, { costUsd }) => sum + costUsd, 0),
  };
}

/** Stores show callers neither one that is being made nor one that is deleted. */
export function statusOf({ status }: Pick<StoredExperiment, 'status'>): Experiment['status'] {
  return status === 'receiving' || status === 'deleted' ? 'cancelled' : status;
}
