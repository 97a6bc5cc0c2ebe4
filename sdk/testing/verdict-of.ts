import type { Score, Verdict } from '@assay/schema/types.ts';

/** A score as the API gives it, with what a test says of it. */
export function scoreOf(given: Partial<Score> & { name: string }): Score {
  return {
    scorer: given.name,
    version: 1,
    kind: 'judge',
    fingerprint: 'sha256:00',
    threshold: 0.5,
    weight: 1,
    required: true,
    negated: false,
    reason: '',
    evidence: [],
    usage: null,
    costUsd: 0,
    latencyMs: 1,
    cached: false,
    status: 'scored',
    value: 1,
    raw: null,
    passed: true,
    ...given,
  } as Score;
}

/** A verdict as the API gives it, of these scores. */
export function verdictOf(scores: Score[], given: Partial<Verdict> = {}): Verdict {
  const undecidedBy = scores.filter(({ passed }) => passed === null).map(({ name }) => name);
  return {
    id: 'ver_1',
    sampleId: null,
    passed: undecidedBy.length > 0 ? null : scores.every(({ passed }) => passed),
    value: null,
    decision: {
      rule: 'required',
      threshold: null,
      decidedBy: [],
      undecidedBy,
      reason: 'Not every required score passed.',
    },
    scores,
    lineage: { sampleHash: 'sha256:00', suite: null, generator: null },
    costUsd: 0,
    ...given,
  } as Verdict;
}
