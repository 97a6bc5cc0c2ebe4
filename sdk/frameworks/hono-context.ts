import type { Context } from 'hono';
import { Assay } from '../client.ts';
import type { AssayOptions } from '../options.ts';

/** JSON, by the type of a body. */
export const JSON_TYPE = /^application\/([\w.-]+\+)?json\b/;

/**
 * Removes the response of the route, including its headers, which Hono would copy to the next one.
 */
export function withhold(c: Context, before: Headers | undefined): void {
  discard(c.res.body);
  c.res = undefined;
  c.res = new Response(null, { headers: before ?? {} });
  c.status(200);
}

/** Not awaited: for a cloned body, it resolves only when the other copy has ended, too. */
function discard(body: ReadableStream | null): void {
  body?.cancel().catch(() => {});
}

/** @param env variables and bindings of a Worker; can be absent elsewhere */
export function clientFor(env: unknown, options: AssayOptions): Assay {
  const { ASSAY: binding, ASSAY_BASE_URL, ASSAY_API_KEY } = Object(env);
  // Any object can be a binding: whether it leads to Assay is known only when it is called.
  const isBound = typeof binding === 'object' && binding !== null && !options.baseUrl;
  return new Assay({
    ...(isBound ? { binding } : {}),
    baseUrl: textOf(ASSAY_BASE_URL),
    apiKey: textOf(ASSAY_API_KEY),
    ...options,
  });
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
