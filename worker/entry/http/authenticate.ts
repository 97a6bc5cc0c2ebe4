import { ApiProblem } from '../../core/problem.ts';
import { type Needed, type Principal, requireScope } from '../../features/auth/principal.ts';
import { limitRate } from '../../features/auth/rate-limit.ts';
import type { AppContext } from '../context.ts';

/**
 * Authenticates the caller: requires a key with the scope (`any` accepts every key), within the
 * rate limit.
 *
 * @param keyHeader another header that may have the key, for callers who cannot send `Authorization`
 * @throws ApiProblem of the key, `rate_limited` or `scope_missing`
 */
export async function authenticate(
  c: AppContext,
  scope: Needed,
  keyHeader?: string,
): Promise<Principal> {
  const principal = await c.get('timings').measure('auth', () => identify(c, keyHeader));
  c.set('principal', principal);
  requireScope(principal, scope);
  return principal;
}

async function identify(c: AppContext, keyHeader: string | undefined): Promise<Principal> {
  const header = c.req.header('authorization');
  const other = keyHeader === undefined ? undefined : c.req.header(keyHeader);
  const [, token = other] = /^Bearer +(\S+)$/i.exec(header ?? '') ?? [];
  if (token === undefined) {
    throw new ApiProblem('key_missing');
  }
  c.set('token', token);
  const services = c.get('services');
  // Lookups of unknown keys are limited by client address, so that keys cannot be guessed cheaply.
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
