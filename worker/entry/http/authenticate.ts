import type { Scope } from '@assay/schema/types.ts';
import { ApiProblem } from '../../core/problem.ts';
import { type Principal, requireScope } from '../../features/auth/principal.ts';
import { limitRate } from '../../features/auth/rate-limit.ts';
import type { AppContext } from '../context.ts';

/**
 * Lets in whoever holds a key with the scope, within the rate limit; `any` takes every key.
 *
 * @throws ApiProblem of the key, `rate_limited` or `scope_missing`
 */
export async function authenticate(c: AppContext, scope: Scope | 'any'): Promise<Principal> {
  const principal = await c.get('timings').measure('auth', () => identify(c));
  c.set('principal', principal);
  requireScope(principal, scope);
  return principal;
}

async function identify(c: AppContext): Promise<Principal> {
  const header = c.req.header('authorization');
  const [, token] = /^Bearer +(\S+)$/i.exec(header ?? '') ?? [];
  if (token === undefined) {
    throw new ApiProblem('key_missing');
  }
  c.set('token', token);
  const services = c.get('services');
  // Guessing keys costs look-ups, so those are limited by where they come from.
  const limitLookups = () => limitByAddress(c);
  const principal = await services.keyring.identify(token, c.req.url, limitLookups);
  await limitRate(c.env.RATE_LIMITER, `key:${principal.keyId}`, services);
  return principal;
}

/** For routes without a key that cost a look-up all the same. @throws ApiProblem `rate_limited` */
export function limitByAddress(c: AppContext): Promise<void> {
  const address = c.req.header('cf-connecting-ip') ?? 'unknown';
  return limitRate(c.env.RATE_LIMITER, `address:${address}`, c.get('services'));
}
