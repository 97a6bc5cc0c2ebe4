import type { AppContext } from '../context.ts';

const SECURITY_HEADERS: readonly [string, string][] = [
  ['X-Content-Type-Options', 'nosniff'],
  ['Strict-Transport-Security', 'max-age=63072000; includeSubDomains'],
  ['Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'"],
  ['Referrer-Policy', 'no-referrer'],
  ['Cache-Control', 'no-store'],
];

const SECURITY = Object.fromEntries(SECURITY_HEADERS);

// Each header that is set crosses from script to the platform: most of these cross once. A response
// copies them as it is made, so that the rest may change from one to the next.
const JSON_HEADERS = new Headers([['Content-Type', 'application/json'], ...SECURITY_HEADERS]);

/** An answer of JSON text, with the headers of every answer. */
export function answerJson(c: AppContext, text: string, status: number): Response {
  JSON_HEADERS.set('X-Request-Id', c.get('requestId'));
  JSON_HEADERS.set('Server-Timing', c.get('timings').header());
  return complete(c, new Response(text, { status, headers: JSON_HEADERS }));
}

/** An answer with these headers and those of every answer. */
export function answerSecured(
  c: AppContext,
  body: string | ReadableStream<Uint8Array>,
  given: Readonly<Record<string, string>>,
): Response {
  const headers = { ...SECURITY, ...given, ...ownHeaders(c) };
  return complete(c, new Response(body, { headers }));
}

function complete(c: AppContext, response: Response): Response {
  c.set('complete', response);
  return response;
}

/** Sets the headers of every answer, unless it was made with them. What never changes may be cached. */
export function completeHeaders(c: AppContext, response: Response): void {
  if (c.get('complete') === response) return;
  const { headers } = response;
  const caching = headers.get('Cache-Control');
  for (const [name, value] of SECURITY_HEADERS) headers.set(name, value);
  if (caching?.includes('immutable')) headers.set('Cache-Control', caching);
  const own = { ...ownHeaders(c), ...c.get('answerHeaders') };
  for (const [name, value] of Object.entries(own)) headers.set(name, value);
}

/** Those that say something of this request. */
function ownHeaders(c: AppContext): Record<string, string> {
  const timing = c.get('timings').header();
  return {
    'X-Request-Id': c.get('requestId'),
    ...(timing === '' ? {} : { 'Server-Timing': timing }),
  };
}
