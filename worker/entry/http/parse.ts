import * as z from 'zod';
import { invalidRequest } from '../../core/problem.ts';
import type { AppContext } from '../context.ts';

// What is not known is refused, not ignored.
const NOTHING = z.strictObject({});

/** The query, validated; without a schema the route takes none. @throws ApiProblem `invalid_request` */
export function parseQuery(c: AppContext, schema: z.ZodType = NOTHING): unknown {
  return parse(schema, queryOf(c), 'query');
}

/** @throws ApiProblem `invalid_request` */
export function parse<Value>(
  schema: z.ZodType<Value>,
  given: unknown,
  target: 'json' | 'query',
): Value {
  const parsed = schema.safeParse(given);
  if (!parsed.success) throw invalidRequest(parsed.error.issues, target, schema);
  return parsed.data;
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
