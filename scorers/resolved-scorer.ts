import type { ExtractStep, JsonObject } from '@assay/schema/types.ts';
import type { Scorer } from './define.ts';

/** A scorer reference with every default filled in: all that decides a score. */
export interface ResolvedScorer {
  scorer: Scorer;
  name: string;
  params: JsonObject;
  threshold: number | null;
  weight: number;
  /** undefined leaves it to the policy. */
  required: boolean | undefined;
  negated: boolean;
  onMissing: 'error' | 'skip';
  /** What it sees of the output; all of it when undefined. */
  extraction?: { steps: readonly ExtractStep[]; onNoMatch: 'fail' | 'error' | 'whole' } | undefined;
  /** What its models do not see of the sample; all of it when undefined. */
  redaction?: Redaction | undefined;
  fingerprint: string;
  /** What the fingerprint is the hash of. It names scorers inside, and detectors, by their fingerprints. */
  fingerprinted: JsonObject;
  /** Of the same judge that abstains from nothing: what its calibrations are found by. */
  calibratedAs: string;
  children: ResolvedScorer[];
  /** Whether it, or a scorer inside it, asks models. */
  asksModels: boolean;
}

/** What models that a scorer asks do not see. */
export interface Redaction {
  detectors: readonly ResolvedScorer[];
  /** The same scorer without it. */
  of: ResolvedScorer;
}
