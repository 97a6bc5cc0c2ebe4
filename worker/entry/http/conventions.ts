import { newId } from '@assay/schema/ids.ts';
import { createMiddleware } from 'hono/factory';
import { Timings } from '../../core/timings.ts';
import { parseTraceparent } from '../../core/trace-context.ts';
import type { ServicesFor } from '../app-services.ts';
import type { AppEnv } from '../context.ts';

const SECURITY_HEADERS: readonly (readonly [string, string])[] = [
  ['X-Content-Type-Options', 'nosniff'],
  ['Strict-Transport-Security', 'max-age=63072000; includeSubDomains'],
  ['Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'"],
  ['Referrer-Policy', 'no-referrer'],
  ['Cache-Control', 'no-store'],
];

const CALLERS_REQUEST_ID = /^[\w.-]{1,64}$/;

/** What every request gets: services, a request id, timings, security headers and one line of log. */
export const conventions = (servicesFor: ServicesFor) =>
  createMiddleware<AppEnv>(async (c, next) => {
    const given = c.req.header('x-request-id');
    const requestId = given && CALLERS_REQUEST_ID.test(given) ? given : newId('request');
    c.set('requestId', requestId);
    const trace = parseTraceparent(c.req.header('traceparent'));
    c.set('trace', trace);
    const services = servicesFor(c.env);
    const startedAtMs = services.nowMs();
    c.set('services', services);
    const timings = new Timings(services.nowMs);
    c.set('timings', timings);

    await next();

    const { headers } = c.res;
    headers.set('X-Request-Id', requestId);
    for (const [name, value] of SECURITY_HEADERS) headers.set(name, value);
    const timing = timings.header();
    if (timing !== '') headers.set('Server-Timing', timing);
    const principal = c.get('principal');
    services.log({
      level: c.res.status >= 500 ? 'error' : 'info',
      event: 'request',
      requestId,
      method: c.req.method,
      route: c.req.routePath,
      status: c.res.status,
      durationMs: services.nowMs() - startedAtMs,
      projectId: principal?.projectId ?? null,
      keyId: principal?.keyId ?? null,
      traceId: trace?.traceId ?? null,
    });
  });
