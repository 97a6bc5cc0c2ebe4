import { LIMITS } from '@assay/schema/limits.ts';
import { ScorerReference as ScorerReferenceSchema } from '@assay/schema/scorer-reference.ts';
import type {
  CustomScorer,
  JsonObject,
  ScorerReference,
  ScorerSettings,
} from '@assay/schema/types.ts';
import { findScorer } from '@assay/scorers/find.ts';
import { tooManyScorers } from '@assay/scorers/resolve.ts';
import * as z from 'zod';
import { type FindCustomScorerNeeds, findCustomScorer } from './find-custom-scorer.ts';

/**
 * Puts what a project's own scorers stand for in the place of their names, inside composite scorers
 * too. Names of built-in scorers, and unknown ones, stay as they are.
 *
 * @throws InvalidScorers where there are more than one request may run
 */
export async function expandReferences(
  references: readonly ScorerReference[],
  projectId: string,
  services: FindCustomScorerNeeds,
): Promise<ScorerReference[]> {
  // Counted first: looking up what is then refused would be work without bound.
  if (countReferences(references) > LIMITS.scorers) throw tooManyScorers('/scorers');
  return expandAll(references, projectId, services);
}

function countReferences(references: readonly ScorerReference[]): number {
  return references.reduce((sum, reference) => {
    const inner = typeof reference === 'string' ? undefined : innerOf(reference);
    return sum + 1 + countReferences(inner ?? []);
  }, 0);
}

async function expandAll(
  references: readonly ScorerReference[],
  projectId: string,
  services: FindCustomScorerNeeds,
): Promise<ScorerReference[]> {
  return Promise.all(
    references.map(async (reference) => {
      const settings = typeof reference === 'string' ? { scorer: reference } : reference;
      const inner = innerOf(settings);
      if (inner) {
        const scorers = await expandAll(inner, projectId, services);
        return { ...settings, params: { ...settings.params, scorers } as JsonObject };
      }
      if (findScorer(settings.scorer)) return reference;
      const [, not, name = ''] = /^(not-)?(.*)$/s.exec(settings.scorer) ?? [];
      const own = await findCustomScorer(projectId, name, services);
      return own ? expand(own, settings, not !== undefined) : reference;
    }),
  );
}

const Inner = z.array(ScorerReferenceSchema);

/** The references inside a composite scorer; undefined for any other, and for what is none. */
function innerOf({ scorer, params }: ScorerSettings): ScorerReference[] | undefined {
  if (!findScorer(scorer)?.scorer.uses.includes('scores')) return undefined;
  return Inner.safeParse(params?.scorers).data;
}

function expand(own: CustomScorer, settings: ScorerSettings, isNegated: boolean): ScorerSettings {
  return {
    as: isNegated ? `not-${own.name}` : own.name,
    threshold: own.threshold,
    ...settings,
    scorer: own.base,
    params: { ...own.params, ...settings.params },
    negate: (settings.negate ?? false) !== isNegated,
  };
}

/** Whether any name, also inside composite scorers, is none of a built-in scorer. */
export function mayBeCustom(references: readonly ScorerReference[]): boolean {
  return references.some((reference) => {
    const settings = typeof reference === 'string' ? { scorer: reference } : reference;
    return findScorer(settings.scorer) === undefined || mayBeCustom(innerOf(settings) ?? []);
  });
}
