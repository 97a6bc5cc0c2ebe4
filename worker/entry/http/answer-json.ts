const SECURITY_HEADERS: readonly [string, string][] = [
  ['X-Content-Type-Options', 'nosniff'],
  ['Strict-Transport-Security', 'max-age=63072000; includeSubDomains'],
  ['Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'"],
  ['Referrer-Policy', 'no-referrer'],
  ['Cache-Control', 'no-store'],
];

const SECURITY = Object.fromEntries(SECURITY_HEADERS);

// Each header that is set on a response crosses from script to the platform; these cross once.
const JSON_HEADERS = new Headers([['Content-Type', 'application/json'], ...SECURITY_HEADERS]);

const secured = new WeakSet<Response>();

/** An answer of JSON text, with the security headers. */
export function answerJson(text: string, status: number): Response {
  const response = new Response(text, { status, headers: JSON_HEADERS });
  secured.add(response);
  return response;
}

/** An answer with these headers and the security headers. */
export function answerSecured(
  body: string | ReadableStream<Uint8Array>,
  headers: Readonly<Record<string, string>>,
): Response {
  const response = new Response(body, { headers: { ...SECURITY, ...headers } });
  secured.add(response);
  return response;
}

/** Sets the security headers of a response that was not made with them. What never changes may be cached. */
export function secure(response: Response): void {
  if (secured.has(response)) return;
  const caching = response.headers.get('Cache-Control');
  for (const [name, value] of SECURITY_HEADERS) response.headers.set(name, value);
  if (caching?.includes('immutable')) response.headers.set('Cache-Control', caching);
}
