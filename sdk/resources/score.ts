import type { Score, ScoreManyResponse, Verdict } from '@assay/schema/types.ts';
import type { ApiPromise } from '../api-promise.ts';
import type { Call } from '../call.ts';
import { ConnectionError, errorOf } from '../errors.ts';
import type { RequestOptions } from '../options.ts';
import type { ApiRequest, ServerEvent } from '../transport.ts';
import type { ScoreManyRequest, ScoreOneRequest, ScoreRequest } from '../types.ts';

/**
 * Events of a streamed request: each score as soon as it is ready, then the verdict of each sample.
 */
export type ScoreEvent =
  | { type: 'score' /** Index of the sample, from 0. */; index: number; score: Score }
  | { type: 'verdict'; index: number; verdict: Verdict };

export interface Scoring {
  /**
   * Scores up to 100 samples.
   *
   * @returns the verdict of `sample`; for `samples`, the verdicts in the same order
   * @throws ValidationError if the request is invalid; `errors` names each field
   * @example
   * const verdict = await assay.score({
   *   sample: { output: 'Paris', expected: 'Paris' },
   *   scorers: ['exact-match', { scorer: 'length', params: { unit: 'words', max: 60 } }],
   * });
   */
  // The overload for one sample is last, because the compiler reports errors for the last overload.
  (request: ScoreManyRequest, options?: RequestOptions): ApiPromise<ScoreManyResponse>;
  (request: ScoreOneRequest, options?: RequestOptions): ApiPromise<Verdict>;

  /**
   * Scores samples and streams each score as soon as it is ready; the verdicts come last, once they
   * are stored.
   *
   * @throws ConnectionError if the stream ends early. It is not restarted; call again with the same
   * `idempotencyKey` to do so.
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
      // The API defines the data of each event.
      if (event === 'error') throw errorOf(data as Parameters<typeof errorOf>[0]);
      // Reads to the end after `done`, so that the connection can be reused.
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
