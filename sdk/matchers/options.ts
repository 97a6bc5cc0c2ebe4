import type { Sample } from '@assay/schema/types.ts';
import type { Assay } from '../client.ts';
import type { NeedsParams } from '../scorer-params.ts';
import type { OwnParams, ParamsOf, ScorerName } from '../scorer-reference.ts';

/** What a test may expect a verdict on: an output, or a sample that has one or a conversation. */
export type Received = string | Sample | PromiseLike<string | Sample>;

/** What the sample has beside the output, and how it is asked for. */
export interface AskOptions extends Omit<Sample, 'output'> {
  /** Kept with the verdict, to find it by. */
  tags?: string[];
  /** Milliseconds after which a scorer that has not answered counts as an error; 30,000 when left out. */
  deadlineMs?: number;
  /** The client; that of `configureAssay` when left out. */
  assay?: Pick<Assay, 'score'>;
}

// Any text, without which editors would no longer offer the names that are known.
type OwnName = string & {};

/** A scorer by id, alias or name; `not-` before it negates. */
export type Scorer = ScorerName | `not-${ScorerName}` | OwnName;

type Plain<Name> = Name extends `not-${infer Inner extends ScorerName}` ? Inner : Name;
type Params<Name> = Plain<Name> extends ScorerName ? ParamsOf<Plain<Name>> : OwnParams;

export interface ScoreOptions<Name> extends AskOptions {
  /** Parameters of the scorer. */
  params?: Params<Name>;
  /** The value from which it passes, 0 to 1; the scorer's own threshold when left out. */
  min?: number;
}

type Options<Name> =
  Plain<Name> extends NeedsParams
    ? [options: ScoreOptions<Name> & { params: Params<Name> }]
    : [options?: ScoreOptions<Name>];

/** The matchers as `expect` has them. */
export interface AssayMatchers<R = Promise<void>> {
  /**
   * The output scores `min` or more by a scorer. A scorer that could not score throws, also after `not`.
   *
   * @example
   * await expect(answer).toScore('faithfulness', { contexts, min: 0.8 });
   */
  toScore<const Name extends Scorer>(scorer: Name, ...options: Options<Name>): R;
  /**
   * The output passes a suite, by name or `name@version`. A verdict that could not be decided throws,
   * also after `not`.
   *
   * @example
   * await expect({ output, contexts }).toPassSuite('support@3');
   */
  toPassSuite(suite: string, options?: AskOptions): R;
}
