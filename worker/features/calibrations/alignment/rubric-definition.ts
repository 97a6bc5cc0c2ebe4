import type { CustomScorer, JsonObject } from '@assay/schema/types.ts';
import * as z from 'zod';
import { ApiProblem } from '../../../core/problem.ts';

/** A rubric: what can be aligned. */
export interface RubricDefinition {
  /** At least one, each with its weight in the mean. */
  criteria: { criterion: string; weight: number }[];
  /** The values of its levels, worst first. */
  levels: number[];
  /** Weighted means of levels from this on pass. */
  passAt: number;
}

const Params = z.looseObject({
  criterion: z.union([
    z.string(),
    z.array(z.looseObject({ criterion: z.string(), weight: z.number().default(1) })).min(1),
  ]),
  levels: z.array(z.looseObject({ value: z.number() })).default([{ value: 0 }, { value: 1 }]),
});

const DEFAULT_PASS_AT = 0.5;

/**
 * What people's verdicts can be turned into examples of, and rewritten by.
 *
 * @throws ApiProblem `invalid_request` for definitions of another kind
 */
export function rubricOf({
  base,
  params,
  threshold,
}: Pick<CustomScorer, 'base' | 'params' | 'threshold'>): RubricDefinition {
  const parsed = base === 'rubric' ? Params.safeParse(named(params)) : undefined;
  if (!parsed?.success) {
    throw new ApiProblem('invalid_request', {
      detail:
        'Only custom scorers based on `rubric` can be aligned: a label says how the whole output is, not which item or class.',
    });
  }
  const { criterion, levels } = parsed.data;
  return {
    criteria:
      typeof criterion === 'string'
        ? [{ criterion, weight: 1 }]
        : criterion.map(({ criterion: text, weight }) => ({ criterion: text, weight })),
    levels: levels.map(({ value }) => value),
    passAt: threshold ?? DEFAULT_PASS_AT,
  };
}

/** A criterion may have been given by its other name. */
function named({ criteria, ...rest }: JsonObject): JsonObject {
  return criteria === undefined ? rest : { ...rest, criterion: criteria };
}

/** The parameters of a definition with other criteria, other examples, or both. */
export function changed(
  params: JsonObject,
  {
    criteria,
    examples,
  }: { criteria?: readonly string[] | undefined; examples?: JsonObject[] | undefined },
): JsonObject {
  const own = named(params);
  return {
    ...own,
    ...(criteria !== undefined && { criterion: rewritten(own.criterion, criteria) }),
    ...(examples !== undefined && { examples }),
  };
}

/** Names and weights stay what they are. */
function rewritten(
  own: JsonObject[string] | undefined,
  criteria: readonly string[],
): JsonObject[string] {
  const [first = ''] = criteria;
  if (!Array.isArray(own)) return first;
  return own.map((each, i) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? { ...each, criterion: criteria[i] ?? first }
      : each,
  );
}

/** Whether the levels of an output, one a criterion, come to what people said of it as a whole. */
export function fits(
  chosen: readonly number[],
  isGood: boolean,
  { criteria, levels, passAt }: RubricDefinition,
): boolean {
  const total = criteria.reduce((sum, { weight }) => sum + weight, 0);
  const value = criteria.reduce(
    (sum, { weight }, i) => sum + weight * (levels[(chosen[i] ?? 0) - 1] ?? 0),
    0,
  );
  // 1e-9: 0.1 + 0.2 is not 0.3.
  return value / total >= passAt - 1e-9 === isGood;
}
