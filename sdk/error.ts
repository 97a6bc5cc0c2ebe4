import type { Problem } from '@assay/schema/types.ts';

/** An answer of the API that is not a success, with its problem details. */
export class AssayError extends Error {
  override readonly name = 'AssayError';
  readonly status: number;
  readonly problem: Problem;

  constructor(problem: Problem) {
    const fields = problem.errors?.map(({ pointer, message }) => `${pointer}: ${message}`) ?? [];
    super([`${problem.title}. ${problem.detail}`, ...fields].join('\n  '));
    this.status = problem.status;
    this.problem = problem;
  }
}
