import type { RequestContext } from '../../features/scoring/request-context.ts';
import type { AppContext } from '../context.ts';

/** The request context of an HTTP request. */
export function requestContextOf(
  c: AppContext,
  onScore?: RequestContext['onScore'],
): RequestContext {
  return {
    principal: c.get('principal'),
    requestId: c.get('requestId'),
    trace: c.get('trace'),
    timings: c.get('timings'),
    seed: c.get('seed'),
    onScore,
    // Only when it is asked for: making a signal takes time, and code scorers need none.
    get signal() {
      return c.req.raw.signal;
    },
    later: (work) => c.executionCtx.waitUntil(work),
  };
}
