import type {
  Estimate,
  ExperimentRequirement,
  ExperimentRequirementResult,
  ExperimentVariantReport,
} from '@assay/schema/types.ts';

type Outcome = ExperimentRequirementResult['outcome'];

/**
 * Each requirement, for each variant that it is about. One is undecided where nothing was scored, or
 * where cells without an answer or a score could change the outcome: what was not looked at has not passed.
 */
export function requirementsOf(
  requirements: readonly ExperimentRequirement[],
  variants: readonly ExperimentVariantReport[],
): ExperimentRequirementResult[] {
  return requirements.flatMap((requirement) =>
    variants
      .filter(({ variant }) => variant === (requirement.variant ?? variant))
      .map((report) => resultOf(requirement, report)),
  );
}

/** Failed if one failed, else undecided if one is, and null without any. */
export function outcomeOf(results: readonly ExperimentRequirementResult[]): Outcome | null {
  if (results.length === 0) return null;
  const outcomes = results.map(({ outcome }) => outcome);
  if (outcomes.includes('failed')) return 'failed';
  return outcomes.includes('undecided') ? 'undecided' : 'passed';
}

function resultOf(
  requirement: ExperimentRequirement,
  report: ExperimentVariantReport,
): ExperimentRequirementResult {
  const { scorer = null, statistic = 'mean', atLeast } = requirement;
  const scored = report.scorers.find((one) => one.scorer === scorer);
  const value = scored === undefined ? null : reached(scored, statistic);
  const result = { ...requirement, variant: report.variant, value };
  if (scored === undefined || value === null) return { ...result, outcome: 'undecided' };
  // Each cell that is missing could have had the best value, or the worst.
  const missing = (report.cells - scored.scored) / report.cells;
  const known = 1 - missing;
  const [worst, best] = [value.value * known, value.value * known + missing];
  if (worst >= atLeast - 1e-12) return { ...result, outcome: 'passed' };
  return { ...result, outcome: best < atLeast - 1e-12 ? 'failed' : 'undecided' };
}

function reached(
  { mean, best, worst, passAt, agreement }: ExperimentVariantReport['scorers'][number],
  statistic: NonNullable<ExperimentRequirement['statistic']>,
): Estimate | null {
  switch (statistic) {
    case 'mean':
      return mean;
    case 'best':
      return best;
    case 'worst':
      return worst;
    case 'agreement':
      return agreement;
    case 'passHat':
      return passAt.at(-1)?.all ?? null;
  }
}
