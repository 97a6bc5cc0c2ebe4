import type { Experiment, ExperimentReport, Probe } from '@assay/schema/types.ts';
import { counted } from './text.ts';

/** What is missing of an experiment or a probe, why, and what to do; undefined where nothing is. */
export function missingText(
  { id, status, counts }: Pick<Experiment | Probe, 'id' | 'status' | 'counts'>,
  report?: Pick<ExperimentReport, 'variants'>,
): string | undefined {
  const { total, pending, error, scoring } = counts;
  const causes = [
    ...causesOf(report),
    ...(pending > 0 ? [`${pending} not asked for${status === 'cancelled' ? '' : ' yet'}`] : []),
  ];
  const lines = [
    ...(error + pending > 0
      ? [
          `${error + pending} of ${counted(total, 'answer')} ${error + pending === 1 ? 'is' : 'are'} missing${causes.length > 0 ? `: ${causes.join(', ')}` : ''}.`,
        ]
      : []),
    ...(scoring.error > 0
      ? [`${scoring.error} of ${counted(scoring.total, 'answer')} could not be scored.`]
      : []),
  ];
  if (lines.length === 0) return undefined;
  const isCapped = causes.some((cause) => cause.endsWith(CAPPED));
  const most = isCapped ? ' --max-cost-usd USD' : '';
  const resume = isRunning(status)
    ? `To follow it: assay experiment run --watch ${id}`
    : `To ask for what is missing: assay experiment resume ${id}${most}`;
  return `Incomplete: ${lines.join(' ')} ${resume}`;
}

const CAPPED = 'experiment_cost_capped';

function isRunning(status: Experiment['status']): boolean {
  return status === 'generating' || status === 'scoring';
}

/** Errors by their code, the most frequent first. */
function causesOf(report: Pick<ExperimentReport, 'variants'> | undefined): string[] {
  const found = new Map<string, number>();
  for (const { errors } of report?.variants ?? []) {
    for (const { code, count } of errors) found.set(code, (found.get(code) ?? 0) + count);
  }
  return [...found].toSorted(([, a], [, b]) => b - a).map(([code, count]) => `${count} × ${code}`);
}
