import { createHash } from 'node:crypto';
import type { Answer } from '@assay/schema/binding.ts';
import { newId } from '@assay/schema/ids.ts';
import { open, seal } from '../auth/seal.ts';
import { ApiProblem } from '../problem.ts';
import type { Asking } from '../scoring/score-samples.ts';
import type { Services } from '../services.ts';

/**
 * Answers a call repeated under its idempotency key with the answer of the first, as routes do. The
 * answer is sealed under that key, of which the database gets a hash: a binding has no other secret.
 *
 * @param content what the call asks, in a text, to tell another call under the same key
 * @throws ApiProblem `idempotency_mismatch` or `idempotency_in_flight`
 */
export async function once<Value>(
  key: string,
  content: string,
  { principal, requestId }: Asking,
  { idempotency, nowMs, log }: Services,
  work: (seed: string) => Promise<Answer<Value>>,
): Promise<Answer<Value>> {
  const attempt = {
    apiKeyId: principal.keyId,
    key: sha256(key),
    requestHash: sha256(content),
    id: newId('attempt'),
  };
  const begun = await idempotency.begin(attempt, nowMs());
  if (begun.state === 'mismatch') throw new ApiProblem('idempotency_mismatch');
  if (begun.state === 'in-flight') {
    throw new ApiProblem('idempotency_in_flight', { headers: { 'Retry-After': '1' } });
  }
  if (begun.state === 'answered') {
    return { ok: true, value: JSON.parse(await open(begun.answer, key)) };
  }
  const answer = await work(begun.seed);
  const settle = async () => {
    if (answer.ok) {
      const sealed = await seal(JSON.stringify(answer.value), key);
      await idempotency.complete(attempt, { status: 200, answer: sealed });
    } else if (answer.problem.status >= 500) await idempotency.abandon(attempt);
    else await idempotency.release(attempt);
  };
  // The answer is settled by now: a failure to keep it, or to free the key, must not change it.
  await settle().catch(() => log({ level: 'error', event: 'replay_not_kept', requestId }));
  return answer;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
