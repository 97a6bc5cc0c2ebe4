import { ModelError } from '../provider.ts';
import { boundedText } from './bounded-text.ts';
import { isEventStream, readEventStream } from './event-stream.ts';

export interface Server {
  name: string;
  /** Up to and including the version, such as `http://127.0.0.1:11434/v1`. */
  baseUrl: string;
  apiKey?: string | undefined;
}

export interface Answer {
  status: number;
  headers: Headers;
  /** The body; undefined when it is not JSON. */
  json: unknown;
}

const MOST_BYTES = 4_000_000;

/** A request, and how long it may take. */
export interface Post {
  path: string;
  /** Undefined for a GET. */
  body: object | undefined;
  signal: AbortSignal;
}

/** @throws ModelError `judge_unavailable`, or the reason of the signal */
export async function postJson(server: Server, post: Post, fetcher: typeof fetch): Promise<Answer> {
  return readJson(server, await send(server, post, fetcher), post.signal);
}

/**
 * Sends a request with the server's key and no other header than it needs.
 *
 * @throws ModelError `judge_unavailable`, or the reason of the signal
 */
export async function send(
  server: Server,
  { path, body, signal }: Post,
  fetcher: typeof fetch,
): Promise<Response> {
  const { baseUrl, apiKey } = server;
  try {
    return await fetcher(baseUrl + path, {
      method: body === undefined ? 'GET' : 'POST',
      // A redirect would send the sample to a host that is not configured.
      redirect: 'manual',
      headers: {
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...(apiKey ? { Authorization: `Bearer ${apiKey}` } : {}),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal,
    });
  } catch (cause) {
    throw asModelError(cause, server, signal);
  }
}

/** Reads an answer to its end. @throws ModelError `judge_unavailable`, or the reason of the signal */
export async function readJson(
  server: Server,
  response: Response,
  signal: AbortSignal,
): Promise<Answer> {
  const { status, headers } = response;
  try {
    const text = await readText(response);
    return { status, headers, json: parse(text) ?? (status === 200 ? undefined : inWords(text)) };
  } catch (cause) {
    throw asModelError(cause, server, signal);
  }
}

function asModelError(cause: unknown, { name }: Server, signal: AbortSignal): unknown {
  if (cause instanceof ModelError || signal.aborted) return cause;
  const message = `${name} is unreachable, or closed the connection.`;
  return new ModelError('judge_unavailable', message, { isTransient: true });
}

async function readText(response: Response): Promise<string> {
  // What says its length is read at once; the platform holds it to that, unless it is packed.
  const length = Number(response.headers.get('content-length') ?? Number.NaN);
  if (length <= MOST_BYTES && !response.headers.has('content-encoding')) return response.text();
  const text = await boundedText(response.body, MOST_BYTES);
  if (text !== undefined) return text;
  throw new ModelError('judge_unavailable', 'The judge’s response exceeds the size limit.');
}

/** An error that is plain text, in the form of others; pages of proxies say nothing of use. */
function inWords(text: string): unknown {
  return text.trim() === '' || text.trimStart().startsWith('<') ? undefined : { message: text };
}

function parse(text: string): unknown {
  if (isEventStream(text)) return readEventStream(text);
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
