import { LIMITS } from '@assay/schema/limits.ts';
import { ScorerReference } from '@assay/schema/scorer-reference.ts';
import type { ProblemField } from '@assay/schema/types.ts';
import { InvalidScorers, resolveScorers } from '@assay/scorers/resolve.ts';
import * as z from 'zod';
import type { Services } from '../../services.ts';
import { expandReferences } from './expand-references.ts';

const WithScorers = z.looseObject({ scorers: z.array(z.unknown()) });

/**
 * What is wrong with the scorers of a request that is refused anyway, so that a mistyped field and a
 * mistyped scorer are both named at once. References that the schema refuses are left to it.
 */
export async function scorerFaultsOf(
  request: unknown,
  projectId: string,
  services: Services,
): Promise<ProblemField[]> {
  const { scorers = [] } = WithScorers.safeParse(request).data ?? {};
  const found = await Promise.all(
    scorers.slice(0, LIMITS.scorers).map(async (given, i) => {
      const reference = ScorerReference.safeParse(given);
      if (!reference.success) return [];
      try {
        const expanded = await expandReferences([reference.data], projectId, services);
        resolveScorers(expanded, '/scorers', services.judging.models.defaults);
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
