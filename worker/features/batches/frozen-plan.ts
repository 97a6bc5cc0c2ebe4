import { LIMITS } from '@assay/schema/limits.ts';
import type {
  Keep,
  Policy,
  RedactingDetector,
  ScorerSettings,
  SelectedDataset,
  SuiteIdentity,
} from '@assay/schema/types.ts';
import type { DefaultModels } from '@assay/scorers/judging/judge.ts';
import { NotLoaded, whenLoaded } from '@assay/scorers/load.ts';
import { type ResolvedScorer, resolveScorers } from '@assay/scorers/resolve.ts';
import { createTtlCache } from '../../core/ttl-cache.ts';
import { toDetector } from '../data-control/redaction-of.ts';
import type { Plan } from '../scoring/plan.ts';

/** A plan as a batch keeps it: nothing in it changes with a suite or a default. */
export interface FrozenPlan {
  scorers: ScorerSettings[];
  /** Of each scorer, to tell when a release changed what it does. */
  fingerprints: string[];
  policy: Policy;
  suite: SuiteIdentity | null;
  /** The items that it scores, where they are not its own samples. */
  dataset?: SelectedDataset;
  /** What is kept of its samples once they have their verdicts; `sample` if absent. */
  keep?: Exclude<Keep, 'nothing'>;
  /** What is replaced in its samples then. */
  redactStored?: RedactingDetector[];
  /** Whether its samples are encrypted. */
  isSealed?: true;
}

export function freezePlan({ scorers, policy, suite }: Plan): FrozenPlan {
  return {
    scorers: scorers.map(toSettings),
    fingerprints: scorers.map(({ fingerprint }) => fingerprint),
    policy,
    suite,
  };
}

// A batch brings the same plan with every range.
const thawed = createTtlCache<Plan | null>(Number.POSITIVE_INFINITY, 100, () => 0);

/** The plan ready to run; null when this release, or a judge put in another's place, would score otherwise than the batch was promised. */
export async function thawPlan(frozenJson: string, models: DefaultModels): Promise<Plan | null> {
  const known = thawed.get(frozenJson);
  if (known !== undefined) return known;
  const plan = await whenLoaded(() => thaw(JSON.parse(frozenJson), models));
  thawed.set(frozenJson, plan);
  return plan;
}

function thaw(
  { scorers: settings, fingerprints, policy, suite }: FrozenPlan,
  models: DefaultModels,
): Plan | null {
  const scorers = tryResolve(settings, models);
  const isSame = scorers?.every(({ fingerprint }, i) => fingerprint === fingerprints[i]);
  return scorers && isSame ? { scorers, policy, suite } : null;
}

// A request's own scorers and those of its suite were settled apart, each within the limit.
const MOST_STEPS = 2 * LIMITS.planSteps;

function tryResolve(
  settings: ScorerSettings[],
  models: DefaultModels,
): ResolvedScorer[] | undefined {
  try {
    return resolveScorers(settings, '/scorers', models, MOST_STEPS);
  } catch (cause) {
    if (cause instanceof NotLoaded) throw cause;
    // A scorer that this release no longer has, or whose parameters it refuses, has changed.
    return undefined;
  }
}

/** A resolved scorer as the reference that resolves to it. */
export function toSettings(resolved: ResolvedScorer): ScorerSettings {
  const { scorer, name, params, threshold, weight, required, negated, onMissing, extraction } =
    resolved;
  const { redaction } = resolved;
  return {
    scorer: scorer.id,
    params,
    threshold,
    weight,
    ...(required === undefined ? {} : { required }),
    negate: negated,
    onMissing,
    ...(extraction && { extract: [...extraction.steps], onNoMatch: extraction.onNoMatch }),
    ...(redaction && { redact: redaction.detectors.flatMap(toDetector) }),
    as: name,
  };
}
