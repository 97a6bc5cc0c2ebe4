import { ON_ERROR } from '@assay/schema/guard-on-error.ts';
import { DIALECTS } from '@assay/schema/guard-stream/dialects.ts';
import { errorOf } from '@assay/schema/guard-stream/frames.ts';
import type {
  GuardAction,
  GuardRequest,
  GuardResult,
  GuardStreamReport,
} from '@assay/schema/types.ts';
import type { Context, MiddlewareHandler } from 'hono';
import type { Assay } from '../client.ts';
import type { AssayError } from '../errors.ts';
import type { GuardStreamOptions } from '../guard-stream.ts';
import { guardRequest } from './guard-request.ts';
import { guardResponse } from './guard-response.ts';
import { clientFor, withhold } from './hono-context.ts';

/** JSON pointers, in which `*` is any key or index, or a function that returns them for a body. */
export type TextPointers = readonly string[] | ((body: unknown, c: Context) => readonly string[]);

/** Which end of a route. */
export type RouteEnd = 'request' | 'answer';

/** What the guard made of the body of a request. */
export interface GuardRequestReport {
  /** `not_run` if it went unchecked: it did not pass. */
  status: 'checked' | 'not_run';
  action: GuardAction;
  /** One per stage: what users say (`input`), and what tools returned (`tool-result`). */
  results: GuardResult[];
}

/** Why a request or an answer does not go on. */
export interface GuardRefusal {
  end: RouteEnd;
  /**
   * A `GuardBlockedError` if the policy or `onError` blocks. `unreadable_request`, `request_too_large` or
   * `unreadable_answer` if it cannot be checked; else the error that Assay answered with.
   */
  cause: AssayError;
}

export interface GuardRouteOptions
  extends Pick<
    GuardStreamOptions,
    'policy' | 'mode' | 'dialect' | 'holdBack' | 'onError' | 'store' | 'tags' | 'metadata'
  > {
  /** The client. Defaults to that of `assayClient`, or to one with the same defaults. */
  assay?: Pick<Assay, 'guard'> | undefined;
  /** Guards one end only. */
  only?: RouteEnd | undefined;
  /** The texts of a request in JSON. Defaults to all of them. */
  requestTexts?: TextPointers | undefined;
  /** The texts of an answer in JSON, or of its events. Defaults to all, and to those of the dialect. */
  answerTexts?: TextPointers | undefined;
  /** What rules for the answer need beside it, such as `input` or `contexts`. */
  about?: ((c: Context) => AnswerContext | Promise<AnswerContext>) | undefined;
  /** The response to send instead. Defaults to JSON with `error`: status 422, or 413, 415 and 503 for what
   * cannot be checked. */
  blocked?: ((c: Context, refusal: GuardRefusal) => Response | Promise<Response>) | undefined;
  /**
   * The end of a stream that is blocked after it has begun. Defaults to an error event in events and NDJSON;
   * a stream of text is cut off.
   */
  stopped?: ((c: Context, cause: AssayError) => string | Promise<string>) | undefined;
  /** Called with what the guard made of each end. */
  onReport?: ((report: RouteReport, c: Context) => unknown) | undefined;
  /** Called if something went on unchecked. Defaults to logging to the console. */
  onUnchecked?: ((cause: unknown, c: Context) => unknown) | undefined;
  /** Maximum size of a request, and of an answer, in bytes. Defaults to 1,048,576. */
  maxBytes?: number | undefined;
}

export type AnswerContext = Pick<GuardRequest, 'input' | 'messages' | 'contexts'>;

export type RouteReport =
  | ({ end: 'request' } & GuardRequestReport)
  | ({ end: 'answer' } & GuardStreamReport);

/** The variables that `guardRoute` sets on the context. */
export interface GuardRouteVariables {
  /** What the guard made of the request, and the tokens that stand for its redactions. */
  guard: GuardRequestReport & { tokens: GuardRequest['tokens'] };
}

const MOST_BYTES = 1_048_576;
const BLOCKED_STATUS = 422;
const UNCHECKED_STATUS = 503;

/**
 * Guards a route at both ends. The body of a request is checked before the route sees it, which gets it
 * with its redactions; the body of the response is checked before it goes out, also while it streams.
 * What cannot be checked does not go on, unless `onError` is `allow`.
 *
 * @throws ValidationError, AuthenticationError, PermissionError or NotFoundError to `app.onError`, if
 *   the policy or the client is not set up well
 * @example
 * app.post('/chat', guardRoute({ assay, policy: 'support' }), chat);
 */
