import type { Problem, ProblemField } from '@assay/schema/types.ts';

export interface AssayErrorDetails {
  code: string;
  message: string;
  /** The problem that Assay returned, if any. */
  problem?: Problem | undefined;
  requestId?: string | undefined;
  status?: number | undefined;
  retryable?: boolean | undefined;
  retryAfterMs?: number | undefined;
  cause?: unknown;
}

/** Base class of all errors of the client. Each kind has its own class below. */
export class AssayError extends Error {
  override name = 'AssayError';
  /** Stable code to branch on: a code of Assay, or `connection`, `timeout`, `unexpected_answer`… */
  readonly code: string;
  /** HTTP status; undefined if there was no response. */
  readonly status: number | undefined;
  /** The problem details (RFC 9457); undefined if the response was not from Assay. */
  readonly problem: Problem | undefined;
  /** Quote it when you report a problem. */
  readonly requestId: string | undefined;
  /**
   * Whether the same request can succeed later. The client has already retried `maxRetries` times.
   */
  readonly retryable: boolean;
  /** Milliseconds to wait before a retry; undefined if Assay did not specify it. */
  readonly retryAfterMs: number | undefined;

  constructor(details: AssayErrorDetails) {
    super(details.message, details.cause === undefined ? {} : { cause: details.cause });
    this.code = details.code;
    this.problem = details.problem;
    this.status = details.status ?? details.problem?.status;
    this.requestId = details.requestId ?? details.problem?.requestId;
    this.retryable = details.retryable ?? details.problem?.retryable ?? false;
    this.retryAfterMs = details.retryAfterMs;
  }
}

/** 401: the key is missing, mistyped, unknown, expired or revoked. */
export class AuthenticationError extends AssayError {
  override name = 'AuthenticationError';
}

/** 403: the key lacks a scope. */
export class PermissionError extends AssayError {
  override name = 'PermissionError';
}

/** 404: the resource does not exist in the project of the key. */
export class NotFoundError extends AssayError {
  override name = 'NotFoundError';
}

/** 409: the request conflicts with the current state. */
export class ConflictError extends AssayError {
  override name = 'ConflictError';
}

/** 400, 413, 415, 422: the request is invalid. `errors` points to each field. */
export class ValidationError extends AssayError {
  override name = 'ValidationError';
  /**
   * One entry per invalid field: a JSON pointer, `?name` for a query parameter or `line 3` of a
   * batch.
   */
  get errors(): readonly ProblemField[] {
    return this.problem?.errors ?? [];
  }
}

/** 429: too many requests, or a quota is reached. */
export class RateLimitError extends AssayError {
  override name = 'RateLimitError';
}

/** 5xx: Assay, or a proxy in front of it, failed. */
export class ServerError extends AssayError {
  override name = 'ServerError';
}

/** No response, or an incomplete one. */
export class ConnectionError extends AssayError {
  override name = 'ConnectionError';
}

/** No response within `timeoutMs` or `totalTimeoutMs`. */
export class TimeoutError extends AssayError {
  override name = 'TimeoutError';
}

const BY_STATUS: Record<number, typeof AssayError> = {
  400: ValidationError,
  401: AuthenticationError,
  403: PermissionError,
  404: NotFoundError,
  409: ConflictError,
  413: ValidationError,
  415: ValidationError,
  422: ValidationError,
  429: RateLimitError,
};

/** The typed error of a status. */
export function errorFor(status: number, details: AssayErrorDetails): AssayError {
  const Kind = BY_STATUS[status] ?? (status >= 500 ? ServerError : AssayError);
  return new Kind({ ...details, status });
}

/** The typed error of a problem. */
export function errorOf(problem: Problem, retryAfterMs?: number): AssayError {
  const fields = (problem.errors ?? [])
    .map(({ pointer, message }) => `${pointer}: ${message}`)
    // Problems of scorers say the same in one sentence.
    .filter((field) => !problem.detail.includes(field));
  const message = [`${problem.title}. ${problem.detail}`, ...fields].join('\n  ');
  return errorFor(problem.status, { code: problem.code, message, problem, retryAfterMs });
}
