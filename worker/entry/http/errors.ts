import { PROBLEMS } from '@assay/schema/errors.ts';
import { InvalidScorers } from '@assay/scorers/resolve.ts';
import { HTTPException } from 'hono/http-exception';
import { ConfigurationError } from '../../core/configuration-error.ts';
import { type Log, logToConsole } from '../../core/log.ts';
import { ApiProblem, toProblem } from '../../core/problem.ts';
import { RelayedError } from '../../features/gateway/relayed-error.ts';
import type { AppContext } from '../context.ts';
import { answerOpenAiError, isOpenAiPath } from './openai-error.ts';

/** The only place where errors become responses. */
export function answerError(error: unknown, c: AppContext): Response {
  if (isOpenAiPath(c.req.path)) {
    return answerOpenAiError(error instanceof RelayedError ? error : asApiProblem(error, c));
  }
  const problem = asApiProblem(error, c);
  const { status } = PROBLEMS[problem.code];
  return new Response(JSON.stringify(toProblem(problem, c.var.requestId)), {
    status,
    headers: {
      ...problem.headers,
      ...(status === 401 ? { 'WWW-Authenticate': 'Bearer realm="assay"' } : {}),
      'Content-Type': 'application/problem+json',
    },
  });
}

/** The problem of an error; unexpected errors are logged and become `internal`. */
export function asApiProblem(error: unknown, c: AppContext): ApiProblem {
  // Without services, as under a variable that cannot be understood, there is a log all the same.
  return problemOf(error, c.var.requestId, c.get('services')?.log ?? logToConsole);
}

/** The same for a request that did not come by a route. */
export function problemOf(error: unknown, requestId: string, log: Log): ApiProblem {
  if (error instanceof ApiProblem) {
    if (error.cause !== undefined) logCause(error.code, error.cause, requestId, log);
    return error;
  }
  if (error instanceof InvalidScorers) {
    return new ApiProblem(error.code, { errors: error.errors, detail: error.message });
  }
  // What Hono's own JSON parsing throws.
  if (error instanceof HTTPException && error.status === 400)
    return new ApiProblem('malformed_json');
  logCause('internal', error, requestId, log);
  if (error instanceof ConfigurationError) {
    return new ApiProblem('internal', {
      detail: 'The deployment is misconfigured. See the Worker’s log for the variable.',
    });
  }
  return new ApiProblem('internal', { cause: error });
}

function logCause(code: string, cause: unknown, requestId: string, log: Log): void {
  const error = cause instanceof Error ? cause : new Error(String(cause));
  log({
    level: 'error',
    event: 'problem',
    code,
    requestId,
    error: error.name,
    // The stack without the message, which could quote a sample and span several lines.
    stack: stackFrames(error).slice(0, 5).join('\n'),
    ...(error instanceof ConfigurationError ? { variable: error.message } : {}),
  });
}

function stackFrames({ stack = '' }: Error): string[] {
  return stack.split('\n').filter((line) => /^\s+at /.test(line));
}
