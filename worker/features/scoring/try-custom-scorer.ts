import type { CustomScorerTrial, Score } from '@assay/schema/types.ts';
import { whenLoaded } from '@assay/scorers/load.ts';
import { resolveOne } from '@assay/scorers/resolve.ts';
import { DEFAULT_POLICY, type Plan } from './plan.ts';
import type { RequestContext } from './request-context.ts';
import { type ScoringNeeds, scoreSamples } from './score-samples.ts';

/** Scores a sample by a definition that is not saved. @throws InvalidScorers */
export async function tryCustomScorer(
  { base, params, threshold, sample }: CustomScorerTrial,
  context: RequestContext,
  services: ScoringNeeds,
): Promise<Score> {
  const settings = { scorer: base, params, ...(threshold === undefined ? {} : { threshold }) };
  // Faults are told where they stand in this request, not in the one made of it.
  const scorer = await whenLoaded(() => resolveOne(settings, '', services.judging.models.defaults));
  const request = { sample, scorers: [settings], store: 'none' as const };
  const plan: Plan = { scorers: [scorer], policy: DEFAULT_POLICY, suite: null };
  const [verdict] = await scoreSamples(request, plan, context, services);
  const score = verdict?.scores[0];
  if (score === undefined) throw new RangeError('one sample and one scorer give one score');
  return score;
}
