import type { Context, Hono } from 'hono';
import type { Env } from '../core/env.ts';
import type { Timings } from '../core/timings.ts';
import type { TraceContext } from '../core/trace-context.ts';
import type { Principal } from '../features/auth/principal.ts';
import type { AppServices } from './app-services.ts';

/** The variables of every handler's context. */
export interface AppEnv {
  Bindings: Env;
  Variables: {
    requestId: string;
    /** The caller's trace context, if the request has one. */
    trace: TraceContext | undefined;
    services: AppServices;
    timings: Timings;
    /** The answer that was made with all its headers. */
    complete: Response | undefined;
    /** Headers of the response, also of an error. */
    answerHeaders: Record<string, string> | undefined;
    /** The caller; set by `authenticate`. */
    principal: Principal;
    /** The caller's key, kept only for this request, to encrypt the stored response. */
    token: string;
    /** The value of the body, once it is read; `bodyOf` reads it. */
    json: unknown;
    /** What the ids of the results are made from, under an Idempotency-Key. */
    seed: string | undefined;
    /** Set when a stream already in flight ended with an error event. */
    streamFailed: boolean;
  };
}

export type App = Hono<AppEnv>;
export type AppContext = Context<AppEnv>;

/** Answers a request. */
export type Respond = (c: AppContext) => Response | Promise<Response>;

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** Where requests are answered, and how. */
export interface Route {
  route: `${Method} ${string}`;
  respond: Respond;
}
