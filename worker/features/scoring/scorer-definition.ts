import type { ScorerDefinition as DefinedScorer, JsonObject } from '@assay/schema/types.ts';
import type { ResolvedScorer } from '@assay/scorers/resolve.ts';
import type { ScorerDefinition, ScorerDefinitionStore } from '../../store/scorer-definitions.ts';
import { toDetector } from '../data-control/redaction-of.ts';

/** The definition of a resolved scorer. Names and weights are the verdict's own, and left out. */
export function definitionOf(resolved: ResolvedScorer): DefinedScorer {
  const { scorer, params, threshold, negated, onMissing, extraction, redaction } = resolved;
  return {
    version: scorer.version,
    settings: {
      scorer: scorer.id,
      params,
      threshold,
      negate: negated,
      onMissing,
      ...(extraction && { extract: [...extraction.steps], onNoMatch: extraction.onNoMatch }),
      ...(redaction && { redact: redaction.detectors.flatMap(toDetector) }),
    },
    fingerprinted: fingerprintedOf(resolved),
  };
}

/** What its fingerprint is made from, and those that are named in it. */
function fingerprintedOf({ fingerprinted, children, redaction }: ResolvedScorer): JsonObject[] {
  const named = redaction === undefined ? children : [redaction.of, ...redaction.detectors];
  return [fingerprinted, ...named.flatMap(fingerprintedOf)];
}

/** The definitions of scorers that the database does not have yet, as far as this isolate knows. */
export function unstoredDefinitions(
  projectId: string,
  scorers: readonly ResolvedScorer[],
  store: ScorerDefinitionStore,
): ScorerDefinition[] {
  return definitionsOf(
    scorers.filter(({ fingerprint }) => !store.isStored(projectId, fingerprint)),
  );
}

/** The definitions of scorers, as they are stored with what was scored by them. */
export function definitionsOf(scorers: readonly ResolvedScorer[]): ScorerDefinition[] {
  return scorers.map((resolved) => ({
    fingerprint: resolved.fingerprint,
    definition: JSON.stringify(definitionOf(resolved)),
  }));
}
