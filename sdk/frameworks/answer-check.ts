/**
 * Shared logic of the framework integrations: whether an answer is scored, and whether it is sent.
 * An answer that could not be scored has not failed.
 */
import type { Sample, Verdict } from '@assay/schema/types.ts';
import { LONGEST_TIMER_MS } from '../attempt.ts';
import type { Assay } from '../client.ts';
import { AssayError, TimeoutError } from '../errors.ts';
import type { RequestOptions } from '../options.ts';
import type { ScoreOneRequest } from '../types.ts';

/** The options of a request, and how answers are handled. */
export interface AnswerCheckOptions<About> extends Omit<ScoreOneRequest, 'sample'> {
  /**
   * `background` (default) does not delay the answer; `blocking` scores the answer before it is
   * sent.
   */
  mode?: 'background' | 'blocking' | undefined;
  /** Share of answers to score, 0 to 1. Defaults to 1. */
  sampleRate?: number | undefined;
  /** Replaces `Math.random`, for tests. */
  random?: (() => number) | undefined;
  /** Called with each verdict, and awaited. */
  onVerdict?: ((verdict: Verdict, about: About) => unknown) | undefined;
  /**
   * Called if there is no verdict, if scores failed (`score_failed`), and if `onVerdict` threw.
   * Defaults to logging to the console.
   */
  onError?: ((error: unknown, about: About) => unknown) | undefined;
  /**
   * Blocking: how to handle an undecided answer: a judge failed, Assay is unreachable, or the key,
   * scorers or sample are invalid. Defaults to `pass`, so that an outage of the judge does not
   * block answers.
   */
  onUnscored?: 'pass' | 'fallback' | 'throw' | undefined;
  /** Blocking: maximum delay of an answer, in milliseconds. Defaults to 10,000. */
  timeoutMs?: number | undefined;
}

/**
 * Thrown in blocking mode without a fallback: the answer failed (`answer_failed`) or was not
 * decided (`answer_unscored`).
 */
export class AnswerWithheldError extends AssayError {
  override name = 'AnswerWithheldError';
  /** null if Assay returned no verdict. */
  readonly verdict: Verdict | null;

  constructor(verdict: Verdict | null, cause?: unknown) {
    const isFailed = verdict?.passed === false;
    const reason = verdict?.decision.reason ?? String(cause);
    super({
      code: isFailed ? 'answer_failed' : 'answer_unscored',
      message: `The answer ${isFailed ? 'did not pass' : 'was not decided'}: ${reason}`,
      cause,
    });
    this.verdict = verdict;
  }
}

/** An answer that is being sent. */
export interface Subject<About> {
  assay: () => Pick<Assay, 'score'>;
  /** Returns the sample, or undefined to skip it. If it throws, there is no verdict. */
  sample: () => Sample | undefined | Promise<Sample | undefined>;
  about: About;
  /** Aborts a blocking check. */
  signal?: AbortSignal | undefined;
}

/** Keeps the runtime alive until a promise has settled. */
export type WaitUntil = (promise: Promise<unknown>) => void;

/** The decision about a delayed answer. */
export interface Ruling {
  action: 'pass' | 'fallback';
  /** null if there is no verdict. */
  verdict: Verdict | null;
}

export interface AnswerCheck<About> {
  readonly isBlocking: boolean;
  /** Whether the next answer is sampled. */
  isDue(): boolean;
  /**
   * Scores in the background; never throws.
   *
   * @param waitUntil called with a promise that never rejects
   */
  inBackground(subject: Subject<About>, waitUntil: WaitUntil | undefined): void;
  /** Scores before the answer is sent. @throws AnswerWithheldError if `onUnscored` is `throw` */
  rule(subject: Subject<About>): Promise<Ruling>;
}

const BLOCKING_TIMEOUT_MS = 10_000;
// Reserve within `timeoutMs`, so that finished scores arrive even if a judge is late.
const DEADLINE_SHARE = 0.9;
const LONGEST_DEADLINE_MS = 60_000;
const MOST_REQUEST_BYTES = 1_048_576;
/** Maximum size of a text, in bytes. */
export const MOST_TEXT_BYTES = 262_144;

