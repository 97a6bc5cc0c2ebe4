import type { Scope } from '@assay/schema/types.ts';
import { createMiddleware } from 'hono/factory';
import { mayUse, type Principal } from '../auth/principal.ts';
import type { AppContext, AppEnv } from '../context.ts';
import { ApiProblem } from './problem.ts';

/** Lets in whoever holds a key with the scope, within the rate limit; `any` takes every key. */
export function authenticate(scope: Scope | 'any') {
  return createMiddleware<AppEnv>(async (c, next) => {
    const principal = await c.get('timings').measure('auth', () => identify(c));
    c.set('principal', principal);
    if (scope !== 'any' && !mayUse(principal, scope)) {
      throw new ApiProblem('scope_missing', {
        detail: `This key has ${principal.scopes.join(', ')}; the route needs the scope "${scope}".`,
      });
    }
    await next();
  });
}

async function identify(c: AppContext): Promise<Principal> {
  const header = c.req.header('authorization');
  const [, token] = /^Bearer +(\S+)$/i.exec(header ?? '') ?? [];
  if (token === undefined) {
    throw new ApiProblem('key_missing');
  }
  c.set('token', token);
  // Guessing keys costs look-ups, so those are limited by where they come from.
  const limitLookups = () => limitByAddress(c);
  const principal = await c.get('services').keyring.identify(token, c.req.url, limitLookups);
  await limit(c, `key:${principal.keyId}`);
  return principal;
}

/** For routes without a key that cost a look-up all the same. @throws ApiProblem `rate_limited` */
export function limitByAddress(c: AppContext): Promise<void> {
  return limit(c, `address:${c.req.header('cf-connecting-ip') ?? 'unknown'}`);
}

async function limit(c: AppContext, key: string): Promise<void> {
  const { success } = await c.env.RATE_LIMITER.limit({ key }).catch((cause: unknown) => {
    // A brake that does not answer must not stop the car: it is no exact quota anyway.
    const error = cause instanceof Error ? cause.name : 'unknown';
    c.get('services').log({ level: 'warn', event: 'rate_limiter_failed', error });
    return { success: true };
  });
  if (success) return;
  const { requests, periodSeconds } = c.var.services.config.rateLimit;
  throw new ApiProblem('rate_limited', {
    detail: `More than ${requests} requests in ${periodSeconds} seconds. Wait for the seconds in Retry-After.`,
    headers: {
      'Retry-After': String(periodSeconds),
      // Source: draft-ietf-httpapi-ratelimit-headers.
      'RateLimit-Policy': `"default";q=${requests};w=${periodSeconds}`,
      RateLimit: `"default";r=0;t=${periodSeconds}`,
    },
  });
}
