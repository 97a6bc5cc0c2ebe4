import type { Score, Verdict } from '@assay/schema/types.ts';
import { decimal, oneLine, table } from './text.ts';

/** How a verdict or score came out, as a word. */
export function outcome(passed: boolean | null): 'passed' | 'failed' | 'undecided' {
  if (passed === null) return 'undecided';
  return passed ? 'passed' : 'failed';
}

/** A verdict for a person: how it came out, why, and each score. */
export function verdictText(verdict: Verdict): string {
  const { passed, decision, scores, id, stored } = verdict;
  const place = stored === 'none' ? '' : `  ${id}`;
  return `${outcome(passed)}${place}\n${oneLine(decision.reason)}\n\n${table(scores.map(row))}`;
}

function row(score: Score): string[] {
  const { name, status, value, passed, threshold, reason } = score;
  const ends = status !== 'scored' ? status : passed === null ? 'measured' : outcome(passed);
  const wanted = threshold === null || status !== 'scored' ? '' : `of ${decimal(threshold)}`;
  const told = status === 'error' ? `${score.error.code}: ${score.error.message}` : reason;
  return [`  ${ends}`, name, decimal(value), wanted, oneLine(told)];
}
