import { newId } from '@assay/schema/ids.ts';
import { Timings } from '../../core/timings.ts';
import { parseTraceparent } from '../../core/trace-context.ts';
import type { ServicesFor } from '../app-services.ts';
import type { AppContext, Respond } from '../context.ts';
import { completeHeaders } from './answer-json.ts';
import { withCors } from './cors.ts';
import { answerError } from './errors.ts';

const CALLERS_REQUEST_ID = /^[\w.-]{1,64}$/;

/**
 * Gives every request of a route services, a request id, timings, the headers of every answer and one
 * line of log. One function around each handler and no chain of middleware, whose every link takes time.
 */
export const conventions =
  (servicesFor: ServicesFor) =>
  (route: string, respond: Respond) =>
  async (c: AppContext): Promise<Response> => {
    const given = c.req.header('x-request-id');
    const requestId = given && CALLERS_REQUEST_ID.test(given) ? given : newId('request');
    c.set('requestId', requestId);
    const trace = parseTraceparent(c.req.header('traceparent'));
    c.set('trace', trace);
    const services = servicesFor(c.env);
    const startedAtMs = services.nowMs();
    c.set('services', services);
    c.set('timings', new Timings(services.nowMs));

    const response = await withCors(c, () => answered(c, respond));

    completeHeaders(c, response);
    const principal = c.get('principal');
    services.log({
      level: response.status >= 500 ? 'error' : 'info',
      event: 'request',
      requestId,
      method: c.req.method,
      route,
      status: response.status,
      durationMs: services.nowMs() - startedAtMs,
      projectId: principal?.projectId ?? null,
      keyId: principal?.keyId ?? null,
      traceId: trace?.traceId ?? null,
    });
    return response;
  };

async function answered(c: AppContext, respond: Respond): Promise<Response> {
  try {
    return await respond(c);
  } catch (cause) {
    return answerError(cause, c);
  }
}
