import type { BatchComparisonQuery } from '@assay/schema/batch-comparison.ts';
import type { Gate, ScorerComparison } from '@assay/schema/types.ts';
import { ROUNDING } from './score-tally.ts';

/**
 * Whether a batch may replace its base. Without a limit in the query there is nothing to fail.
 *
 * @param errors samples of the batch that could not be scored, and could turn it
 */
export function judgeComparison(
  scorers: readonly ScorerComparison[],
  { maxRegression, minPassRate, scorer }: BatchComparisonQuery,
  errors: number,
): Gate {
  const judged = scorers.filter(({ name }) => scorer === undefined || name === scorer);
  const hasLimits = maxRegression !== undefined || minPassRate !== undefined;
  const failures: string[] = [];
  if (hasLimits && judged.length === 0) {
    failures.push(
      scorer === undefined
        ? 'No sample has a result in both batches.'
        : `No sample has a score "${scorer}" in both batches.`,
    );
  }
  for (const { name, mean, passRate, lost } of judged) {
    if (hasLimits && lost > 0) {
      failures.push(`${lost} samples have a value for ${name} in the base, but not in the batch.`);
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
      failures.push(`No sample has a value for ${name} in both batches.`);
    }
  }
  if (failures.length > 0) return { outcome: 'failed', passed: false, failures };
  if (hasLimits && errors > 0) {
    const reason = `No regression was found, but ${errors} samples could not be scored.`;
    return { outcome: 'undecided', passed: false, failures: [reason] };
  }
  return { outcome: 'passed', passed: true, failures };
}

function show(value: number): string {
  return String(Math.round(value * 1e4) / 1e4);
}
