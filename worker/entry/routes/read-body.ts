import { samplesOf } from '../../features/batches/sample-sources.ts';
import { readScoring } from '../../features/scoring/read-scoring.ts';
import type { AppContext } from '../context.ts';
import { bodyOf, refuseBody } from '../http/limits.ts';
import { parse } from '../http/parse.ts';
import { describeLines, fieldsInJson, linesIn, sampleFormatOf } from '../http/sample-body.ts';
import type { BodyKind, SamplesBody, TakenSamples } from '../operations/bodies.ts';

/** How a route reads a kind of body. */
export interface BodyReader {
  /** Reads what can be compared with another request under the same Idempotency-Key. @throws ApiProblem */
  receive(c: AppContext): unknown;
  /** What is compared. */
  content(c: AppContext): string | Promise<string>;
  /** @throws ApiProblem `invalid_request` */
  read(c: AppContext, query: Record<string, unknown>): unknown;
}

const NONE: BodyReader = { receive: () => {}, content: () => '', read: () => undefined };

export function bodyReader(body: BodyKind<unknown> | undefined): BodyReader {
  switch (body?.kind) {
    case undefined:
      return NONE;
    case 'none':
      return { ...NONE, receive: refuseBody };
    case 'json':
      return jsonReader(async (c) => parse(body.schema, await bodyOf(c), 'json'));
    case 'scoring':
      return jsonReader(async (c) =>
        readScoring(body, await bodyOf(c), c.get('principal').projectId, c.get('services')),
      );
    case 'samples':
      return {
        receive: (c) => (sampleFormatOf(c) === 'json' ? bodyOf(c) : undefined),
        content: (c) => (sampleFormatOf(c) === 'json' ? c.req.text() : describeLines(c)),
        read: (c, query) => readSamples(c, query, body),
      };
  }
}

function jsonReader(read: BodyReader['read']): BodyReader {
  // The request keeps the text that was read.
  return { receive: bodyOf, content: (c) => c.req.text(), read };
}

async function readSamples(
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
