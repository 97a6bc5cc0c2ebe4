import { newId } from '@assay/schema/ids.ts';
import type { Every } from '../../core/every.ts';
import type { Log } from '../../core/log.ts';
import { ApiProblem } from '../../core/problem.ts';
import type { IdempotencyStore } from '../../store/idempotency.ts';
import { open, seal } from '../auth/seal.ts';

export interface OnceNeeds {
  idempotency: IdempotencyStore;
  nowMs(): number;
  every: Every;
  log: Log;
}

/** What an idempotency key may look like. */
export const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,255}$/;

const RENEWAL_MS = 30_000;

/** A request that may be repeated under a key. */
export interface KeyedRequest {
  /** The owner of the key: keys of different callers are independent. */
  callerId: string;
  /** The key as the database holds it. */
  key: string;
  /** Distinguishes a different request with the same key. */
  hash: string;
  /** The secret that encrypts the stored response. */
  secret: string;
  requestId: string;
}

/** An answer as it is kept. */
export interface Kept {
  status: number;
  text: string;
}

/** The result of a request: `refused` if it had no effect, `failed` if it may have had one. */
export type Ending =
  | { outcome: 'refused' }
  | { outcome: 'failed' }
  | ({ outcome: 'succeeded' } & Kept);

/** A request that has been run. */
export interface Ran<Answer> {
  answer: Answer;
  /** Waits for the end of what is still in flight, such as a stream. */
  ending(): Promise<Ending>;
  /** Waits for the end behind the answer; the answer waits for it if omitted. */
  later?: ((work: Promise<void>) => void) | undefined;
}

/**
 * Runs a request once for its key. Only successes are kept: a request that was refused or failed may
 * be sent again. Each attempt at it gets the same seed, so that what an earlier one stored is not
 * stored twice. While it runs its lease is renewed, however long a stream takes.
 *
 * Source: draft-ietf-httpapi-idempotency-key-header.
 * @throws ApiProblem `idempotency_mismatch` or `idempotency_in_flight`
 */
export async function answerOnce<Answer>(
  { callerId, key, hash, secret, requestId }: KeyedRequest,
  { idempotency, nowMs, every, log }: OnceNeeds,
  run: (seed: string) => Promise<Ran<Answer>>,
): Promise<{ kept: Kept } | { answer: Answer }> {
  const attempt = { apiKeyId: callerId, key, requestHash: hash, id: newId('attempt') };
  // The answer does not depend on these: a failure of theirs must not change it.
  const safely = (work: Promise<void>, event: string) =>
    work.catch(() => log({ level: 'error', event, requestId }));
  const giveWay = async (cause: unknown): Promise<never> => {
    await safely(idempotency.abandon(attempt), 'replay_not_kept');
    throw cause;
  };
  // The claim may have been made although its answer was lost.
  const begun = await idempotency.begin(attempt, nowMs()).catch(giveWay);
  if (begun.state === 'mismatch') throw new ApiProblem('idempotency_mismatch');
  if (begun.state === 'in-flight') {
    throw new ApiProblem('idempotency_in_flight', { headers: { 'Retry-After': '1' } });
  }
  if (begun.state === 'answered') {
    return { kept: { status: begun.status, text: await open(begun.answer, secret) } };
  }

  const stop = every(RENEWAL_MS, () =>
    safely(idempotency.renew(attempt, nowMs()), 'lease_not_renewed'),
  );

  async function finish({ ending }: Ran<Answer>): Promise<void> {
    const ended = await ending();
    if (ended.outcome === 'refused') return idempotency.release(attempt);
    if (ended.outcome === 'failed') return idempotency.abandon(attempt);
    const answer = await seal(ended.text, secret);
    await idempotency.complete(attempt, { status: ended.status, answer });
  }

  const ran = await run(begun.seed).catch((cause: unknown) => {
    stop();
    return giveWay(cause);
  });
  const finished = safely(finish(ran), 'replay_not_kept').finally(stop);
  if (ran.later) ran.later(finished);
  else await finished;
  return { answer: ran.answer };
}