/** @throws AssayError `invalid_option` */
export function createAnswerCheck<About>(options: AnswerCheckOptions<About>): AnswerCheck<About> {
  validate(options);
  const { sampleRate = 1, random = Math.random, onUnscored = 'pass' } = options;
  const { timeoutMs = BLOCKING_TIMEOUT_MS, onVerdict, onError } = options;
  const isBlocking = options.mode === 'blocking';

  /** @returns null if there is nothing to score */
  async function verdictOf(subject: Subject<About>): Promise<Verdict | null> {
    const sample = await subject.sample();
    if (sample === undefined) return null;
    const request = requestOf(options, sample);
    if (!isBlocking) return subject.assay().score(request);
    const deadlineMs = Math.min(Math.ceil(timeoutMs * DEADLINE_SHARE), LONGEST_DEADLINE_MS);
    const waiting: RequestOptions = { totalTimeoutMs: timeoutMs, signal: subject.signal };
    return subject.assay().score({ deadlineMs, ...request }, waiting);
  }

  async function report(error: unknown, about: About): Promise<void> {
    try {
      if (onError) await onError(error, about);
      else console.error('Assay returned no verdict for an answer.', error);
    } catch (cause) {
      console.error('onError threw.', cause);
    }
  }

  async function tell(verdict: Verdict, about: About): Promise<void> {
    const broken = verdict.scores.flatMap((score) =>
      score.status === 'error' ? `${score.name} ${score.error.code}: ${score.error.message}` : [],
    );
    if (broken.length > 0) {
      const message = `Some scores of ${verdict.id} failed: ${broken.join(' ')}`;
      await report(new AssayError({ code: 'score_failed', message }), about);
    }
    try {
      await onVerdict?.(verdict, about);
    } catch (cause) {
      await report(cause, about);
    }
  }

  async function scoreAndReport(subject: Subject<About>): Promise<void> {
    try {
      const verdict = await verdictOf(subject);
      if (verdict) await tell(verdict, subject.about);
    } catch (cause) {
      await report(cause, subject.about);
    }
  }

  return {
    isBlocking,
    isDue: () => random() < sampleRate,
    inBackground(subject, waitUntil) {
      const scoring = scoreAndReport(subject);
      // A user callback can throw, synchronously or later.
      const held = (async () => waitUntil?.(scoring))();
      held.catch((cause: unknown) => report(cause, subject.about));
    },
    async rule(subject) {
      const { about, signal } = subject;
      let verdict: Verdict | null;
      let cause: unknown;
      const limit = limitOf(timeoutMs, signal);
      try {
        verdict = await Promise.race([verdictOf(subject), limit.reached]);
        if (verdict === null) return { action: 'pass', verdict };
        await Promise.race([tell(verdict, about), limit.over]);
      } catch (error) {
        if (signal?.aborted) throw error;
        await Promise.race([report(error, about), limit.over]);
        verdict = null;
        cause = error;
      } finally {
        limit.end();
      }
      if (verdict?.passed === true) return { action: 'pass', verdict };
      if (verdict?.passed === false) return { action: 'fallback', verdict };
      if (onUnscored === 'throw') throw new AnswerWithheldError(verdict, cause);
      return { action: onUnscored, verdict };
    },
  };
}

/** Limits the delay of an answer. */
function limitOf(timeoutMs: number, signal: AbortSignal | undefined) {
  const message = `Assay returned no verdict within ${timeoutMs} ms.`;
  let stop = (_cause: unknown) => {};
  const reached = new Promise<never>((_, reject) => {
    stop = reject;
  });
  const onTime = () => stop(new TimeoutError({ code: 'timeout', message, retryable: true }));
  const onAbort = () => stop(signal?.reason);
  const timer = setTimeout(onTime, Math.min(timeoutMs, LONGEST_TIMER_MS));
  signal?.addEventListener('abort', onAbort);
  if (signal?.aborted) onAbort();
  return {
    /** Rejects when the time is up or the caller has aborted. */
    reached,
    /** The same, but resolves instead of rejecting. */
    over: reached.catch(() => {}),
    end() {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    },
  };
}

function validate(options: AnswerCheckOptions<never> & { fallback?: unknown }): void {
  const { mode, scorers, suite, sampleRate = 1, timeoutMs = 1 } = options;
  if (mode !== undefined && mode !== 'background' && mode !== 'blocking') {
    throw invalid('`mode` must be `background` or `blocking`.');
  }
  if (options.fallback !== undefined && mode !== 'blocking') {
    throw invalid(
      '`fallback` requires `mode: "blocking"`: in background mode, answers are not held back.',
    );
  }
  if (!scorers?.length && suite === undefined) throw invalid('`scorers` or `suite` is required.');
  if (!(sampleRate >= 0 && sampleRate <= 1)) throw invalid('`sampleRate` must be between 0 and 1.');
  if (!(timeoutMs > 0)) throw invalid('`timeoutMs` must be above 0.');
}

function invalid(message: string): AssayError {
  return new AssayError({ code: 'invalid_option', message });
}

/** The options that are sent to Assay. @throws AssayError `sample_too_large` */
function requestOf(options: AnswerCheckOptions<never>, sample: Sample): ScoreOneRequest {
  const { scorers, suite, policy, store, deadlineMs, metadata, tags } = options;
  const given = Object.entries({ scorers, suite, policy, store, deadlineMs, metadata, tags });
  const request: ScoreOneRequest = {
    sample,
    ...Object.fromEntries(given.filter(([, value]) => value !== undefined)),
  };
  const { length } = new TextEncoder().encode(JSON.stringify(request));
  if (length > MOST_REQUEST_BYTES) throw tooLarge('The sample', length, MOST_REQUEST_BYTES);
  return request;
}

/** An oversized answer is not truncated: the score of a part would look like that of the whole. */
export function tooLarge(what: string, bytes: number, most: number): AssayError {
  const message = `${what} has at least ${bytes} bytes, but Assay accepts at most ${most}. It was not sent.`;
  return new AssayError({ code: 'sample_too_large', message });
}
