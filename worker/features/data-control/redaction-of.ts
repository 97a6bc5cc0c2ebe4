import { REDACTING } from '@assay/schema/redacting.ts';
import type { RedactingDetector, RedactionSettings } from '@assay/schema/types.ts';
import { whenLoaded } from '@assay/scorers/load.ts';
import { type ResolvedScorer, resolveDetectors } from '@assay/scorers/resolve.ts';
import { createTtlCache } from '../../core/ttl-cache.ts';

/** What is looked for and replaced, settled. */
export interface Redactions {
  /** Before verdict and sample are stored. */
  stored: readonly ResolvedScorer[];
  /** Before a model sees the sample. */
  models: readonly ResolvedScorer[];
}

export const NO_REDACTION: Redactions = { stored: [], models: [] };

// A project asks for the same with every request.
const known = createTtlCache<Redactions>(Number.POSITIVE_INFINITY, 500, () => 0);
const LONGEST_KEY = 10_000;

/**
 * What the project and a request replace, together.
 *
 * @throws InvalidScorers of the request's
 */
export async function redactionsOf(
  ofProject: RedactionSettings | undefined,
  ofRequest: RedactionSettings | undefined,
): Promise<Redactions> {
  if (ofProject === undefined && ofRequest === undefined) return NO_REDACTION;
  const key = JSON.stringify([ofProject, ofRequest]);
  const found = known.get(key);
  if (found) return found;
  const redactions = await whenLoaded(() => ({
    stored: resolveBoth(ofProject?.stored, ofRequest?.stored, '/redact/stored'),
    models: resolveBoth(ofProject?.models, ofRequest?.models, '/redact/models'),
  }));
  if (key.length <= LONGEST_KEY) known.set(key, redactions);
  return redactions;
}

function resolveBoth(
  ofProject: readonly RedactingDetector[] = [],
  ofRequest: readonly RedactingDetector[] = [],
  pointer: string,
): ResolvedScorer[] {
  const all = [...resolveDetectors(ofProject, pointer), ...resolveDetectors(ofRequest, pointer)];
  return [...new Map(all.map((detector) => [detector.fingerprint, detector])).values()];
}

/** A detector as the settings that resolve to it. */
export function toDetector({
  scorer: { id },
  params,
  threshold,
}: ResolvedScorer): RedactingDetector[] {
  const scorer = REDACTING.find((known) => known === id);
  return scorer === undefined || threshold === null ? [] : [{ scorer, params, threshold }];
}
