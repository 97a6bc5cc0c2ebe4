import type { CustomScorer, JsonObject } from '@assay/schema/types.ts';
import * as z from 'zod';
import { ApiProblem } from '../../../core/problem.ts';

/** A rubric of one criterion: what can be aligned. */
export interface RubricDefinition {
  criterion: string;
  /** The values of its levels, worst first. */
  levels: number[];
}

const Params = z.looseObject({
  criterion: z.string(),
  levels: z.array(z.looseObject({ value: z.number() })).default([{ value: 0 }, { value: 1 }]),
});

/**
 * What people's verdicts can be turned into examples of, and rewritten by.
 *
 * @throws ApiProblem `invalid_request` for definitions of another kind
 */
export function rubricOf({
  base,
  params,
}: Pick<CustomScorer, 'base' | 'params'>): RubricDefinition {
  // A criterion may have been given by its other name.
  const { criteria, ...rest } = params;
  const given = criteria === undefined ? rest : { ...rest, criterion: criteria };
  const parsed = base === 'rubric' ? Params.safeParse(given) : undefined;
  if (!parsed?.success) {
    throw new ApiProblem('invalid_request', {
      detail:
        'Only custom scorers based on `rubric`, with one criterion, can be aligned: a label says how the whole output is, not which item or class.',
    });
  }
  const { criterion, levels } = parsed.data;
  return { criterion, levels: levels.map(({ value }) => value) };
}

/** The parameters of a definition with another criterion, other examples, or both. */
export function changed(
  params: JsonObject,
  { criterion, examples }: { criterion?: string | undefined; examples?: JsonObject[] | undefined },
): JsonObject {
  const { criteria, ...rest } = params;
  const own = rest.criterion ?? criteria ?? null;
  return {
    ...rest,
    criterion: criterion ?? own,
    ...(examples !== undefined && { examples }),
  };
}
