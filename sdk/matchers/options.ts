import type { Sample } from '@assay/schema/types.ts';
import type { Assay } from '../client.ts';
import type { NeedsParams } from '../scorer-params.ts';
import type { OwnParams, ParamsOf, ScorerName } from '../scorer-reference.ts';

/** The received value of a matcher: an output, or a sample with an output or a conversation. */
export type Received = string | Sample | PromiseLike<string | Sample>;

/** Further fields of the sample, and options of the request. */
export interface AskOptions extends Omit<Sample, 'output'> {
  /** Tags stored with the verdict, to find it by. */
  tags?: string[];
  /** Milliseconds after which an unfinished scorer is an error. Defaults to 30,000. */
  deadlineMs?: number;
  /** The client. Defaults to that of `configureAssay`. */
  assay?: Pick<Assay, 'score'>;
}

// Any string, in a form that keeps the editor's completion of known names.
type OwnName = string & {};

/** A scorer by id, alias or name. The prefix `not-` negates it. */
export type Scorer = ScorerName | `not-${ScorerName}` | OwnName;

type Plain<Name> = Name extends `not-${infer Inner extends ScorerName}` ? Inner : Name;
type Params<Name> = Plain<Name> extends ScorerName ? ParamsOf<Plain<Name>> : OwnParams;

export interface ScoreOptions<Name> extends AskOptions {
  /** Parameters of the scorer. */
  params?: Params<Name>;
  /** Minimum value that passes, 0 to 1. Defaults to the threshold of the scorer. */
  min?: number;
}

type Options<Name> =
  Plain<Name> extends NeedsParams
    ? [options: ScoreOptions<Name> & { params: Params<Name> }]
    : [options?: ScoreOptions<Name>];

/** The matchers on `expect`. */
export interface AssayMatchers<R = Promise<void>> {
  /**
   * Asserts that the output scores at least `min`. Throws if the scorer could not score, also with
   * `not`.
   *
   * @example
   * await expect(answer).toScore('faithfulness', { contexts, min: 0.8 });
   */
  toScore<const Name extends Scorer>(scorer: Name, ...options: Options<Name>): R;
  /**
   * Asserts that the output passes a suite, by name or `name@version`. Throws if the verdict is
   * undecided, also with `not`.
   *
   * @example
   * await expect({ output, contexts }).toPassSuite('support@3');
   */
  toPassSuite(suite: string, options?: AskOptions): R;
}
