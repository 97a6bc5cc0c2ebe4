/** The contract of the client: with typed parameters in scorer references. */
import type * as contract from '@assay/schema/types.ts';

import type { ParamsOf, ScorerReference } from './scorer-reference.ts';

type Checked<Asked> = Omit<Asked, 'scorers'> & { scorers?: readonly ScorerReference[] };
type Named<Asked> = Omit<Asked, 'scorers'> & { scorers: readonly ScorerReference[] };
type Told<Answer> = Omit<Answer, 'scorers'> & { scorers: ScorerReference[] };

export interface ScoreOneRequest extends Checked<contract.ScoreOneRequest> {}
export interface ScoreManyRequest extends Omit<Checked<contract.ScoreManyRequest>, 'samples'> {
  samples: readonly contract.Sample[];
}
export type ScoreRequest = ScoreOneRequest | ScoreManyRequest;

export interface SuiteInput extends Named<contract.SuiteInput> {}
export interface SuiteVersionInput extends Named<contract.SuiteVersionInput> {}
export interface Suite extends Told<contract.Suite> {}
export interface SuitePreview extends Omit<contract.SuitePreview, 'newest' | 'next'> {
  newest: Suite | null;
  next: Omit<Suite, 'version' | 'createdAt'>;
}

export interface ProbeInput extends Checked<contract.ProbeInput> {}

export interface BatchOptions extends Checked<contract.BatchOptions> {}
export interface Batch extends Told<contract.Batch> {}
export interface BatchReport extends Told<contract.BatchReport> {}

export interface CalibrationInput extends Omit<contract.CalibrationInput, 'scorer'> {
  scorer: ScorerReference;
}

export interface PromptRequest extends Named<contract.PromptRequest> {}

export interface CompareRequest extends Omit<contract.CompareRequest, 'params'> {
  params?: ParamsOf<'pairwise'>;
}

type Made<Input> = {
  [Base in contract.CustomScorerBase]: Omit<Input, 'base' | 'params'> & {
    base: Base;
    params: ParamsOf<Base>;
  };
}[contract.CustomScorerBase];

export type CustomScorerInput = Made<contract.CustomScorerInput>;
export type CustomScorerVersionInput = Made<contract.CustomScorerVersionInput>;
export type CustomScorerTrial = Made<contract.CustomScorerTrial>;

export interface AlignmentResult extends Omit<contract.AlignmentResult, 'proposal'> {
  /** A version to add with `addVersion`; null without a gain. */
  proposal: CustomScorerVersionInput | null;
}
export interface Alignment extends Omit<contract.Alignment, 'result'> {
  result: AlignmentResult | null;
}
