import type { PipelineIdentity, Policy, SuiteIdentity } from '@assay/schema/types.ts';
import type { ResolvedScorer } from '@assay/scorers/resolve.ts';

/** what is to be run, resolved before the first sample is touched. */
export interface Plan {
  scorers: ResolvedScorer[];
  policy: Policy;
  suite: SuiteIdentity | null;
  /** The pipeline of the gateway that the samples came through. */
  pipeline?: PipelineIdentity | undefined;
}

/** Where neither the request nor its suite names one. */
export const DEFAULT_POLICY: Policy = { rule: 'required' };
