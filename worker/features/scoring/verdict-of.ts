import type {
  Lineage,
  Sample,
  Score,
  StoreMode,
  TokenUsage,
  UncalibratedScore,
  Verdict,
  VerdictMetadata,
} from '@assay/schema/types.ts';
import { decide } from '@assay/scorers/decide.ts';
import { fingerprint } from '@assay/scorers/fingerprint.ts';
import { ASSAY_VERSION } from '../../core/version.ts';
import type { Plan } from './plan.ts';

/** What a verdict says of itself beside its scores. */
export interface VerdictTerms {
  id: string;
  requestId: string;
  /** Of the request, where it came with one. */
  traceparent?: string | undefined;
  stored: StoreMode;
  kept?: NonNullable<Verdict['kept']>;
  /** What was replaced in it, by which detectors; undefined for nothing. */
  redaction?: Lineage['redaction'] | undefined;
  tags: string[];
  metadata: VerdictMetadata;
  /** What judges used and cost for it; null when none was asked. */
  usage: TokenUsage | null;
  costUsd: number;
  createdAtMs: number;
  latencyMs: number;
  /** The guard policy that decides what follows. */
  guard?: Lineage['policy'] | undefined;
  /** Scores that the policy does not let decide. */
  uncalibrated?: UncalibratedScore[] | undefined;
}

/** The verdict that a sample's scores come to. */
export function verdictOf(
  sample: Sample,
  scores: Score[],
  { policy, suite, pipeline }: Pick<Plan, 'policy' | 'suite' | 'pipeline'>,
  terms: VerdictTerms,
): Verdict {
  const { id, requestId, traceparent, kept, redaction, guard, uncalibrated } = terms;
  const { passed, value, decision } = decide(policy, scores, uncalibrated);
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
      ...(traceparent === undefined ? {} : { traceparent }),
      ...(pipeline === undefined ? {} : { pipeline }),
      ...(guard === undefined ? {} : { policy: guard }),
      ...(redaction === undefined ? {} : { redaction }),
    },
    // Member by member, in the order they are shown: what is left of an object takes long to find.
    stored: terms.stored,
    ...(kept === undefined ? {} : { kept }),
    tags: terms.tags,
    metadata: terms.metadata,
    usage: terms.usage,
    costUsd: terms.costUsd,
    latencyMs: terms.latencyMs,
    createdAt: new Date(terms.createdAtMs).toISOString(),
  };
}
