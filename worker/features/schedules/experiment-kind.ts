import type {
  Estimate,
  ExperimentReport,
  GateOutcome,
  ScheduledExperiment,
} from '@assay/schema/types.ts';
import { ApiProblem } from '../../core/problem.ts';
import {
  type CreateExperimentNeeds,
  createExperiment,
  estimateExperiment,
} from '../experiments/create-experiment.ts';
import { getExperiment } from '../experiments/find-experiments.ts';
import { experimentReport, type ReportNeeds } from '../experiments/report/build-report.ts';
import type { ScheduledKind } from './scheduled-kind.ts';

export type ExperimentKindNeeds = CreateExperimentNeeds & ReportNeeds;

const TAG = 'schedule:';

/** An experiment over a data set, each of whose variants is compared with itself in the run before. */
export const EXPERIMENT_KIND: ScheduledKind<ScheduledExperiment, ExperimentKindNeeds> = {
  kind: 'experiment',

  async check(projectId, { experiment }, needs) {
    await estimateExperiment(projectId, experiment, needs);
  },

  async start({ projectId, schedule, content, seed }, needs) {
    const { tags = [], ...others } = content.experiment;
    const input = { name: schedule, ...others, tags: [...tags, `${TAG}${schedule}`] };
    return (await createExperiment({ projectId, keyId: '', input, seed }, needs)).id;
  },

  async end({ projectId, content, id, previousId }, needs) {
    const { status } = await getExperiment(projectId, id, needs);
    if (status === 'cancelled') {
      return { status: 'failed', outcome: null, reasons: ['The experiment was cancelled.'] };
    }
    if (status !== 'completed') return undefined;
    const now = await experimentReport(projectId, id, needs);
    const before = previousId === null ? null : await reportOf(projectId, previousId, needs);
    const changes = changesOf(now, before, content.maxRegression);
    const outcomes = [now.outcome, ...changes.map(({ outcome }) => outcome)];
    return {
      status: 'completed',
      outcome: worstOf(outcomes),
      reasons: [...requirementTexts(now), ...changes.map(({ reason }) => reason)],
    };
  },

  pathOf: (id) => `/experiments/${id}`,
};

/** Null also for one that was deleted. */
async function reportOf(
  projectId: string,
  id: string,
  needs: ReportNeeds,
): Promise<ExperimentReport | null> {
  try {
    return await experimentReport(projectId, id, needs);
  } catch (cause) {
    if (cause instanceof ApiProblem && cause.code === 'experiment_not_found') return null;
    throw cause;
  }
}

function requirementTexts({ requirements }: ExperimentReport): string[] {
  return requirements
    .filter(({ outcome }) => outcome !== 'passed')
    .map(
      ({ variant, scorer, statistic = 'mean', atLeast, outcome }) =>
        `${variant}: ${scorer ?? 'the verdict'}, ${statistic} at least ${percent(atLeast)}: ${outcome}.`,
    );
}

interface Change {
  outcome: GateOutcome | null;
  reason: string;
}

/** The share of answers that pass, of each variant that both have. */
function changesOf(
  now: ExperimentReport,
  before: ExperimentReport | null,
  most: number | undefined,
): Change[] {
  if (before === null)
    return [{ outcome: null, reason: 'There is no run before it to compare with.' }];
  return now.variants.flatMap(({ variant, scorers }): Change[] => {
    const former = before.variants.find((one) => one.variant === variant);
    const [after, earlier] = [scorers, former?.scorers].map(
      (given) => given?.find(({ scorer }) => scorer === null)?.mean ?? null,
    );
    if (!after || !earlier) {
      const outcome = most === undefined ? null : 'undecided';
      return [{ outcome, reason: `${variant} cannot be compared with the run before it.` }];
    }
    const change = differenceOf(after, earlier);
    const reason = `${variant}: ${percent(after.value)} pass, ${percent(earlier.value)} in the run before it; the difference is between ${percent(change.low)} and ${percent(change.high)}.`;
    return [{ outcome: most === undefined ? null : outcomeOf(change, most), reason }];
  });
}

/**
 * The difference of two estimates with an interval made of theirs, as if they were independent: where the
 * same items are easy in both, it is wider than need be.
 *
 * Source: Zou & Donner 2008, "Construction of confidence limits about effect measures" (MOVER).
 */
function differenceOf(one: Estimate, other: Estimate): Estimate {
  const value = one.value - other.value;
  const below = Math.hypot(one.value - one.low, other.high - other.value);
  const above = Math.hypot(one.high - one.value, other.value - other.low);
  return { value, low: value - below, high: value + above };
}

function outcomeOf({ low, high }: Estimate, most: number): GateOutcome {
  if (high < -most) return 'failed';
  return low >= -most ? 'passed' : 'undecided';
}

function worstOf(outcomes: readonly (GateOutcome | null)[]): GateOutcome | null {
  return (['failed', 'undecided', 'passed'] as const).find((one) => outcomes.includes(one)) ?? null;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)}%`;
}
