import { createHash } from 'node:crypto';
import { ApiProblem } from '../../core/problem.ts';
import {
  answerOnce,
  IDEMPOTENCY_KEY,
  type Kept,
  type Ran,
} from '../../features/idempotency/answer-once.ts';
import type { AppContext } from '../context.ts';
import { answerError } from './errors.ts';

/**
 * Answers a repeated POST with the answer of the first, when both carry the same Idempotency-Key.
 *
 * @param content what tells the request from another under the same key
 * @throws ApiProblem `idempotency_mismatch` or `idempotency_in_flight`
 */
export function answerRepeats(
  c: AppContext,
  content: () => string | Promise<string>,
  work: () => Promise<Response>,
): Promise<Response> {
  const key = c.req.header('idempotency-key');
  return key === undefined ? work() : answerUnder(key, c, content, work);
}

async function answerUnder(
  key: string,
  c: AppContext,
  content: () => string | Promise<string>,
  work: () => Promise<Response>,
): Promise<Response> {
  if (!IDEMPOTENCY_KEY.test(key)) {
    throw new ApiProblem('invalid_request', {
      detail: 'Idempotency-Key must be 1 to 255 visible ASCII characters.',
    });
  }
  const { principal, token, services, requestId } = c.var;
  const hash = hashOf(c, await content());
  const request = { callerId: principal.keyId, key, hash, secret: token, requestId };
  const once = await answerOnce(request, services, async (seed) => {
    c.set('seed', seed);
    return ranOf(await work().catch((cause: unknown) => answerError(cause, c)), c);
  });
  return 'kept' in once ? replay(once.kept) : once.answer;
}

function hashOf(c: AppContext, content: string): string {
  return createHash('sha256')
    .update(`${c.req.method} ${c.req.path} ${c.req.header('accept') ?? ''}\n`)
    .update(content)
    .digest('hex');
}

function ranOf(answer: Response, c: AppContext): Ran<Response> {
  if (!answer.ok) {
    const outcome = answer.status >= 500 ? 'failed' : 'refused';
    return { answer, ending: async () => ({ outcome }) };
  }
  const isStream = answer.headers.get('content-type')?.startsWith('text/event-stream') ?? false;
  const copy = answer.clone();
  return {
    answer,
    async ending() {
      const kept = { contentType: copy.headers.get('content-type'), body: await copy.text() };
      if (c.get('streamFailed')) return { outcome: 'failed' };
      return { outcome: 'succeeded', status: copy.status, text: JSON.stringify(kept) };
    },
    later: isStream ? (work) => c.executionCtx.waitUntil(work) : undefined,
  };
}

function replay({ status, text }: Kept): Response {
  const kept: { contentType: string | null; body: string } = JSON.parse(text);
  return new Response(status === 204 ? null : kept.body, {
    status,
    headers: {
      'Idempotency-Replayed': 'true',
      ...(kept.contentType === null ? {} : { 'Content-Type': kept.contentType }),
    },
  });
}
