import { PROBLEMS } from '@assay/schema/errors.ts';
import type { ApiProblem } from '../../core/problem.ts';
import { RelayedError } from '../../features/gateway/relayed-error.ts';

const PATH = '/openai/v1/';

/** Whether a path is one of those that clients of OpenAI ask. */
export function isOpenAiPath(path: string): boolean {
  return path.startsWith(PATH);
}

/**
 * An error as clients of OpenAI read it. Those retry 408, 409, 429 and 5xx unless told not to.
 *
 * Source: OpenAI API reference, error codes; openai-node, `shouldRetry`.
 */
export function answerOpenAiError(error: ApiProblem | RelayedError): Response {
  const { status, headers, ...body } =
    error instanceof RelayedError ? relayed(error) : ofProblem(error);
  return new Response(JSON.stringify({ error: body }), {
    status,
    headers: { ...headers, 'Content-Type': 'application/json' },
  });
}

interface OpenAiFault {
  status: number;
  headers: Record<string, string>;
  message: string;
  type: string;
  param: string | null;
  code: string | null;
}

function ofProblem({ code, detail, errors, headers }: ApiProblem): OpenAiFault {
  const { status, retryable } = PROBLEMS[code];
  const [first] = errors ?? [];
  // The whole body has no name.
  const field = first?.pointer.replace(/^[/?]/, '').replaceAll('/', '.') || null;
  return {
    status,
    headers: { ...headers, ...(retryable ? {} : { 'X-Should-Retry': 'false' }) },
    message: first === undefined ? detail : messageOf(detail, field, first.message),
    type: typeOf(status),
    param: field,
    code,
  };
}

/** Clients are given no list of fields, which the usual sentence speaks of. */
function messageOf(detail: string, field: string | null, fault: string): string {
  const said = detail === PROBLEMS.invalid_request.detail ? '' : `${detail} `;
  return `${said}${field === null ? 'The body' : `\`${field}\``} ${fault}.`;
}

function relayed({ fault }: RelayedError): OpenAiFault {
  const { status, message, type, param, code, retryAfterMs } = fault;
  const seconds = retryAfterMs === undefined ? undefined : Math.ceil(retryAfterMs / 1_000);
  return {
    status,
    headers: seconds === undefined ? {} : { 'Retry-After': String(seconds) },
    ...{ message, type: type ?? typeOf(status), param, code },
  };
}

function typeOf(status: number): string {
  switch (status) {
    case 401:
      return 'authentication_error';
    case 403:
      return 'permission_error';
    case 404:
      return 'not_found_error';
    case 429:
      return 'rate_limit_error';
    default:
      return status >= 500 ? 'server_error' : 'invalid_request_error';
  }
}
