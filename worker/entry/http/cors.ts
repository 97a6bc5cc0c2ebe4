import { cors as honoCors } from 'hono/cors';
import type { AppContext } from '../context.ts';

/** What OpenAI's client says of itself with each request. */
const OPENAI_CLIENT = [
  'X-Stainless-Arch',
  'X-Stainless-Helper-Method',
  'X-Stainless-Lang',
  'X-Stainless-OS',
  'X-Stainless-Package-Version',
  'X-Stainless-Retry-Count',
  'X-Stainless-Runtime',
  'X-Stainless-Runtime-Version',
  'X-Stainless-Timeout',
];

/** How an answer of the gateway came about. */
const GATEWAY_REPORT = [
  'X-Assay-Attempts',
  'X-Assay-Cost-Exact',
  'X-Assay-Cost-Usd',
  'X-Assay-Fallback-Rank',
  'X-Assay-Guard',
  'X-Assay-Model',
  'X-Assay-Verdict-Id',
];

/**
 * Allows cross-origin requests from the configured origins; without any, no CORS headers are sent.
 */
export function withCors(c: AppContext, respond: () => Promise<Response>): Promise<Response> {
  const { corsOrigins } = c.get('services').config;
  return corsOrigins.length === 0 ? respond() : allowOrigins(corsOrigins, c, respond);
}

async function allowOrigins(
  corsOrigins: string[],
  c: AppContext,
  respond: () => Promise<Response>,
): Promise<Response> {
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
      'X-Assay-Keep',
      'X-Assay-Metadata',
      'X-Assay-Store',
      ...OPENAI_CLIENT,
    ],
    exposeHeaders: [
      'X-Request-Id',
      'RateLimit',
      'RateLimit-Policy',
      'Retry-After',
      'Server-Timing',
      'Idempotency-Replayed',
      ...GATEWAY_REPORT,
    ],
    maxAge: 86_400,
  });
  const preflight = await allow(c, async () => {
    c.res = await respond();
  });
  return preflight ?? c.res;
}
