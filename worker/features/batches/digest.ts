import type { Score, Verdict } from '@assay/schema/types.ts';

/** What statistics need of a verdict: a tenth of its size. */
export interface Digest {
  value: number | null;
  passed: boolean | null;
  costUsd: number;
  inputTokens: number;
  outputTokens: number;
  scores: DigestScore[];
}

export type DigestScore = [
  name: string,
  status: Score['status'],
  value: number | null,
  passed: boolean | null,
];

export const EMPTY_DIGEST: Digest = {
  value: null,
  passed: null,
  costUsd: 0,
  inputTokens: 0,
  outputTokens: 0,
  scores: [],
};

export function digestOf({ value, passed, costUsd, usage, scores }: Verdict): Digest {
  return {
    value,
    passed,
    costUsd,
    inputTokens: usage?.inputTokens ?? 0,
    outputTokens: usage?.outputTokens ?? 0,
    scores: scores.map((score) => [score.name, score.status, score.value, score.passed]),
  };
}
