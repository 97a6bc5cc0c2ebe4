import type { Answer } from '@assay/schema/binding.ts';
import type { Log } from '../../core/log.ts';
import { toProblem } from '../../core/problem.ts';
import { requireScope } from '../../features/auth/principal.ts';
import type { RequestContext } from '../../features/scoring/request-context.ts';
import type { AppServices } from '../app-services.ts';
import { problemOf } from '../http/errors.ts';
import { audited } from './audited.ts';
import { type Given, readGiven } from './given.ts';
import type { Operation } from './operation.ts';

/** A call without an HTTP route. */
export interface Call {
  operation: Operation;
  given: Given;
  via: 'binding' | 'mcp';
}

/** Runs an operation if the caller is authorised, and logs it as a request. Never throws. */
export async function perform(
  { operation, given, via }: Call,
  context: RequestContext,
  services: AppServices,
): Promise<Answer<unknown>> {
  const startedAtMs = services.nowMs();
  const answer = await answerOf(context.requestId, services, async () => {
    requireScope(context.principal, operation.scope);
    const asked = await readGiven(operation, given, context, services);
    const { value } = await audited(operation, asked, services, async () => ({
      value: await operation.run?.(asked, services),
    }));
    return value;
  });
  const status = answer.ok ? 200 : answer.problem.status;
  services.log({
    level: status >= 500 ? 'error' : 'info',
    event: 'call',
    requestId: context.requestId,
    via,
    operation: nameOf(operation),
    status,
    durationMs: services.nowMs() - startedAtMs,
    projectId: context.principal.projectId,
    keyId: context.principal.keyId,
    traceId: context.trace?.traceId ?? null,
  });
  return answer;
}

/** The name of an operation in the log. */
export function nameOf({ rpc, id }: Operation): string {
  return rpc ?? id;
}

/** The result of work, with an error as data. */
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
