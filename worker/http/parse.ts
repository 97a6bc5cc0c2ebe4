import { validator } from 'hono-openapi';
import { z } from 'zod';
import { invalidRequest } from './problem.ts';

/** Validates the body, and puts its schema into the OpenAPI document. */
export function body<Value>(schema: z.ZodType<Value>) {
  return validator('json', schema, (result) => {
    if (!result.success) throw invalidRequest(result.error, 'json');
  });
}

/** Validates the query, and puts its parameters into the OpenAPI document. */
export function query<Value, Input extends Record<string, string | string[] | undefined>>(
  schema: z.ZodType<Value, Input>,
) {
  return validator('query', schema, (result) => {
    if (!result.success) throw invalidRequest(result.error, 'query');
  });
}

/** For routes without a query: what is not known is refused, not ignored. */
export const noQuery = query(z.strictObject({}));
