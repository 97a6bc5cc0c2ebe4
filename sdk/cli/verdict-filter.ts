import type { Verdict, VerdictFilter } from '@assay/schema/types.ts';
import { oneOf, type Values } from './command.ts';
import { decimal, oneLine } from './text.ts';
import { outcome } from './verdict-text.ts';

export const FILTER_OPTIONS = {
  outcome: {
    value: 'OUTCOME',
    help: 'Only verdicts with this outcome: passed, failed or undecided.',
  },
  scorer: { value: 'NAME', help: 'Only verdicts with a score of this name.' },
  failed: { value: 'NAME', help: 'Only verdicts in which the score of this name did not pass.' },
  errored: { value: 'NAME', help: 'Only verdicts in which the score of this name is an error.' },
  tag: { value: 'TAG', multiple: true, help: 'Only verdicts with this tag.' },
  metadata: { value: 'KEY[:VALUE]', multiple: true, help: 'Only verdicts with this metadata.' },
} as const;

const OUTCOMES = { passed: true, failed: false, undecided: null } as const;
const OUTCOME_NAMES = ['passed', 'failed', 'undecided'] as const;

/** @throws CliError for an outcome that there is not */
export function filterOf(values: Values<typeof FILTER_OPTIONS>): VerdictFilter {
  const { outcome: wanted, scorer, failed, errored, tag, metadata } = values;
  return {
    ...(wanted !== undefined && { passed: OUTCOMES[oneOf(OUTCOME_NAMES, wanted, 'outcome')] }),
    ...(scorer !== undefined && { scorer }),
    ...(failed !== undefined && { failed }),
    ...(errored !== undefined && { errored }),
    ...(tag && { tag }),
    ...(metadata && { metadata }),
  };
}

/** A verdict in one line: when, how it came out, and what did not pass. */
export function verdictLine({ createdAt, id, passed, scores, sampleId }: Verdict): string {
  const told = scores
    .filter((score) => score.passed === passed || score.status === 'error')
    .map(({ name, status, value }) => `${name} ${status === 'scored' ? decimal(value) : status}`);
  const name = sampleId === null ? '' : `  ${oneLine(sampleId, 40)}`;
  return `${createdAt}  ${outcome(passed).padEnd(9)}  ${id}${name}  ${oneLine(told.join(', '))}\n`;
}
