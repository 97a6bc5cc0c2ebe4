/** Middleware for Hono (from version 4): a client on the context, and verdicts on what routes answer. */
import type { Sample, Verdict } from '@assay/schema/types.ts';
import type { Context, MiddlewareHandler } from 'hono';
import { Assay } from './client.ts';
import { AssayError } from './errors.ts';
import {
  type AnswerCheckOptions,
  AnswerWithheldError,
  createAnswerCheck,
  type Subject,
  tooLarge,
  type WaitUntil,
} from './frameworks/answer-check.ts';
import { LEFT, type Observed, observe } from './frameworks/observe.ts';
import { readWithin } from './frameworks/read-within.ts';
import type { AssayOptions } from './options.ts';

export type { AnswerCheckOptions };
export { AnswerWithheldError };

/** What `assayClient` puts on the context. */
export interface AssayVariables {
  assay: Assay;
}

/**
 * Puts a client on the context, as `c.var.assay`: over the service binding `ASSAY` where the Worker has
 * one, or else with `ASSAY_BASE_URL` and `ASSAY_API_KEY` of its variables or the environment.
 *
 * @param options as `new Assay(options)` takes them; they win over the variables
 * @throws AssayError `client_unconfigured`, at the first request
 * @example
 * const app = new Hono().use(assayClient());
 * app.get('/verdicts/:id', async (c) => c.json(await c.var.assay.verdicts.get(c.req.param('id'))));
 */
export function assayClient(options: AssayOptions = {}): MiddlewareHandler<{
  Variables: AssayVariables;
}> {
  return async (c, next) => {
    c.set('assay', clientFor(c.env, options));
    await next();
  };
}

export interface ScoreResponseOptions<Body> extends AnswerCheckOptions<Context> {
  /**
   * What is scored of an answer; undefined for one that is not. `body` is the JSON that the route
   * answered, of the type that you say, or its text where that is no JSON.
   */
  sample: (c: Context, body: Body) => Sample | undefined | Promise<Sample | undefined>;
  /** Blocking: the answer in place of one that did not pass; left out, an `AnswerWithheldError` goes to `app.onError`. */
  fallback?: ((c: Context, verdict: Verdict | null) => Response | Promise<Response>) | undefined;
  /** The client; left out, that of `assayClient`, or one made as that would make it. */
  assay?: Pick<Assay, 'score'> | undefined;
  /** How many bytes of an answer are read at most; 1,048,576 when left out. Larger ones are not scored. */
  maxBytes?: number | undefined;
  /** Keeps the platform alive until a background verdict is there; that of `c.executionCtx` when left out. */
  waitUntil?: WaitUntil | undefined;
}

const MOST_BYTES = 1_048_576;
const JSON_TYPE = /^application\/([\w.-]+\+)?json\b/;

/**
 * Scores what a route answers with a status below 400. A copy is read, so that the answer goes to
 * whoever asked as it is.
 *
 * @throws AssayError `invalid_option`
 * @example
 * app.post('/chat', scoreResponse({
 *   scorers: ['toxicity'],
 *   sample: (c, body: { answer: string }) => ({ output: body.answer }),
 * }), chat);
 */
export function scoreResponse<Body = unknown>(
  options: ScoreResponseOptions<Body>,
): MiddlewareHandler {
  const check = createAnswerCheck(options);
  const { maxBytes = MOST_BYTES, fallback } = options;
  return async (c, next) => {
    // What is set before the route, as by `cors`, holds for whatever is answered in its place.
    const before = check.isBlocking ? new Headers(c.res.headers) : undefined;
    await next();
    const { body } = c.res;
    // The body of a HEAD is dropped unread.
    if (c.res.status >= 400 || body === null || c.req.method === 'HEAD' || !check.isDue()) return;
    const isJson = JSON_TYPE.test(c.res.headers.get('content-type') ?? '');
    const reading = new AbortController();
    const read = check.isBlocking
      ? readCopy(c, maxBytes, reading.signal)
      : readInPassing(c, body, maxBytes);
    const subject: Subject<Context> = {
      about: c,
      assay: () => options.assay ?? c.get('assay') ?? clientFor(c.env, {}),
      // What the route answers is of the type that its author says.
      async sample() {
        const text = await read();
        if (text === LEFT) return undefined;
        if (text === undefined) throw tooLarge('The answer', maxBytes + 1, maxBytes);
        return options.sample(c, (isJson ? JSON.parse(text) : text) as Body);
      },
    };
    if (!check.isBlocking) {
      check.inBackground(subject, options.waitUntil ?? waitUntilOf(c));
      return;
    }
    try {
      const { action, verdict } = await check.rule(subject).finally(() => reading.abort());
      if (action === 'pass') return;
      withhold(c, before);
      if (!fallback) throw new AnswerWithheldError(verdict);
      c.res = await fallback(c, verdict);
    } catch (cause) {
      withhold(c, before);
      throw cause;
    }
  };
}

/** Takes the answer of the route back, its headers too, which Hono would give to the next one. */
function withhold(c: Context, before: Headers | undefined): void {
  discard(c.res.body);
  c.res = undefined;
  c.res = new Response(null, { headers: before ?? {} });
  c.status(200);
}

/** Not awaited: of a body that was cloned it settles only when the other copy ends too. */
function discard(body: ReadableStream | null): void {
  body?.cancel().catch(() => {});
}

/** @param env variables and bindings of a Worker; elsewhere there may be none */
function clientFor(env: unknown, options: AssayOptions): Assay {
  const { ASSAY: binding, ASSAY_BASE_URL, ASSAY_API_KEY } = Object(env);
  // Any object may be a binding: whether it leads to Assay shows when it is called.
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

type Read = () => Promise<Observed>;

/** Reads a copy, while the answer waits. */
function readCopy(c: Context, maxBytes: number, signal: AbortSignal): Read {
  if (isPacked(c)) return refuse;
  const copy = c.res.clone();
  return () => readWithin(copy, maxBytes, signal);
}

/** Reads the answer as it goes to whoever asked. */
function readInPassing(c: Context, body: ReadableStream<Uint8Array>, maxBytes: number): Read {
  if (isPacked(c)) return refuse;
  const observed = observe(body, maxBytes);
  c.res = new Response(observed.body, c.res);
  return () => observed.text;
}

function isPacked(c: Context): boolean {
  return c.res.headers.has('content-encoding');
}

async function refuse(): Promise<never> {
  const message = 'The answer is already compressed. Register `compress` before `scoreResponse`.';
  throw new AssayError({ code: 'unreadable_answer', message });
}

/** Outside Workers there is none, and nothing that would end the process before the verdict. */
function waitUntilOf(c: Context): WaitUntil | undefined {
  try {
    const { executionCtx } = c;
    return (promise) => executionCtx.waitUntil(promise);
  } catch {
    return undefined;
  }
}
