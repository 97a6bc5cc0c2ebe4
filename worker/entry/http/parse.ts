import type { MiddlewareHandler } from 'hono';
import * as z from 'zod';
import { invalidRequest } from '../../core/problem.ts';
import { readScoring } from '../../features/scoring/read-scoring.ts';
import type { AppContext, AppEnv } from '../context.ts';
import { documented } from './documented.ts';
import { bodyOf } from './limits.ts';

/** Validates the body, and puts its schema into the OpenAPI document. */
export function body<Value>(schema: z.ZodType<Value>) {
  return validated<'json', unknown, Value>('json', schema, bodyOf);
}

/** The same for a body that names scorers, whose faults are reported beside those of its fields. */
export function scoringBody<Value>(schema: z.ZodType<Value>) {
  return validated<'json', unknown, Value>('json', schema, bodyOf, (value, c) =>
    readScoring(schema, value, c.var.principal.projectId, c.var.services),
  );
}

/** Validates the query, and puts its parameters into the OpenAPI document. */
export function query<Value, Input extends Record<string, string | string[] | undefined>>(
  schema: z.ZodType<Value, Input>,
) {
  return validated<'query', Input, Value>('query', schema, queryOf);
}

/** For routes without a query: what is not known is refused, not ignored. */
export const noQuery = query(z.strictObject({}));

function validated<Target extends 'json' | 'query', Input, Value>(
  target: Target,
  schema: z.ZodType<Value>,
  read: (c: AppContext) => unknown,
  parse: (value: unknown, c: AppContext) => Value | Promise<Value> = (value) => {
    const parsed = schema.safeParse(value);
    if (!parsed.success) throw invalidRequest(parsed.error.issues, target, schema);
    return parsed.data;
  },
) {
  type Kept = { in: Record<Target, Input>; out: Record<Target, Value> };
  const validate: MiddlewareHandler<AppEnv, string, Kept> = async (c, next) => {
    const value = await parse(await read(c), c);
    c.req.addValidatedData(target, value as object);
    await next();
  };
  return documented(validate, target === 'json' ? { body: schema } : { query: schema });
}

/** A parameter given several times is a list. */
function queryOf(c: AppContext): Record<string, string | string[]> {
  if (!c.req.url.includes('?')) return {};
  const entries = Object.entries(c.req.queries());
  return Object.fromEntries(entries.map(([name, values]) => [name, oneOrMany(values)]));
}

function oneOrMany(values: string[]): string | string[] {
  const [first, ...more] = values;
  return first === undefined || more.length > 0 ? values : first;
}
