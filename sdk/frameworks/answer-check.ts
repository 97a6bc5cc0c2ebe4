/**
 * What the helpers for frameworks share: whether an answer is scored, what becomes of it, and that an
 * answer which could not be scored has not failed.
 */
import type { Sample, Verdict } from '@assay/schema/types.ts';
import { LONGEST_TIMER_MS } from '../attempt.ts';
import type { Assay } from '../client.ts';
import { AssayError, TimeoutError } from '../errors.ts';
import type { RequestOptions } from '../options.ts';
import type { ScoreOneRequest } from '../types.ts';

/** Scorers or a suite, and the rest of a request, with what is done about an answer. */
export interface AnswerCheckOptions<About> extends Omit<ScoreOneRequest, 'sample'> {
  /** `background`, when left out, scores beside the answer; `blocking` before it is let go. */
  mode?: 'background' | 'blocking' | undefined;
  /** Which share of the answers is scored, 0 to 1; all of them when left out. */
  sampleRate?: number | undefined;
  /** Stands in for `Math.random`. */
  random?: (() => number) | undefined;
  /** Told each verdict, and awaited. */
  onVerdict?: ((verdict: Verdict, about: About) => unknown) | undefined;
  /**
   * Told why there is no verdict, which scores of one could not be given (`score_failed`), and what
   * `onVerdict` threw; the console when left out.
   */
  onError?: ((error: unknown, about: About) => unknown) | undefined;
  /**
   * Blocking: what becomes of an answer that got no decision, because a judge could not judge, Assay
   * could not be reached, or something is wrong with the key, the scorers or the sample. `pass` when
   * left out: an outage of the judge silences nobody.
   */
  onUnscored?: 'pass' | 'fallback' | 'throw' | undefined;
  /** Blocking: how long an answer waits for its verdict at most, in milliseconds; 10,000 when left out. */
  timeoutMs?: number | undefined;
}

/** Blocking, without a fallback: the answer failed (`answer_failed`) or got no decision (`answer_unscored`). */
export class AnswerWithheldError extends AssayError {
  override name = 'AnswerWithheldError';
  /** null when Assay gave none. */
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

/** An answer on its way. */
export interface Subject<About> {
  assay: () => Pick<Assay, 'score'>;
  /** What is to be scored; undefined for what is not. It may throw, which counts as no verdict. */
  sample: () => Sample | undefined | Promise<Sample | undefined>;
  about: About;
  /** Whoever waits for a blocking check gives up by it. */
  signal?: AbortSignal | undefined;
}

/** Keeps a platform alive until a promise has settled. */
export type WaitUntil = (promise: Promise<unknown>) => void;

/** What becomes of an answer that waited. */
export interface Ruling {
  action: 'pass' | 'fallback';
  /** null when there is none. */
  verdict: Verdict | null;
}

export interface AnswerCheck<About> {
  readonly isBlocking: boolean;
  /** Whether the next answer is one that is scored. */
  isDue(): boolean;
  /**
   * Scores beside the answer; nothing is thrown.
   *
   * @param waitUntil given a promise that never rejects
   */
  inBackground(subject: Subject<About>, waitUntil: WaitUntil | undefined): void;
  /** Scores before the answer. @throws AnswerWithheldError where `onUnscored` says so */
  rule(subject: Subject<About>): Promise<Ruling>;
}

const BLOCKING_TIMEOUT_MS = 10_000;
// What a judge that is late leaves to the scores that are there.
const DEADLINE_SHARE = 0.9;
const LONGEST_DEADLINE_MS = 60_000;
const MOST_REQUEST_BYTES = 1_048_576;
/** Bytes that Assay takes as one text. */
export const MOST_TEXT_BYTES = 262_144;

/** @throws AssayError `invalid_option` */
export function createAnswerCheck<About>(options: AnswerCheckOptions<About>): AnswerCheck<About> {
  validate(options);
  const { sampleRate = 1, random = Math.random, onUnscored = 'pass' } = options;
  const { timeoutMs = BLOCKING_TIMEOUT_MS, onVerdict, onError } = options;
  const isBlocking = options.mode === 'blocking';

  /** @returns null when there is nothing to score */
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
      // It may be a function of one's own that fails, at once or later.
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

/** How long an answer waits, whatever it waits for. */
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
    /** Rejects when time is up, or nobody waits any more. */
    reached,
    /** The same, and settles without an error. */
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

/** The part of the options that Assay is asked with. @throws AssayError `sample_too_large` */
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

/** What is too large for Assay is not cut: a score of a part would pass for one of the whole. */
export function tooLarge(what: string, bytes: number, most: number): AssayError {
  const message = `${what} has at least ${bytes} bytes, but Assay accepts at most ${most}. It was not sent.`;
  return new AssayError({ code: 'sample_too_large', message });
}
