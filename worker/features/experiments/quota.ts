import type { Config } from '../../core/config.ts';
import { ApiProblem } from '../../core/problem.ts';
import type { ExperimentQuota, ExperimentStore } from '../../store/experiments.ts';

export interface QuotaNeeds {
  experiments: Pick<ExperimentStore, 'load'>;
  config: Pick<Config, 'quota'>;
}

/** What the unfinished experiments of a project may be together: as many as batches, with as many cells as samples. */
export function quotaOf({ config }: Pick<QuotaNeeds, 'config'>): ExperimentQuota {
  return { experiments: config.quota.batches, cells: config.quota.samples };
}

/** The problem of a project that has as many as it may. */
export async function quotaExceeded(
  projectId: string,
  { experiments }: Pick<QuotaNeeds, 'experiments'>,
): Promise<ApiProblem> {
  const load = await experiments.load(projectId);
  return new ApiProblem('quota_exceeded', {
    detail: `The project has ${load.experiments} unfinished experiments with ${load.cells} cells, and may not have so many more. Wait until one ends, or cancel one.`,
  });
}

/**
 * Refuses early what would be refused when it is stored, before anything is paid for.
 *
 * @throws ApiProblem `quota_exceeded`
 */
export async function checkQuota(
  projectId: string,
  cells: number,
  needs: QuotaNeeds,
): Promise<void> {
  const [load, quota] = [await needs.experiments.load(projectId), quotaOf(needs)];
  const fits = load.experiments < quota.experiments && load.cells + cells <= quota.cells;
  if (!fits) throw await quotaExceeded(projectId, needs);
}
