import type { LineSource } from '../../core/line-source.ts';
import { ApiProblem } from '../../core/problem.ts';
import { readScoring } from '../../features/scoring/read-scoring.ts';
import type { RequestContext } from '../../features/scoring/request-context.ts';
import type { AppServices } from '../app-services.ts';
import type { BodyKind, LinesBody, TakenLines } from './bodies.ts';
import { jsonValueOf } from './json-value.ts';
import { type Asked, type Operation, parameterNames, placeOf } from './operation.ts';
import { readBody, readFields, readId, readQuery } from './read.ts';

/** What a binding or a tool gives an operation, still to be validated. */
export interface Given {
  /** The parameters of the path, by their names. */
  path: Record<string, unknown>;
  /** The query or the body, whichever the operation takes. */
  input?: unknown;
  /** Records as NDJSON, where a list would be too long. */
  lines?: unknown;
}

/** The parameters that an operation takes in its path, in order. */
export function pathNames({ route }: Operation): string[] {
  return route === undefined ? [] : parameterNames(placeOf(route).path);
}

/** Whether a call says anything beside the parameters of the path. */
export function takesInput({ body, query, callQuery }: Operation): boolean {
  if (body !== undefined) return body.kind !== 'none';
  return query !== undefined && callQuery !== null;
}

/** Validates what was given by the schemas of the route. @throws ApiProblem */
export async function readGiven(
  operation: Operation,
  given: Given,
  context: RequestContext,
  services: AppServices,
): Promise<Asked<string, unknown, unknown>> {
  const { projectId } = context.principal;
  const ids = Object.entries(given.path).map(([name, id]) => [name, readId(name, id)]);
  const { query, callQuery, body } = operation;
  const querySchema = callQuery ?? query;
  return {
    projectId,
    path: Object.fromEntries(ids),
    query: querySchema && readQuery(querySchema, takesInput(operation) ? given.input : {}),
    body: await readGivenBody(body, given, projectId, services),
    context,
  };
}

function readGivenBody(
  body: BodyKind<unknown> | undefined,
  given: Given,
  projectId: string,
  services: AppServices,
): unknown {
  switch (body?.kind) {
    case 'json':
      return readBody(body.schema, given.input, body.plain);
    case 'scoring':
      return readScoring(body, jsonValueOf(given.input), projectId, services);
    case 'lines':
      return readGivenLines(body, given, projectId, services);
    default:
      return undefined;
  }
}

async function readGivenLines(
  { list, readOptions }: LinesBody<unknown>,
  { input, lines }: Given,
  projectId: string,
  services: AppServices,
): Promise<TakenLines<unknown>> {
  const { [list]: records, ...rest } = readFields(input);
  const source = await sourceOf(list, records, lines);
  return { options: await readOptions(rest, projectId, services), source };
}

async function sourceOf(list: string, records: unknown, lines: unknown): Promise<LineSource> {
  // Loaded when it is first asked for.
  const { linesOf, listed } = await import('../../core/line-source.ts');
  if (lines === undefined) return listed(list, records ?? []);
  if (!(lines instanceof ReadableStream)) throw refusal('/lines', 'must be a stream of bytes');
  if (records === undefined) return linesOf(lines, false);
  throw refusal(`/${list}`, 'belongs in the lines if `lines` is given');
}

function refusal(pointer: string, message: string): ApiProblem {
  return new ApiProblem('invalid_request', { errors: [{ pointer, message }] });
}
