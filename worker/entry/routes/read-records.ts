import { listed } from '../../core/line-source.ts';
import type { AppContext } from '../context.ts';
import { fieldsInJson, linesIn } from '../http/sample-body.ts';
import { sampleFormatOf } from '../http/sample-format.ts';
import type { LinesBody, TakenLines } from '../operations/bodies.ts';

/** Reads many records, as a list or a line each, and the options beside them. @throws ApiProblem `invalid_request` */
export async function readRecords(
  c: AppContext,
  query: Record<string, unknown>,
  { list, mayBeEmpty, readOptions }: LinesBody<unknown>,
): Promise<TakenLines<unknown>> {
  const { projectId } = c.var.principal;
  const optionsOf = (given: unknown) => readOptions(given, projectId, c.var.services);
  if (sampleFormatOf(c) === 'lines') {
    return { options: await optionsOf(defined(query)), source: linesIn(c) };
  }
  const { [list]: records = mayBeEmpty ? [] : undefined, ...rest } = await fieldsInJson(c);
  return { options: await optionsOf(rest), source: listed(list, records) };
}

/** zod tells a field that is undefined from one that is omitted. */
function defined(query: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined));
}
