import { createHash } from 'node:crypto';
import { newId } from '@assay/schema/ids.ts';
import type { Next } from 'hono';
import { createMiddleware } from 'hono/factory';
import { open, seal } from '../auth/seal.ts';
import type { AppContext, AppEnv } from '../context.ts';
import { ApiProblem } from '../problem.ts';
import type { Attempt, KeptAnswer } from '../store/idempotency.ts';

const KEY_SHAPE = /^[\x21-\x7e]{1,255}$/;

/**
 * Answers a repeated POST with the answer of the first, when both carry the same Idempotency-Key.
 * Only successes are kept: a request that was refused or failed may be sent again with its key. What a
 * failed one may have stored gets the same ids again, and so is not stored twice.
 *
 * Source: draft-ietf-httpapi-idempotency-key-header.
 * @throws ApiProblem `idempotency_mismatch` or `idempotency_in_flight`
 */
export const idempotent = createMiddleware<AppEnv>((c, next) =>
  answerOnce(c, next, () => c.req.text()),
);

/**
 * The same for a body that is read as a stream and cannot be compared: requests are the same when
 * their query, length and encoding are.
 */
export const idempotentStream = createMiddleware<AppEnv>((c, next) =>
  answerOnce(c, next, async () =>
    [
      new URL(c.req.url).search,
      c.req.header('content-length') ?? '',
      c.req.header('content-encoding') ?? '',
    ].join('\n'),
  ),
);

async function answerOnce(
  c: AppContext,
  next: Next,
  content: () => Promise<string>,
): Promise<Response | undefined> {
  const key = c.req.header('idempotency-key');
  if (key === undefined) {
    await next();
    return;
  }
  if (!KEY_SHAPE.test(key)) {
    throw new ApiProblem('invalid_request', {
      detail: 'Idempotency-Key must be 1 to 255 visible ASCII characters.',
    });
  }
  const attempt = describeAttempt(c, key, await content());
  const { idempotency, nowMs } = c.var.services;
  const begun = await idempotency.begin(attempt, nowMs());
  switch (begun.state) {
    case 'mismatch':
      throw new ApiProblem('idempotency_mismatch');
    case 'in-flight':
      throw new ApiProblem('idempotency_in_flight', { headers: { 'Retry-After': '1' } });
    case 'answered':
      return replay(begun, c.var.token);
    case 'begun':
      c.set('seed', begun.seed);
  }

  await next();
  await keep(c, attempt);
}

function describeAttempt(c: AppContext, key: string, content: string): Attempt {
  const requestHash = createHash('sha256')
    .update(`${c.req.method} ${c.req.path} ${c.req.header('accept') ?? ''}\n`)
    .update(content)
    .digest('hex');
  return { apiKeyId: c.var.principal.keyId, key, requestHash, id: newId('attempt') };
}

async function keep(c: AppContext, attempt: Attempt): Promise<void> {
  const { idempotency, log } = c.var.services;
  // The answer is settled by now: a failure to keep it, or to free the key, must not change it.
  const safely = (work: Promise<void>) =>
    work.catch(() => log({ level: 'error', event: 'replay_not_kept', requestId: c.var.requestId }));
  if (c.res.status >= 500) return safely(idempotency.abandon(attempt));
  if (!c.res.ok) return safely(idempotency.release(attempt));
  const isStream = c.res.headers.get('content-type')?.startsWith('text/event-stream') ?? false;
  const copy = c.res.clone();
  const finish = async () => {
    const answer = { contentType: copy.headers.get('content-type'), body: await copy.text() };
    if (c.get('streamFailed')) return idempotency.abandon(attempt);
    const sealed = await seal(JSON.stringify(answer), c.var.token);
    await idempotency.complete(attempt, { status: copy.status, answer: sealed });
  };
  if (isStream) c.executionCtx.waitUntil(safely(finish()));
  else await safely(finish());
}

async function replay({ status, answer }: KeptAnswer, token: string): Promise<Response> {
  const kept: { contentType: string | null; body: string } = JSON.parse(await open(answer, token));
  return new Response(status === 204 ? null : kept.body, {
    status,
    headers: {
      'Idempotency-Replayed': 'true',
      ...(kept.contentType === null ? {} : { 'Content-Type': kept.contentType }),
    },
  });
}
