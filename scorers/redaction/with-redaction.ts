import { fingerprint } from '../fingerprint.ts';
import type { ResolvedScorer } from '../resolved-scorer.ts';

// The same scorers meet the same detectors with every request.
const made = new WeakMap<ResolvedScorer, Map<string, ResolvedScorer>>();

/**
 * A scorer whose models, and those of the scorers inside it, see the sample without what detectors
 * find. It is another scorer, with a fingerprint and calibrations of its own; one that asks no models
 * stays the same.
 */
export function withRedaction(
  resolved: ResolvedScorer,
  detectors: readonly ResolvedScorer[],
): ResolvedScorer {
  if (!resolved.asksModels || detectors.length === 0) return resolved;
  const key = detectors.map((detector) => detector.fingerprint).join();
  const known = made.get(resolved) ?? new Map<string, ResolvedScorer>();
  made.set(resolved, known);
  const redacted = known.get(key) ?? redactedBy(resolved, detectors);
  known.set(key, redacted);
  return redacted;
}

function redactedBy(
  resolved: ResolvedScorer,
  detectors: readonly ResolvedScorer[],
): ResolvedScorer {
  const { of, detectors: own } = resolved.redaction ?? { of: resolved, detectors: [] };
  const all = distinct([...own, ...detectors]);
  const by = all.map((detector) => detector.fingerprint);
  const fingerprinted = { redacted: of.fingerprint, by };
  return {
    ...of,
    children: of.children.map((child) => withRedaction(child, all)),
    redaction: { of, detectors: all },
    fingerprint: fingerprint(fingerprinted),
    fingerprinted,
    calibratedAs: fingerprint({ redacted: of.calibratedAs, by }),
  };
}

function distinct(detectors: readonly ResolvedScorer[]): ResolvedScorer[] {
  return [...new Map(detectors.map((detector) => [detector.fingerprint, detector])).values()];
}
