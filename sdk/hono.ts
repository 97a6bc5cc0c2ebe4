/**
 * Middleware for Hono (from version 4): a client on the context, scores for the responses of routes, and
 * a guard at both of their ends.
 */
import type { Sample, Verdict } from '@assay/schema/types.ts';
import type { Context, MiddlewareHandler } from 'hono';
import type { Assay } from './client.ts';
import { AssayError } from './errors.ts';
import {
  type AnswerCheckOptions,
  AnswerWithheldError,
  createAnswerCheck,
  type Subject,
  tooLarge,
  type WaitUntil,
} from './frameworks/answer-check.ts';
import { clientFor, JSON_TYPE, withhold } from './frameworks/hono-context.ts';
import { LEFT, type Observed, observe } from './frameworks/observe.ts';
import { readWithin } from './frameworks/read-within.ts';
import type { AssayOptions } from './options.ts';

export {
  type GuardRefusal,
  type GuardRouteOptions,
  type GuardRouteVariables,
  guardRoute,
  type RouteReport,
} from './frameworks/guard-route.ts';
export type { AnswerCheckOptions };
export { AnswerWithheldError };

/** The variables that `assayClient` sets on the context. */
export interface AssayVariables {
  assay: Assay;
}

/**
 * Puts a client on the context, as `c.var.assay`: over the service binding `ASSAY` if the Worker
 * has one, or else with `ASSAY_BASE_URL` and `ASSAY_API_KEY` from its variables or the environment.
 *
 * @param options options of `new Assay(options)`; they take precedence over the variables
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
   * Returns the sample for a response, or undefined to skip it. `body` is the JSON of the response,
   * of the given type, or its text if it is not JSON.
   */
  sample: (c: Context, body: Body) => Sample | undefined | Promise<Sample | undefined>;
  /**
   * Blocking: the response to send instead of one that did not pass. If omitted, an
   * `AnswerWithheldError` is thrown to `app.onError`.
   */
  fallback?: ((c: Context, verdict: Verdict | null) => Response | Promise<Response>) | undefined;
  /** The client. Defaults to that of `assayClient`, or to one with the same defaults. */
  assay?: Pick<Assay, 'score'> | undefined;
  /**
   * Maximum size of a scored response, in bytes. Defaults to 1,048,576. Larger ones are not scored.
   */
  maxBytes?: number | undefined;
  /**
   * Keeps the runtime alive until the background verdict has arrived. Defaults to that of
   * `c.executionCtx`.
   */
  waitUntil?: WaitUntil | undefined;
}

const MOST_BYTES = 1_048_576;

/**
 * Scores the responses of a route with a status below 400. It reads a copy, so the response is
 * passed on unchanged.
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
    // Headers set before the route, such as those of `cors`, also apply to the fallback.
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
      // The author of the route declares the type of its body.
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

type Read = () => Promise<Observed>;

/** Reads a copy while the response is held back. */
function readCopy(c: Context, maxBytes: number, signal: AbortSignal): Read {
  if (isPacked(c)) return refuse;
  const copy = c.res.clone();
  return () => readWithin(copy, maxBytes, signal);
}

/** Reads the response while it is sent. */
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

/** Outside Workers there is none, and the process is not ended before the verdict. */
function waitUntilOf(c: Context): WaitUntil | undefined {
  try {
    const { executionCtx } = c;
    return (promise) => executionCtx.waitUntil(promise);
  } catch {
    return undefined;
  }
}
