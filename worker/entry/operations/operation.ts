import type { Answer } from '@assay/schema/binding.ts';
import type { Scope } from '@assay/schema/types.ts';
import type { Log } from '../../core/log.ts';
import { toProblem } from '../../core/problem.ts';
import { requireScope } from '../../features/auth/principal.ts';
import type { RequestContext } from '../../features/scoring/request-context.ts';
import type { AppServices } from '../app-services.ts';
import { problemOf } from '../http/errors.ts';

/**
 * What can be asked without a route of its own, by the service binding and the MCP tools. It reads
 * its arguments, holds them to the schemas of the routes, and calls the function that the route calls.
 */
export interface Operation<Args extends unknown[], Value> {
  /** What the log calls it. */
  name: string;
  scope: Scope | 'any';
  /** @throws as the function it calls, and ApiProblem `invalid_request` */
  run(context: RequestContext, services: AppServices, ...args: Args): Promise<Value>;
}

/** Where a call came from. */
export type Via = 'binding' | 'mcp';

/** Does what is asked when the caller may, and logs it as a request. Never throws. */
export async function perform<Args extends unknown[], Value>(
  { name, scope, run }: Operation<Args, Value>,
  via: Via,
  context: RequestContext,
  services: AppServices,
  ...args: Args
): Promise<Answer<Value>> {
  const startedAtMs = services.nowMs();
  const answer = await answerOf(context.requestId, services, () => {
    requireScope(context.principal, scope);
    return run(context, services, ...args);
  });
  const status = answer.ok ? 200 : answer.problem.status;
  services.log({
    level: status >= 500 ? 'error' : 'info',
    event: 'call',
    requestId: context.requestId,
    via,
    operation: name,
    status,
    durationMs: services.nowMs() - startedAtMs,
    projectId: context.principal.projectId,
    keyId: context.principal.keyId,
    traceId: context.trace?.traceId ?? null,
  });
  return answer;
}

/** The outcome of work, with a refusal as data. */
export async function answerOf<Value>(
  requestId: string,
  { log }: { log: Log },
  work: () => Promise<Value>,
): Promise<Answer<Value>> {
  try {
    return { ok: true, value: await work() };
  } catch (cause) {
    const problem = problemOf(cause, requestId, log);
    const seconds = Number(problem.headers['Retry-After'] ?? Number.NaN);
    return {
      ok: false,
      problem: toProblem(problem, requestId),
      retryAfterSeconds: Number.isFinite(seconds) ? seconds : null,
    };
  }
}
