import { samplesOf } from '../../features/batches/sample-sources.ts';
import type { AppContext } from '../context.ts';
import { fieldsInJson, linesIn } from '../http/sample-body.ts';
import { sampleFormatOf } from '../http/sample-format.ts';
import type { SamplesBody, TakenSamples } from '../operations/bodies.ts';

/** Reads the samples of a batch, as a list or a line each, and the options beside them. @throws ApiProblem `invalid_request` */
export async function readSamples(
  c: AppContext,
  query: Record<string, unknown>,
  { mayBeEmpty, readOptions }: SamplesBody<unknown>,
): Promise<TakenSamples<unknown>> {
  const { projectId } = c.var.principal;
  const optionsOf = (given: unknown) => readOptions(given, projectId, c.var.services);
  if (sampleFormatOf(c) === 'lines') {
    return { options: await optionsOf(defined(query)), source: linesIn(c) };
  }
  const { samples = mayBeEmpty ? [] : undefined, ...rest } = await fieldsInJson(c);
  return { options: await optionsOf(rest), source: samplesOf(samples) };
}

/** zod tells a field that is undefined from one that is omitted. */
function defined(query: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined));
}
