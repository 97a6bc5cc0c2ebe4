import { createHash } from 'node:crypto';
import type { Next } from 'hono';
import { createMiddleware } from 'hono/factory';
import { ApiProblem } from '../../core/problem.ts';
import {
  answerOnce,
  IDEMPOTENCY_KEY,
  type Kept,
  type Ran,
} from '../../features/idempotency/answer-once.ts';
import type { AppContext, AppEnv } from '../context.ts';

/**
 * Answers a repeated POST with the answer of the first, when both carry the same Idempotency-Key.
 *
 * @throws ApiProblem `idempotency_mismatch` or `idempotency_in_flight`
 */
export const idempotent = createMiddleware<AppEnv>((c, next) =>
  onceForKey(c, next, () => c.req.text()),
);

/**
 * The same for a body that is read as a stream and cannot be compared: requests are the same when
 * their query, length and encoding are.
 */
export const idempotentStream = createMiddleware<AppEnv>((c, next) =>
  onceForKey(c, next, async () =>
    [
      new URL(c.req.url).search,
      c.req.header('content-length') ?? '',
      c.req.header('content-encoding') ?? '',
    ].join('\n'),
  ),
);

async function onceForKey(
  c: AppContext,
  next: Next,
  content: () => Promise<string>,
): Promise<Response | undefined> {
  const key = c.req.header('idempotency-key');
  if (key === undefined) {
    await next();
    return;
  }
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
    await next();
    return ranOf(c);
  });
  return 'kept' in once ? replay(once.kept) : undefined;
}

function hashOf(c: AppContext, content: string): string {
  return createHash('sha256')
    .update(`${c.req.method} ${c.req.path} ${c.req.header('accept') ?? ''}\n`)
    .update(content)
    .digest('hex');
}

function ranOf(c: AppContext): Ran<undefined> {
  const { res } = c;
  if (!res.ok) {
    const outcome = res.status >= 500 ? 'failed' : 'refused';
    return { answer: undefined, ending: async () => ({ outcome }) };
  }
  const isStream = res.headers.get('content-type')?.startsWith('text/event-stream') ?? false;
  const copy = res.clone();
  return {
    answer: undefined,
    async ending() {
      const answer = { contentType: copy.headers.get('content-type'), body: await copy.text() };
      if (c.get('streamFailed')) return { outcome: 'failed' };
      return { outcome: 'succeeded', status: copy.status, text: JSON.stringify(answer) };
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
