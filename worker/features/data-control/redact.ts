import type { JudgeExchange, Lineage, StoreMode } from '@assay/schema/types.ts';
import { redactStored, type ToStore } from '@assay/scorers/redaction/redact-stored.ts';
import { NotLookedAt } from '@assay/scorers/redaction/redactor.ts';
import { withRedaction } from '@assay/scorers/redaction/with-redaction.ts';
import type { ResolvedScorer } from '@assay/scorers/resolve.ts';
import { ApiProblem } from '../../core/problem.ts';
import type { DataTerms } from './data-terms.ts';
import type { Redactions } from './redaction-of.ts';

/** A plan whose models see samples without what detectors find. */
export function redactPlan<Plan extends { scorers: ResolvedScorer[] }>(
  plan: Plan,
  { redact: { models } }: DataTerms,
): Plan {
  if (models.length === 0) return plan;
  return { ...plan, scorers: plan.scorers.map((scorer) => withRedaction(scorer, models)) };
}

/** What is stored where detectors' findings are replaced. @throws ApiProblem `redaction_impossible` */
export function redactForStore(
  toStore: ToStore<JudgeExchange>,
  { stored }: Redactions,
): ToStore<JudgeExchange> {
  try {
    return redactStored(toStore, stored);
  } catch (cause) {
    if (!(cause instanceof NotLookedAt)) throw cause;
    throw new ApiProblem('redaction_impossible', { detail: cause.failure.reason });
  }
}

/** What a verdict says of what was replaced; undefined for nothing. */
export function redactionIn(
  scorers: readonly ResolvedScorer[],
  mode: StoreMode,
  { redact }: Pick<DataTerms, 'redact'>,
): Lineage['redaction'] {
  const stored = mode === 'none' ? [] : redact.stored;
  if (stored.length === 0 && !scorers.some(({ redaction }) => redaction)) return undefined;
  const models = scorers.flatMap(({ redaction }) => redaction?.detectors ?? []);
  return { stored: idsOf(stored), models: idsOf(models) };
}

function idsOf(detectors: readonly ResolvedScorer[]): string[] {
  return [...new Set(detectors.map(({ scorer }) => scorer.id))];
}
