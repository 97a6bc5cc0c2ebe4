import { BatchOptions, OnInvalid } from '@assay/schema/batch.ts';
import type { AppendLinesQuery, BatchLinesQuery } from '@assay/schema/batch-query.ts';
import type { BatchOptions as Options } from '@assay/schema/types.ts';
import { every } from 'hono/combine';
import { createMiddleware } from 'hono/factory';
import * as z from 'zod';
import { ApiProblem, invalidRequest } from '../../core/problem.ts';
import { linesOf, samplesOf } from '../../features/batches/sample-sources.ts';
import type { SampleSource } from '../../features/batches/take-samples.ts';
import { readScoring } from '../../features/scoring/read-scoring.ts';
import type { AppContext, AppEnv } from '../context.ts';
import { idempotent, idempotentStream } from './idempotency.ts';
import { bodyOf, readBody } from './limits.ts';

const AppendRest = z.strictObject({ onInvalid: OnInvalid.exactOptional() });

const readJson = every(readBody, idempotent);

/** Takes samples as JSON, within its limits, or as lines, which are left to be streamed. */
export const readSampleBody = createMiddleware<AppEnv>((c, next) => {
  if (hasLines(c)) return idempotentStream(c, next);
  if (typeOf(c) === 'application/json') return readJson(c, next);
  throw new ApiProblem('unsupported_media_type', {
    detail:
      'Send samples as `Content-Type: application/x-ndjson`, one per line, or as `application/json`.',
  });
});

/** What a request for a batch asks, and where its samples are. @throws ApiProblem `invalid_request`, `malformed_json` */
export async function readBatchRequest(
  c: AppContext,
  query: BatchLinesQuery,
): Promise<{ options: Options; source: SampleSource }> {
  if (hasLines(c)) {
    return { options: await readOptions(c, optionsIn(query)), source: linesIn(c) };
  }
  refuseQuery(c);
  const { samples = [], ...rest } = await readObject(c);
  const options = await readOptions(c, rest);
  return { options, source: samplesOf(samples) };
}

/** The same for a request that appends. @throws ApiProblem `invalid_request`, `malformed_json` */
export async function readAppendRequest(
  c: AppContext,
  { onInvalid }: z.output<typeof AppendLinesQuery>,
): Promise<{ onInvalid: Options['onInvalid']; source: SampleSource }> {
  if (hasLines(c)) return { onInvalid, source: linesIn(c) };
  refuseQuery(c);
  const { samples, ...rest } = await readObject(c);
  return { onInvalid: parse(AppendRest, rest).onInvalid, source: samplesOf(samples) };
}

function typeOf(c: AppContext): string | undefined {
  return c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase();
}

function hasLines(c: AppContext): boolean {
  const type = typeOf(c);
  return type === 'application/x-ndjson' || type === 'application/jsonl';
}

function refuseQuery(c: AppContext): void {
  const errors = Object.keys(c.req.query()).map((name) => ({
    pointer: `?${name}`,
    message: 'belongs in the body if the body is JSON',
  }));
  if (errors.length > 0) throw new ApiProblem('invalid_request', { errors });
}

async function readObject(c: AppContext): Promise<Record<string, unknown>> {
  return parse(z.record(z.string(), z.unknown()), await bodyOf(c));
}

function parse<Value>(schema: z.ZodType<Value>, value: unknown): Value {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw invalidRequest(parsed.error.issues, 'json', schema);
  return parsed.data;
}

function linesIn(c: AppContext): SampleSource {
  const encoding = c.req.header('content-encoding')?.trim().toLowerCase() ?? 'identity';
  if (encoding !== 'identity' && encoding !== 'gzip') {
    throw new ApiProblem('unsupported_media_type', {
      detail: 'Content-Encoding must be gzip or absent.',
    });
  }
  return linesOf(c.req.raw.body ?? new Blob([]).stream(), encoding === 'gzip');
}

function readOptions(c: AppContext, given: unknown): Promise<Options> {
  return readScoring(BatchOptions, given, c.var.principal.projectId, c.var.services);
}

function optionsIn({ tag, metadata, webhook, ...query }: BatchLinesQuery): unknown {
  const entries = metadata?.map((entry): [string, string] => {
    const colon = entry.indexOf(':');
    return [entry.slice(0, colon), entry.slice(colon + 1)];
  });
  const given = {
    ...query,
    tags: tag,
    metadata: entries && Object.fromEntries(entries),
    webhook: webhook === undefined ? undefined : { url: webhook },
  };
  // zod tells a field that is undefined from one that is left out.
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}
