import { PROBLEMS, type ProblemCode } from '@assay/schema/errors.ts';
import { type Fault, faultsOf } from '@assay/schema/faults.ts';
import { jsonPointer } from '@assay/schema/json-pointer.ts';
import type { Problem, ProblemField } from '@assay/schema/types.ts';
import { shorten } from '@assay/scorers/shorten.ts';
import type * as z from 'zod';

interface ProblemOptions {
  detail?: string;
  errors?: ProblemField[];
  headers?: Record<string, string>;
  cause?: unknown;
}

/** An error of a request: thrown anywhere, converted to RFC 9457 problem details in one place. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly code: ProblemCode;
  readonly detail: string;
  readonly errors: ProblemField[] | undefined;
  readonly headers: Record<string, string>;

  constructor(code: ProblemCode, options: ProblemOptions = {}) {
    super(code, { cause: options.cause });
    this.code = code;
    this.detail = options.detail ?? PROBLEMS[code].detail;
    this.errors = options.errors;
    this.headers = options.headers ?? {};
  }
}

// Enough to fix a request by; a hostile one could have a hundred thousand.
const MOST_ERRORS = 50;

// A key of a body can be as long as the body: an answer does not repeat it.
const MOST_CHARACTERS = 1_000;
const MOST_POINTER_CHARACTERS = 256;

function shortened({ pointer, message }: ProblemField): ProblemField {
  return {
    pointer: shorten(pointer, MOST_POINTER_CHARACTERS),
    message: shorten(message, MOST_CHARACTERS),
  };
}

/** The problem details of an error. Source: RFC 9457. */
export function toProblem(problem: ApiProblem, requestId: string): Problem {
  const { status, title, retryable } = PROBLEMS[problem.code];
  return {
    // Relative, as RFC 9457 allows: a page of the deployment that answers.
    type: `/docs/errors#${problem.code}`,
    title,
    status,
    code: problem.code,
    detail: shorten(problem.detail, MOST_CHARACTERS),
    retryable,
    requestId,
    ...(problem.errors ? { errors: problem.errors.slice(0, MOST_ERRORS).map(shortened) } : {}),
  };
}

/** The problem of a body or query that does not match its schema. */
export function invalidRequest(
  issues: Parameters<typeof faultsOf>[0],
  target: 'json' | 'query',
  schema?: z.ZodType,
  found: readonly ProblemField[] = [],
): ApiProblem {
  const faults = faultsOf(issues, schema);
  const errors = [...fieldsOf(faults, target), ...found].slice(0, MOST_ERRORS);
  const more = faults.length + found.length - errors.length;
  const detail = `${PROBLEMS.invalid_request.detail} There are ${more} more.`;
  return new ApiProblem('invalid_request', more > 0 ? { errors, detail } : { errors });
}

/** Faults as a problem names them, as many as it may. */
export function fieldsOf(faults: readonly Fault[], target: 'json' | 'query'): ProblemField[] {
  return faults.slice(0, MOST_ERRORS).map(({ path, message }) => ({
    pointer: target === 'json' ? jsonPointer(path) : `?${path.join('.')}`,
    message,
  }));
}

/** The problem of a truncated body. */
export function bodyBrokeOff(): ApiProblem {
  return new ApiProblem('invalid_request', {
    detail: 'The body is truncated, or does not match its Content-Encoding. Send it again.',
  });
}
