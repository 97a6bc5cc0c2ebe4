import type { Score, ScoredScore, Verdict } from '@assay/schema/types.ts';

/** A score as the API gives it, of which a test says only what it is about. */
export function scoreOf(said: Partial<ScoredScore> | Partial<Score> = {}): Score {
  // What is said decides which kind of score it is.
  return {
    scorer: said.name ?? 'exact-match',
    name: 'exact-match',
    version: 1,
    kind: 'code',
    status: 'scored',
    value: 1,
    raw: null,
    passed: true,
    fingerprint: 'sha256:1',
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
    ...said,
  } as Score;
}

/** A verdict as the API gives it; what is said of it wins over what its scores come to. */
export function verdictOf(scores = [scoreOf()], said: Partial<Verdict> = {}): Verdict {
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
    lineage: {
      sampleHash: 'sha256:2',
      suite: null,
      generator: null,
      requestId: 'req_1',
      assayVersion: '0.1.0',
    },
    stored: 'now',
    tags: [],
    metadata: {},
    usage: null,
    costUsd: 0,
    latencyMs: 1,
    createdAt: '2026-01-01T00:00:00.000Z',
    ...said,
  };
}
