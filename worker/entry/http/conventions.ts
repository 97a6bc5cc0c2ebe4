import { newId } from '@assay/schema/ids.ts';
import { createMiddleware } from 'hono/factory';
import { Timings } from '../../core/timings.ts';
import { parseTraceparent } from '../../core/trace-context.ts';
import type { ServicesFor } from '../app-services.ts';
import type { AppEnv } from '../context.ts';
import { secure } from './answer-json.ts';

const CALLERS_REQUEST_ID = /^[\w.-]{1,64}$/;

/** Gives every request services, a request id, timings, security headers and one log line. */
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

    const response = c.res;
    secure(response);
    const { headers } = response;
    headers.set('X-Request-Id', requestId);
    for (const [name, value] of Object.entries(c.get('answerHeaders') ?? {})) {
      headers.set(name, value);
    }
    const timing = timings.header();
    if (timing !== '') headers.set('Server-Timing', timing);
    const principal = c.get('principal');
    services.log({
      level: response.status >= 500 ? 'error' : 'info',
      event: 'request',
      requestId,
      method: c.req.method,
      route: c.req.routePath,
      status: response.status,
      durationMs: services.nowMs() - startedAtMs,
      projectId: principal?.projectId ?? null,
      keyId: principal?.keyId ?? null,
      traceId: trace?.traceId ?? null,
    });
  });
