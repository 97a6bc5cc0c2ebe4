import type {
  Sample,
  Score,
  StoreMode,
  TokenUsage,
  Verdict,
  VerdictMetadata,
} from '@assay/schema/types.ts';
import { decide } from '@assay/scorers/decide.ts';
import { fingerprint } from '@assay/scorers/fingerprint.ts';
import { ASSAY_VERSION } from '../version.ts';
import type { Plan } from './plan.ts';

/** What a verdict says of itself beside its scores. */
export interface VerdictTerms {
  id: string;
  requestId: string;
  stored: StoreMode;
  tags: string[];
  metadata: VerdictMetadata;
  createdAtMs: number;
  latencyMs: number;
}

/** The verdict that a sample's scores come to. */
export function verdictOf(
  sample: Sample,
  scores: Score[],
  { policy, suite }: Pick<Plan, 'policy' | 'suite'>,
  { id, requestId, stored, tags, metadata, createdAtMs, latencyMs }: VerdictTerms,
): Verdict {
  const { passed, value, decision } = decide(policy, scores);
  return {
    id,
    sampleId: sample.id ?? null,
    passed,
    value,
    decision,
    scores,
    lineage: {
      sampleHash: fingerprint(sample),
      suite,
      generator: sample.generator ?? null,
      requestId,
      assayVersion: ASSAY_VERSION,
    },
    stored,
    tags,
    metadata,
    usage: addUsage(scores),
    costUsd: scores.reduce((sum, { costUsd }) => sum + costUsd, 0),
    latencyMs,
    createdAt: new Date(createdAtMs).toISOString(),
  };
}

function addUsage(scores: readonly Score[]): TokenUsage | null {
  const used = scores.flatMap(({ usage }) => (usage ? [usage] : []));
  if (used.length === 0) return null;
  return {
    inputTokens: used.reduce((sum, { inputTokens }) => sum + inputTokens, 0),
    outputTokens: used.reduce((sum, { outputTokens }) => sum + outputTokens, 0),
  };
}
