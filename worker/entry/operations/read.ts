import * as z from 'zod';
import { ApiProblem, invalidRequest } from '../../core/problem.ts';
import { jsonValueOf } from './json-value.ts';

const Fields = z.record(z.string(), z.unknown());

/** An argument that a route takes as its body. @throws ApiProblem `invalid_request` or for its size */
export function readBody<Value>(
  schema: z.ZodType<Value>,
  given: unknown,
  plain?: (given: unknown) => Value | undefined,
): Value {
  const value = jsonValueOf(given);
  const read = plain?.(value);
  if (read !== undefined) return read;
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw invalidRequest(parsed.error.issues, 'json', schema);
  return parsed.data;
}

/** An argument that a route takes as its query, values for texts. @throws ApiProblem `invalid_request` */
export function readQuery<Value>(schema: z.ZodType<Value>, given: unknown = {}): Value {
  const value = jsonValueOf(given);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new ApiProblem('invalid_request', {
      errors: [{ pointer: '?', message: 'must be an object of query parameters' }],
    });
  }
  const texts = Object.entries(value).map(([name, item]): [string, string | string[]] => [
    name,
    Array.isArray(item) ? item.map(String) : String(item),
  ]);
  const parsed = schema.safeParse(Object.fromEntries(texts));
  if (!parsed.success) throw invalidRequest(parsed.error.issues, 'query', schema);
  return parsed.data;
}

/** An object whose fields are validated elsewhere. @throws ApiProblem `invalid_request` or for its size */
export function readFields(given: unknown): Record<string, unknown> {
  return readBody(Fields, given);
}

/** An argument that a route takes in its path. @throws ApiProblem `invalid_request` */
export function readId(name: string, given: unknown): string {
  if (typeof given === 'string' && given !== '') return given;
  throw new ApiProblem('invalid_request', {
    errors: [{ pointer: `/${name}`, message: 'must be a non-empty string' }],
  });
}
