import type { Problem, ProblemField } from '@assay/schema/types.ts';

export interface AssayErrorDetails {
  code: string;
  message: string;
  /** The problem that Assay answered, where it did. */
  problem?: Problem | undefined;
  requestId?: string | undefined;
  status?: number | undefined;
  retryable?: boolean | undefined;
  retryAfterMs?: number | undefined;
  cause?: unknown;
}

/** Whatever went wrong on the way to a verdict. Each kind is a class of its own below. */
export class AssayError extends Error {
  override name = 'AssayError';
  /** Stable, to branch on: one that Assay answers, or `connection`, `timeout`, `unexpected_answer`… */
  readonly code: string;
  /** HTTP status; undefined when there was no answer. */
  readonly status: number | undefined;
  /** The problem details (RFC 9457); undefined when the answer was not Assay's. */
  readonly problem: Problem | undefined;
  /** Quote it when you report something. */
  readonly requestId: string | undefined;
  /**
   * Whether the same request can succeed later. The client has tried that already, `maxRetries`
   * times.
   */
  readonly retryable: boolean;
  /** How long Assay asks to wait, in milliseconds; undefined when it does not say. */
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

/** 404: what was asked for does not exist in the key's project. */
export class NotFoundError extends AssayError {
  override name = 'NotFoundError';
}

/** 409: the request does not fit what is there. */
export class ConflictError extends AssayError {
  override name = 'ConflictError';
}

/** 400, 413, 415, 422: the request has to change. `errors` points at each field. */
export class ValidationError extends AssayError {
  override name = 'ValidationError';
  /** Each offending field: a JSON pointer, `?name` for a query parameter or `line 3` of a batch. */
  get errors(): readonly ProblemField[] {
    return this.problem?.errors ?? [];
  }
}

/** 429: too many requests, or too much under way. */
export class RateLimitError extends AssayError {
  override name = 'RateLimitError';
}

/** 5xx: Assay, or a proxy in front of it, failed. */
export class ServerError extends AssayError {
  override name = 'ServerError';
}

/** No answer, or one that broke off. */
export class ConnectionError extends AssayError {
  override name = 'ConnectionError';
}

/** No answer within `timeoutMs` or `totalTimeoutMs`. */
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
