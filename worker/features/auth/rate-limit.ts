import type { Config } from '../../core/config.ts';
import type { Log } from '../../core/log.ts';
import { ApiProblem } from '../../core/problem.ts';

export interface RateLimitNeeds {
  config: Config;
  log: Log;
}

/**
 * Counts a request against the rate limit.
 *
 * @param key whom it is counted for
 * @throws ApiProblem `rate_limited`
 */
export async function limitRate(
  limiter: RateLimit,
  key: string,
  { config, log }: RateLimitNeeds,
): Promise<void> {
  const { success } = await limiter.limit({ key }).catch((cause: unknown) => {
    // If the limiter is unavailable, requests are allowed: the limit is not exact anyway.
    const error = cause instanceof Error ? cause.name : 'unknown';
    log({ level: 'warn', event: 'rate_limiter_failed', error });
    return { success: true };
  });
  if (success) return;
  const { requests, periodSeconds } = config.rateLimit;
  throw new ApiProblem('rate_limited', {
    detail: `The limit of ${requests} requests in ${periodSeconds} seconds is exceeded. Wait for the number of seconds in Retry-After, then retry.`,
    headers: {
      'Retry-After': String(periodSeconds),
      // Source: draft-ietf-httpapi-ratelimit-headers.
      'RateLimit-Policy': `"default";q=${requests};w=${periodSeconds}`,
      RateLimit: `"default";r=0;t=${periodSeconds}`,
    },
  });
}
