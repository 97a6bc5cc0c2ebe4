import { counted } from '@assay/schema/counted.ts';
import type { Experiment, ExperimentReport, Probe } from '@assay/schema/types.ts';

/** What is missing of an experiment, why, and what to do; undefined where nothing is. */
export function missingText(
  experiment: Experiment,
  report: Pick<ExperimentReport, 'variants'>,
): string | undefined {
  const { id, status, counts } = experiment;
  const causes = [
    ...causesOf(report),
    ...(counts.pending > 0
      ? [`${counts.pending} not asked for${status === 'cancelled' ? '' : ' yet'}`]
      : []),
  ];
  const isRunning = status === 'generating' || status === 'scoring';
  const isCapped = causes.some((cause) => cause.endsWith('experiment_cost_capped'));
  return textOf(
    { counts, causes },
    isRunning ? `To follow it: assay experiment run --watch ${id}` : resumeText(id, isCapped),
  );
}

/** The same of a probe. */
export function missingOfProbe({ id, counts, maxCostUsd }: Probe): string | undefined {
  const resume = `${resumeText(id, maxCostUsd !== null)}, and then: assay probes show ${id}`;
  return textOf({ counts, causes: [] }, resume);
}

interface Missing {
  counts: Experiment['counts'];
  causes: readonly string[];
}

function textOf({ counts, causes }: Missing, advice: string): string | undefined {
  const { total, pending, error, scoring } = counts;
  const missing = error + pending;
  const because = causes.length > 0 ? `: ${causes.join(', ')}` : '';
  const lines = [
    ...(missing > 0
      ? [
          `${missing} of ${counted(total, 'answer')} ${missing === 1 ? 'is' : 'are'} missing${because}.`,
        ]
      : []),
    ...(scoring.error > 0
      ? [`${scoring.error} of ${counted(scoring.total, 'answer')} could not be scored.`]
      : []),
  ];
  return lines.length === 0 ? undefined : `Incomplete: ${lines.join(' ')} ${advice}`;
}

function resumeText(id: string, isCapped: boolean): string {
  const most = isCapped ? ' --max-cost-usd USD' : '';
  return `To ask for what is missing: assay experiment resume ${id}${most}`;
}

/** Errors by their code, the most frequent first. */
function causesOf({ variants }: Pick<ExperimentReport, 'variants'>): string[] {
  const found = new Map<string, number>();
  for (const { errors } of variants) {
    for (const { code, count } of errors) found.set(code, (found.get(code) ?? 0) + count);
  }
  return [...found].toSorted(([, a], [, b]) => b - a).map(([code, count]) => `${count} × ${code}`);
}
