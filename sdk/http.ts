import type { Problem } from '@assay/schema/types.ts';
import { baseUrlFault } from './base-url.ts';
import { AssayError, errorFor, errorOf } from './errors.ts';
import { jsonText } from './json-text.ts';
import { readEvents, readLines } from './read-stream.ts';
import { retryAfterMs } from './retry.ts';
import type { Answer, ApiRequest, Attempt, Transport } from './transport.ts';

const ACCEPT = {
  json: 'application/json',
  lines: 'application/x-ndjson',
  events: 'text/event-stream',
};

/** Calls Assay over HTTP. */
export function httpTransport(
  baseUrl: string,
  apiKey: string,
  fetch: typeof globalThis.fetch = (...args) => globalThis.fetch(...args),
): Transport {
  const root = rootOf(baseUrl);
  if (/[^\x21-\x7e]/.test(apiKey))
    throw unconfigured('`apiKey` contains characters that no API key has. Copy it again.');
  const authorization = `Bearer ${apiKey}`;
  return {
    async send(request, attempt) {
      const url = `${root}${request.path}${queryOf(request.query)}`;
      const response = await fetch(url, await initOf(request, attempt, authorization));
      if (isRedirect(response)) throw redirected(root, request.path, response);
      if (!response.ok) throw await errorFrom(response, url);
      return { data: await dataOf(response, request.reads), response };
    },
    fetch(path, init = {}) {
      const headers = new Headers(init.headers);
      if (!headers.has('authorization')) headers.set('authorization', authorization);
      // Without the slash a path could be read as a part of the host, which would get the key.
      return fetch(`${root}/${path.replace(/^\//, '')}`, { ...init, headers });
    },
  };
}

async function initOf(
  { method, body, lines, reads = 'json' }: ApiRequest,
  { signal, idempotencyKey, headers }: Attempt,
  authorization: string,
): Promise<RequestInit> {
  const all: Record<string, string> = {
    Accept: ACCEPT[reads],
    ...headers,
    Authorization: authorization,
  };
  if (idempotencyKey !== undefined) all['Idempotency-Key'] = idempotencyKey;
  // A redirect would turn a POST into a GET, or hand the samples to another host.
  const init: RequestInit = { method, headers: all, signal, redirect: 'manual' };
  if (lines) {
    all['Content-Type'] = 'application/x-ndjson';
    const text = lines.join('\n');
    init.body = text;
    if (typeof CompressionStream !== 'undefined') {
      all['Content-Encoding'] = 'gzip';
      init.body = await gzip(text);
    }
  } else if (body !== undefined) {
    all['Content-Type'] = 'application/json';
    init.body = jsonText(body);
  }
  return init;
}

function rootOf(baseUrl: string): string {
  const fault = baseUrlFault(baseUrl);
  if (fault !== undefined) throw unconfigured(`\`baseUrl\` ${fault}.`);
  return baseUrl.replace(/\/+$/, '');
}

function unconfigured(message: string): AssayError {
  return new AssayError({ code: 'client_unconfigured', message });
}

function gzip(text: string): Promise<ArrayBuffer> {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Response(stream).arrayBuffer();
}

/** A list repeats its parameter; undefined values are skipped. */
function queryOf(query: object = {}): string {
  const parameters = new URLSearchParams();
  for (const [name, given] of Object.entries(query)) {
    for (const value of Array.isArray(given) ? given : [given]) {
      if (value !== undefined) parameters.append(name, String(value));
    }
  }
  const text = parameters.toString();
  return text && `?${text}`;
}

async function dataOf(
  response: Response,
  reads: ApiRequest['reads'],
): Promise<Answer<unknown>['data']> {
  if (reads === 'lines') return readLines(response.body);
  if (reads === 'events') return readEvents(response.body);
  if (response.status === 204) return undefined;
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch (cause) {
    const message = `The response is not JSON: ${text.slice(0, 80)}. Check \`baseUrl\`.`;
    throw new AssayError({ ...metaOf(response), code: 'unexpected_answer', message, cause });
  }
}

/** The typed error of a response; derived from the status if a proxy answered. */
async function errorFrom(response: Response, url: string): Promise<AssayError> {
  const { status, headers } = response;
  const text = await response.text().catch(() => '');
  if (headers.get('content-type')?.includes('application/problem+json')) {
    try {
      const problem: Problem = JSON.parse(text);
      // Relative to the request, as RFC 9457 has it.
      const type = URL.canParse(problem.type, url) ? new URL(problem.type, url).href : problem.type;
      return errorOf({ ...problem, type }, retryAfterMs(headers.get('retry-after')));
    } catch {
      // The body claims to be a problem and is none: the status decides.
    }
  }
  return errorFor(status, {
    ...metaOf(response),
    code: 'unexpected_answer',
    message: `HTTP ${status}, but not from Assay. Check \`baseUrl\`, and any proxy in front of it.`,
    retryable: status === 408 || status === 429 || status >= 500,
  });
}

function isRedirect({ type, status }: Response): boolean {
  // Browsers hide the status of a redirect that is not followed.
  const kind: string = type;
  return kind === 'opaqueredirect' || [301, 302, 303, 307, 308].includes(status);
}

function redirected(root: string, path: string, response: Response): AssayError {
  const location = response.headers.get('location');
  const target = location && URL.canParse(location, root) ? new URL(location, root) : undefined;
  const wanted = target && (target.origin + target.pathname).replace(path, '');
  const where = wanted === undefined ? 'another address' : wanted;
  const message = `${root} redirects to ${where}. Set \`baseUrl\` to a URL that does not redirect.`;
  return new AssayError({ ...metaOf(response), code: 'unexpected_answer', message });
}

function metaOf({ status, headers }: Response) {
  return {
    status,
    requestId: headers.get('x-request-id') ?? undefined,
    retryAfterMs: retryAfterMs(headers.get('retry-after')),
  };
}
