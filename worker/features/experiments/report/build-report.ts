import { counted } from '@assay/schema/counted.ts';
import type { ExperimentReport, ExperimentVariantReport } from '@assay/schema/types.ts';
import type { ExperimentCellStore } from '../../../store/experiment-cells.ts';
import type { StoredExperiment } from '../../../store/experiments.ts';
import { readPlan } from '../experiment-plan.ts';
import { type FindExperimentNeeds, findExperiment, statusOf } from '../find-experiments.ts';
import { choose } from './choose.ts';
import { observe } from './observe.ts';
import type { ObservedCell } from './observed.ts';
import { pairsOf } from './pairs.ts';
import { outcomeOf, requirementsOf } from './requirements.ts';
import { variantReport } from './variant-report.ts';

export interface ReportNeeds extends Pick<FindExperimentNeeds, 'experiments'> {
  experimentCells: ExperimentCellStore;
}

/** The statistics of an experiment so far. @throws ApiProblem `experiment_not_found` */
export async function experimentReport(
  projectId: string,
  id: string,
  needs: ReportNeeds,
): Promise<ExperimentReport> {
  const experiment = await findExperiment(projectId, id, needs);
  return buildReport(experiment, await observe(experiment, needs.experimentCells));
}

/** The report of what was observed. */
export function buildReport(
  experiment: Pick<StoredExperiment, 'id' | 'name' | 'status' | 'plan' | 'repeats'>,
  cells: readonly ObservedCell[],
): ExperimentReport {
  const { variants, scorers, choose: choice, require } = readPlan(experiment.plan);
  const { id, name, repeats } = experiment;
  const names = [null, ...scorers.map((one) => one.as ?? one.scorer)];
  const candidates = variants.map((variant, at) => {
    const own = cells.filter((cell) => cell.variant === at);
    return {
      name: variant.name,
      cells: own,
      report: variantReport(variant.name, own, names, repeats),
    };
  });
  const reports = candidates.map(({ report }) => report);
  const requirements = requirementsOf(require, reports);
  return {
    ...{ id, name, status: statusOf(experiment), repeats, variants: reports },
    pairs: names.flatMap((scorer) => pairsOf(scorer, candidates)),
    chosen: choice === null ? null : choose(choice, candidates),
    requirements,
    outcome: outcomeOf(requirements),
    notes: notesOf(experiment, { cells, reports, repeats }),
  };
}

const FEW_SAMPLES = 30;
/** Variants that are named beside an error; the report has those of all. */
const NAMED_VARIANTS = 5;

interface Noted {
  cells: readonly ObservedCell[];
  reports: readonly ExperimentVariantReport[];
  repeats: number;
}

/** Errors by their code, the most frequent first, with the variants that have them. */
function errorsOf(reports: readonly ExperimentVariantReport[]): string {
  const found = new Map<string, { count: number; variants: string[] }>();
  for (const { variant, errors } of reports) {
    for (const { code, count } of errors) {
      const own = found.get(code) ?? { count: 0, variants: [] };
      found.set(code, { count: own.count + count, variants: [...own.variants, variant] });
    }
  }
  return [...found]
    .toSorted(([, a], [, b]) => b.count - a.count)
    .map(([code, { count, variants }]) => {
      const more = variants.length - NAMED_VARIANTS;
      const names = variants.slice(0, NAMED_VARIANTS).join(', ');
      return `${count} × ${code} (${names}${more > 0 ? ` and ${more} more` : ''})`;
    })
    .join(', ');
}

function notesOf(
  { status }: Pick<StoredExperiment, 'status'>,
  { cells, reports, repeats }: Noted,
): string[] {
  const samples = new Set(cells.map(({ sample }) => sample)).size;
  const pending = cells.filter(({ result }) => result === undefined).length;
  const failed = cells.filter(({ result }) => result && !result.isAnswered).length;
  const isCancelled = status === 'cancelled';
  const isCapped = reports.some(({ errors }) =>
    errors.some(({ code }) => code === 'experiment_cost_capped'),
  );
  return [
    ...(pending > 0 && status !== 'completed'
      ? [
          isCancelled
            ? `${cellsWithout(pending)}, because the experiment was cancelled. Resume it to ask for them.`
            : `${cellsWithout(pending)} yet.`,
        ]
      : []),
    ...(failed > 0
      ? [
          `${cellsWithout(failed)} but an error, and ${failed === 1 ? 'is' : 'are'} in no statistic of scores: ${errorsOf(reports)}.`,
        ]
      : []),
    ...(isCapped
      ? ['Resume it with a higher `maxCostUsd` to ask for what the limit cut off.']
      : []),
    ...(samples < FEW_SAMPLES
      ? [
          `There ${samples === 1 ? 'is' : 'are'} ${counted(samples, 'sample')}: intervals of fewer than ${FEW_SAMPLES} are wide.`,
        ]
      : []),
    ...(repeats < 2
      ? ['Each answer was asked for once, so that nothing is known of how much repeats differ.']
      : []),
  ];
}

function cellsWithout(count: number): string {
  return `${counted(count, 'cell has', 'cells have')} no answer`;
}
