import { LIMITS } from '@assay/schema/limits.ts';
import { ScorerReference } from '@assay/schema/scorer-reference.ts';
import type { ProblemField } from '@assay/schema/types.ts';
import { whenLoaded } from '@assay/scorers/load.ts';
import { InvalidScorers, resolveScorers } from '@assay/scorers/resolve.ts';
import * as z from 'zod';
import { invalidRequest } from '../../core/problem.ts';
import type { JudgingModels } from '../judging/judging-context.ts';
import { expandReferences } from './expand-references.ts';
import type { FindCustomScorerNeeds } from './find-custom-scorer.ts';

export interface ReadScoringNeeds extends FindCustomScorerNeeds {
  judging: JudgingModels;
}

/** What a request that names scorers is held to. */
export interface ScoringSchema<Value> {
  schema: z.ZodType<Value>;
  /** Reads plain requests as the schema would, faster; undefined for those that it leaves to it. */
  plain?(request: unknown): Value | undefined;
}

const WithScorers = z.looseObject({ scorers: z.array(z.unknown()) });

/**
 * A request that names scorers, held to its schema. A mistyped field and a mistyped scorer are
 * reported together, however the request arrived.
 *
 * @throws ApiProblem `invalid_request`
 */
export function readScoring<Value>(
  { schema, plain }: ScoringSchema<Value>,
  request: unknown,
  projectId: string,
  services: ReadScoringNeeds,
): Value | Promise<Value> {
  return plain?.(request) ?? readBySchema(schema, request, projectId, services);
}

async function readBySchema<Value>(
  schema: z.ZodType<Value>,
  request: unknown,
  projectId: string,
  services: ReadScoringNeeds,
): Promise<Value> {
  const parsed = schema.safeParse(request);
  if (parsed.success) return parsed.data;
  const scorerFaults = await scorerFaultsOf(request, projectId, services);
  throw invalidRequest(parsed.error.issues, 'json', schema, scorerFaults);
}

/** What is wrong with the scorers of a refused request. References that its schema refuses are left to it. */
async function scorerFaultsOf(
  request: unknown,
  projectId: string,
  services: ReadScoringNeeds,
): Promise<ProblemField[]> {
  const { scorers = [] } = WithScorers.safeParse(request).data ?? {};
  const found = await Promise.all(
    scorers.slice(0, LIMITS.scorers).map(async (given, i) => {
      const reference = ScorerReference.safeParse(given);
      if (!reference.success) return [];
      try {
        const expanded = await expandReferences([reference.data], projectId, services);
        await whenLoaded(() =>
          resolveScorers(expanded, '/scorers', services.judging.models.defaults),
        );
        return [];
      } catch (cause) {
        if (!(cause instanceof InvalidScorers)) throw cause;
        return cause.errors.map(({ pointer, message }) => ({
          pointer: pointer.replace(/^\/scorers\/0/, `/scorers/${i}`),
          message,
        }));
      }
    }),
  );
  return found.flat();
}
