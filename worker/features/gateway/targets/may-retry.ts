import { PROBLEMS, type ProblemCode } from '@assay/schema/errors.ts';
import { ApiProblem } from '../../../core/problem.ts';
import type { CallError } from '../upstream-problem.ts';

// Asked again, another time may go better; of the others the same comes again.
const PASSING: readonly ProblemCode[] = [
  'provider_unavailable',
  'provider_timeout',
  'provider_answer_cut',
  'provider_answer_invalid',
];

/** Whether the same target may answer if it is asked again. */
export function mayRetry(error: CallError, onStatus: readonly number[]): boolean {
  if (error instanceof ApiProblem) {
    return PASSING.includes(error.code) && onStatus.includes(PROBLEMS[error.code].status);
  }
  const { status, code } = error.fault;
  return onStatus.includes(status) && code !== 'insufficient_quota';
}

const TOO_LONG = /context.?(?:length|window|size)|too (?:long|large|many tokens)/i;

/** Whether another target may answer: not if the request itself is wrong. */
export function mayFallBack(error: CallError): boolean {
  if (error instanceof ApiProblem) return true;
  const { status, code, message } = error.fault;
  if (status !== 400 && status !== 422) return true;
  return TOO_LONG.test(`${code ?? ''} ${message}`);
}
