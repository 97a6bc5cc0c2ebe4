import type { Env } from './env.ts';

/** The Worker's settings, parsed once from its variables. */
export interface Config {
  isDevelopment: boolean;
  /** Origins that browsers may call from; empty for none. */
  corsOrigins: string[];
  /** The rate limit, as the binding in wrangler.toml sets it, to tell callers of it. */
  rateLimit: { requests: number; periodSeconds: number };
}

/** @throws Error naming the variable that cannot be understood */
export function parseConfig(env: Env): Config {
  return {
    isDevelopment: env.ASSAY_ENVIRONMENT === 'development',
    corsOrigins: (env.ASSAY_CORS_ORIGINS ?? '')
      .split(',')
      .map((origin) => origin.trim())
      .filter((origin) => origin !== ''),
    rateLimit: parseRateLimit(env.ASSAY_RATE_LIMIT ?? '6000/60'),
  };
}

function parseRateLimit(text: string): Config['rateLimit'] {
  const [, requests, periodSeconds] = /^(\d+)\/(10|60)$/.exec(text) ?? [];
  if (requests === undefined || periodSeconds === undefined) {
    throw new Error(`ASSAY_RATE_LIMIT must look like "6000/60" (requests/seconds), not "${text}"`);
  }
  return { requests: Number(requests), periodSeconds: Number(periodSeconds) };
}
