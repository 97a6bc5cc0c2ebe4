import { cors as honoCors } from 'hono/cors';
import { createMiddleware } from 'hono/factory';
import type { AppEnv } from '../context.ts';

/**
 * Allows cross-origin requests from the configured origins; without any, no CORS headers are sent.
 */
export const cors = createMiddleware<AppEnv>(async (c, next) => {
  const { corsOrigins } = c.get('services').config;
  if (corsOrigins.length === 0) return next();
  const allow = honoCors({
    origin: corsOrigins.includes('*') ? '*' : corsOrigins,
    allowHeaders: [
      'Authorization',
      'Content-Type',
      'Content-Encoding',
      'Idempotency-Key',
      'X-Request-Id',
      'Accept',
      'Traceparent',
      'Tracestate',
      'MCP-Protocol-Version',
      'Mcp-Method',
      'Mcp-Name',
    ],
    exposeHeaders: [
      'X-Request-Id',
      'RateLimit',
      'RateLimit-Policy',
      'Retry-After',
      'Server-Timing',
      'Idempotency-Replayed',
    ],
    maxAge: 86_400,
  });
  return allow(c, next);
});
