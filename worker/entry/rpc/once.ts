import { createHash } from 'node:crypto';
import type { Answer } from '@assay/schema/binding.ts';
import { answerOnce, type Ending, type OnceNeeds } from '../../features/idempotency/answer-once.ts';
import type { RequestContext } from '../../features/scoring/request-context.ts';

interface KeyedCall {
  key: string;
  /** The content of a call as text, to detect a different call with the same key. */
  content: string;
}

/**
 * Answers a call repeated under its idempotency key with the answer of the first, as routes do. The
 * answer is sealed under that key, of which the database gets a hash: a binding has no other secret.
 *
 * @throws ApiProblem `idempotency_mismatch` or `idempotency_in_flight`
 */
export async function once<Value>(
  { key, content }: KeyedCall,
  { principal, requestId }: RequestContext,
  services: OnceNeeds,
  work: (seed: string) => Promise<Answer<Value>>,
): Promise<Answer<Value>> {
  const request = {
    callerId: principal.keyId,
    key: sha256(key),
    hash: sha256(content),
    secret: key,
    requestId,
  };
  const once = await answerOnce(request, services, async (seed) => {
    const answer = await work(seed);
    return { answer, ending: async () => endingOf(answer) };
  });
  return 'kept' in once ? { ok: true, value: JSON.parse(once.kept.text) } : once.answer;
}

function endingOf(answer: Answer<unknown>): Ending {
  if (answer.ok) return { outcome: 'succeeded', status: 200, text: JSON.stringify(answer.value) };
  return { outcome: answer.problem.status >= 500 ? 'failed' : 'refused' };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
