import type { Score, ScoredScore, Verdict } from '@assay/schema/types.ts';

/** A score of which a test says only what it is about. */
export function scoreWith(said: Partial<ScoredScore> | Partial<Score> = {}): Score {
  // What is said decides which kind of score it is.
  return {
    scorer: 'exact-match',
    name: 'exact-match',
    version: 1,
    kind: 'code',
    status: 'scored',
    value: 1,
    raw: 1,
    passed: true,
    fingerprint: 'sha256:1',
    threshold: 1,
    weight: 1,
    required: true,
    negated: false,
    reason: 'Equal.',
    evidence: [],
    usage: null,
    costUsd: 0,
    latencyMs: 0,
    cached: false,
    ...said,
  } as Score;
}

export function verdictWith(said: Partial<Verdict> = {}): Verdict {
  const { passed = true } = said;
  return {
    id: 'ver_1',
    sampleId: null,
    passed,
    value: 1,
    decision: {
      rule: 'required',
      threshold: null,
      decidedBy: [],
      undecidedBy: [],
      reason: passed === null ? 'judge gave no value.' : 'So it is.',
    },
    scores: [scoreWith()],
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
