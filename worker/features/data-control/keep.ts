import { KEEPS } from '@assay/schema/keep.ts';
import type { DataSettings, Keep } from '@assay/schema/types.ts';
import { ApiProblem } from '../../core/problem.ts';

/**
 * What is kept of a request: what it asks for, or what the project keeps.
 *
 * @throws ApiProblem `keep_not_allowed` if it asks for more than the project keeps
 */
export function keepOf(asked: Keep | undefined, { keep }: DataSettings): Keep {
  if (asked === undefined || KEEPS.indexOf(asked) <= KEEPS.indexOf(keep)) return asked ?? keep;
  throw new ApiProblem('keep_not_allowed', {
    detail: `The project keeps \`${keep}\` at most. Ask for that or less, or raise \`keep\` with PUT /v1/project/data-settings.`,
    errors: [{ pointer: '/keep', message: `is more than \`${keep}\`` }],
  });
}

/** Whether texts of the sample are stored: as sample, as evidence or in a judge's answer. */
export function keepsTexts(keep: Keep): boolean {
  return keep === 'sample' || keep === 'exchange';
}
