import * as z from 'zod';
import { invalidRequest } from '../../core/problem.ts';
import type { AppContext } from '../context.ts';

// What is not known is refused, not ignored.
const NOTHING = z.strictObject({});

/** The query, validated; without a schema the route takes none. @throws ApiProblem `invalid_request` */
export function parseQuery(c: AppContext, schema: z.ZodType = NOTHING): unknown {
  const query = queryOf(c);
  // No query is what most have, and is right where there may be none.
  if (query === undefined && schema === NOTHING) return {};
  return parse(schema, query ?? {}, 'query');
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

/** The query, if there is one. A parameter given several times is a list. */
function queryOf(c: AppContext): Record<string, string | string[]> | undefined {
  if (!c.req.url.includes('?')) return undefined;
  const entries = Object.entries(c.req.queries());
  return Object.fromEntries(entries.map(([name, values]) => [name, oneOrMany(values)]));
}

function oneOrMany(values: string[]): string | string[] {
  const [first, ...more] = values;
  return first === undefined || more.length > 0 ? values : first;
}
