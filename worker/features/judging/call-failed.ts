import type { NotCompleted } from '@assay/scorers/judging/judge.ts';
import { ApiProblem } from '../../core/problem.ts';
import { ModelError } from '../../models/provider.ts';

/** No model answered: thrown where several callers wait for one answer. */
export class CallFailed extends Error {
  override readonly name = 'CallFailed';
  readonly failure: NotCompleted;

  constructor(failure: NotCompleted) {
    super(failure.reason);
    this.failure = failure;
  }
}

/**
 * The failure of a call, as a value.
 *
 * @throws what is no failure of a call
 */
export function toFailure(model: string, cause: unknown): NotCompleted {
  if (cause instanceof CallFailed) return cause.failure;
  // Where the cap cannot be read, nothing is spent.
  if (cause instanceof ApiProblem) {
    return { ok: false, code: 'judge_unavailable', reason: `${model}: ${cause.detail}` };
  }
  if (!(cause instanceof ModelError)) throw cause;
  return { ok: false, code: cause.code, reason: `${model}: ${cause.message}` };
}