export function guardRoute(
  options: GuardRouteOptions = {},
): MiddlewareHandler<{ Variables: GuardRouteVariables }> {
  const { only, maxBytes = MOST_BYTES, onReport, onUnchecked = reportUnchecked } = options;

  async function checkRequest(c: Context): Promise<Response | undefined> {
    const onError = options.onError ?? ON_ERROR.input;
    const { signal } = c.req.raw;
    const checked = await guardRequest(c, {
      ...{ maxBytes, onError },
      pointersOf: pointersOf(options.requestTexts, c),
      ask: (request) => clientOf(c, options).guard({ ...request, ...common(options) }, { signal }),
    });
    const { hasText, results, tokens, refusal, failure } = checked;
    const report = requestReport(results, refusal !== undefined);
    c.set('guard', { ...report, tokens });
    if (hasText) await tell({ end: 'request', ...report }, c);
    if (refusal) return refuse(c, { end: 'request', cause: refusal });
    if (failure !== undefined) await onUnchecked(failure, c);
    return undefined;
  }

  async function checkAnswer(c: Context, before: Headers): Promise<Response> {
    const { mode, holdBack, stopped, answerTexts, about, onError = ON_ERROR.output } = options;
    const tokens: GuardRequest['tokens'] = c.get('guard')?.tokens;
    const guarded = await guardResponse(c.res, {
      ...{ assay: clientOf(c, options), mode, holdBack, onError, maxBytes },
      ...common(options),
      ...(await about?.(c)),
      ...(tokens === undefined ? {} : { tokens }),
      signal: c.req.raw.signal,
      dialect: options.dialect && DIALECTS[options.dialect],
      pointersOf: pointersOf(answerTexts, c),
      hasPointers: answerTexts !== undefined,
      stopped: stopped && ((cause) => stopped(c, cause)),
    });
    const { response, cause } = guarded;
    void guarded.report.then((report) => tell({ end: 'answer', ...report }, c));
    if (response === null) {
      withhold(c, before);
      return refuse(c, { end: 'answer', cause });
    }
    if (cause) await onUnchecked(cause, c);
    c.res = undefined;
    return response;
  }

  async function tell(report: RouteReport, c: Context): Promise<void> {
    try {
      await onReport?.(report, c);
    } catch (cause) {
      reportBroken(cause);
    }
  }

  async function refuse(c: Context, refusal: GuardRefusal): Promise<Response> {
    return options.blocked ? options.blocked(c, refusal) : refusalResponse(c, refusal);
  }

  return async (c, next) => {
    if (only !== 'answer') {
      const refused = await checkRequest(c);
      if (refused) return refused;
    }
    // Headers set before the route, such as those of `cors`, also apply to what is sent instead.
    const before = new Headers(c.res.headers);
    await next();
    if (only === 'request' || c.res.body === null || c.req.method === 'HEAD') return;
    try {
      c.res = await checkAnswer(c, before);
    } catch (cause) {
      withhold(c, before);
      throw cause;
    }
    return;
  };
}

function requestReport(results: GuardResult[], isRefused: boolean): GuardRequestReport {
  const wasLookedAt = (result: GuardResult) =>
    result.scores.some(({ status }) => status === 'scored');
  const isChecked = results.length > 0 && results.every(wasLookedAt);
  return {
    status: isChecked ? 'checked' : 'not_run',
    action: isRefused ? 'block' : strictest(results.map(({ action }) => action)),
    results,
  };
}

function strictest(actions: readonly GuardAction[]): GuardAction {
  return (
    (['block', 'redact', 'flag'] as const).find((action) => actions.includes(action)) ?? 'allow'
  );
}

function refusalResponse(c: Context, { end, cause: { code, message, status } }: GuardRefusal) {
  const isCallers = end === 'request' && (status === 413 || status === 415 || status === 422);
  const other = code === 'guard_blocked' ? BLOCKED_STATUS : UNCHECKED_STATUS;
  return c.json(errorOf(code, message), isCallers ? status : other);
}

function pointersOf(given: TextPointers | undefined, c: Context) {
  return (body: unknown) => (typeof given === 'function' ? given(body, c) : given);
}

function common({ policy, store, tags, metadata }: GuardRouteOptions) {
  return {
    ...(policy === undefined ? {} : { policy }),
    ...(store === undefined ? {} : { store }),
    ...(tags === undefined ? {} : { tags }),
    ...(metadata === undefined ? {} : { metadata }),
  };
}

function clientOf(c: Context, { assay }: GuardRouteOptions): Pick<Assay, 'guard'> {
  return assay ?? c.get('assay') ?? clientFor(c.env, {});
}

function reportUnchecked(cause: unknown): void {
  console.error('The guard did not check a request or an answer.', cause);
}

function reportBroken(cause: unknown): void {
  console.error('onReport threw.', cause);
}
