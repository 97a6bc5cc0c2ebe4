import type { Score, ScoreManyResponse, Verdict } from '@assay/schema/types.ts';
import type { ApiPromise } from '../api-promise.ts';
import type { Call } from '../call.ts';
import { ConnectionError, errorOf } from '../errors.ts';
import type { RequestOptions } from '../options.ts';
import type { ApiRequest, ServerEvent } from '../transport.ts';
import type { ScoreManyRequest, ScoreOneRequest, ScoreRequest } from '../types.ts';

/** What a streamed request tells: each score as it lands, then the verdict of each sample. */
export type ScoreEvent =
  | { type: 'score' /** Place of the sample, from 0. */; index: number; score: Score }
  | { type: 'verdict'; index: number; verdict: Verdict };

export interface Scoring {
  /**
   * Scores one sample, or up to 100.
   *
   * @returns the verdict of `sample`; for `samples` the verdicts in their order
   * @throws ValidationError when the request cannot be run; `errors` names each field
   * @example
   * const verdict = await assay.score({
   *   sample: { output: 'Paris', expected: 'Paris' },
   *   scorers: ['exact-match', { scorer: 'length', params: { unit: 'words', max: 60 } }],
   * });
   */
  // One sample comes last: of several forms the compiler explains why that one does not fit.
  (request: ScoreManyRequest, options?: RequestOptions): ApiPromise<ScoreManyResponse>;
  (request: ScoreOneRequest, options?: RequestOptions): ApiPromise<Verdict>;

  /**
   * Scores, and tells each score as it lands; the verdicts come last, once they are stored.
   *
   * @throws ConnectionError when the stream breaks off. It is not begun anew, which the caller may do
   *   with the same `idempotencyKey`.
   * @example
   * for await (const event of assay.score.stream({ sample, scorers: ['faithfulness'] })) {
   *   if (event.type === 'score') console.log(event.score.name, event.score.value);
   *   else console.log(event.verdict.passed);
   * }
   */
  stream(request: ScoreRequest, options?: RequestOptions): AsyncGenerator<ScoreEvent, void>;
}

export function scoringOf(call: Call): Scoring {
  const asked = (request: ScoreRequest): ApiRequest => ({
    operation: 'score',
    args: [request],
    method: 'POST',
    path: '/v1/score',
    body: request,
  });
  const score = (request: ScoreRequest, options?: RequestOptions) => call(asked(request), options);
  async function* stream(request: ScoreRequest, options?: RequestOptions) {
    const events = await call<AsyncIterable<ServerEvent>>(
      { ...asked(request), operation: 'score.stream', reads: 'events' },
      options,
    );
    let isDone = false;
    for await (const { event, data } of events) {
      // The data of each event is what the API says of it.
      if (event === 'error') throw errorOf(data as Parameters<typeof errorOf>[0]);
      // What comes after `done` is the end, which leaves the connection to be used again.
      if (event === 'done') isDone = true;
      else yield { type: event, ...(data as object) } as ScoreEvent;
    }
    if (!isDone) throw brokenOff();
  }
  return Object.assign(score, { stream }) as Scoring;
}

function brokenOff(): ConnectionError {
  return new ConnectionError({
    code: 'connection',
    message: 'The stream ended before the event `done`.',
    retryable: true,
  });
}
