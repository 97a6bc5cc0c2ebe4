import { exports } from 'cloudflare:workers';
import { DEVELOPMENT_KEY } from '../features/auth/development.ts';

export interface CallOptions {
  method?: string;
  /** Sent as JSON; a string, or bytes, are sent as they are. */
  body?: unknown;
  /** null sends none. */
  key?: string | null;
  headers?: Record<string, string>;
}

/** Calls the Worker over HTTP, with the development key unless told otherwise. */
export function call(path: string, options: CallOptions = {}): Promise<Response> {
  const [url, init] = requestOf(path, options);
  return exports.default.fetch(url, init);
}

/** What `call` fetches, for a Worker that is not the one of all tests. */
export function requestOf(path: string, options: CallOptions = {}): [url: string, RequestInit] {
  const { body, key = DEVELOPMENT_KEY, headers = {} } = options;
  const method = options.method ?? (body === undefined ? 'GET' : 'POST');
  const init: RequestInit = {
    method,
    redirect: 'manual',
    headers: {
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...(key === null ? {} : { Authorization: `Bearer ${key}` }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: isRaw(body) ? body : JSON.stringify(body) }),
  };
  return [`http://localhost${path}`, init];
}

function isRaw(body: unknown): body is string | Uint8Array<ArrayBuffer> {
  return typeof body === 'string' || body instanceof Uint8Array;
}

/** Calls the Worker and reads the answer as JSON of a known shape. */
export async function callJson<Answer>(path: string, options: CallOptions = {}): Promise<Answer> {
  return jsonOf(await call(path, options));
}

/** An answer as JSON of a known shape. */
export async function jsonOf<Answer>(response: Response): Promise<Answer> {
  const text = await response.text();
  if (!response.ok) throw new Error(`${response.status} ${text}`);
  return JSON.parse(text);
}
