import { errorOf, ValidationError } from '../errors.ts';
import type { RequestOptions } from '../options.ts';

/** An idempotency key for one of several requests of a call. */
export function keyed(request: RequestOptions, part: string): RequestOptions {
  const { idempotencyKey } = request;
  if (idempotencyKey === undefined) return request;
  return { ...request, idempotencyKey: `${idempotencyKey}-${part}` };
}

/** The same error, with line numbers relative to the source instead of the part. */
export function withLinesAfter(sent: number, cause: unknown): unknown {
  if (!(cause instanceof ValidationError) || !cause.problem || sent === 0) return cause;
  const later = (text: string) =>
    text.replace(
      /(^|that of )line (\d+)(?! of the (?:batch|upload))\b/,
      (_, before: string, line: string) => `${before}line ${Number(line) + sent}`,
    );
  const errors = cause.errors.map(({ pointer, message }) => ({
    pointer: later(pointer),
    message: later(message),
  }));
  return errorOf({ ...cause.problem, errors });
}
