import type { ProbeFilter } from '@assay/schema/probe.ts';
import type { Experiment, Page, Probe } from '@assay/schema/types.ts';
import { PAGE_ITEMS } from '../../core/page-from.ts';
import { ApiProblem } from '../../core/problem.ts';
import type { StoredExperiment } from '../../store/experiments.ts';
import { readPlan } from '../experiments/experiment-plan.ts';
import {
  type FindExperimentNeeds,
  getExperiment,
  toExperiment,
} from '../experiments/find-experiments.ts';
import type { ProbePlan } from '../experiments/probe-plan.ts';
import { variantCounts } from './plan-probe.ts';

/** An experiment that runs a probe. */
export interface StoredProbe {
  stored: StoredExperiment;
  plan: ProbePlan;
}

/** @throws ApiProblem `probe_not_found` */
export async function findProbe(
  projectId: string,
  id: string,
  needs: Pick<FindExperimentNeeds, 'experiments'>,
): Promise<StoredProbe> {
  const stored = await needs.experiments.find(projectId, id);
  const plan = stored && readPlan(stored.plan).probe;
  if (stored === undefined || plan === undefined) throw new ApiProblem('probe_not_found');
  return { stored, plan };
}

/** The probe as it is now. @throws ApiProblem `probe_not_found` */
export async function getProbe(
  projectId: string,
  id: string,
  needs: FindExperimentNeeds,
): Promise<Probe> {
  const { plan } = await findProbe(projectId, id, needs);
  return toProbe(await getExperiment(projectId, id, needs), plan);
}

/** Newest first. */
export async function listProbes(
  projectId: string,
  { kind, ...filter }: ProbeFilter,
  needs: FindExperimentNeeds,
): Promise<Page<Probe>> {
  const limit = filter.limit ?? PAGE_ITEMS;
  const probe = kind ?? 'any';
  const rows = await needs.experiments.list(projectId, { ...filter, probe }, limit + 1);
  const items = await Promise.all(
    rows.slice(0, limit).map(async (stored) => {
      const { probe: plan } = readPlan(stored.plan);
      return plan === undefined ? [] : [toProbe(await toExperiment(stored, needs), plan)];
    }),
  );
  return {
    items: items.flat(),
    nextCursor: rows.length > limit ? (rows[limit - 1]?.id ?? null) : null,
  };
}

function toProbe(experiment: Experiment, plan: ProbePlan): Probe {
  const { id, name, status, repeats, counts, costUsd, scoringCostUsd, maxCostUsd } = experiment;
  const { kind, seed, margin, since, samples, originals, skipped } = plan;
  return {
    ...{ id, kind, name, status },
    target: experiment.variants[0]?.target ?? '',
    ...{ seed, margin, repeats, since, samples, probed: originals.length },
    variants: variantCounts(plan),
    ...{ skipped, counts, costUsd, scoringCostUsd, maxCostUsd, tags: experiment.tags },
    ...{ createdAt: experiment.createdAt, endedAt: experiment.endedAt },
  };
}
