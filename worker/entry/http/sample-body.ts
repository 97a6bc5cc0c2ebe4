import * as z from 'zod';
import { type LineSource, linesOf } from '../../core/line-source.ts';
import { ApiProblem } from '../../core/problem.ts';
import type { AppContext } from '../context.ts';
import { bodyOf } from './limits.ts';
import { parse } from './parse.ts';

const JsonObject = z.record(z.string(), z.unknown());

/** The lines of the body, left to be streamed. @throws ApiProblem `unsupported_media_type` */
export function linesIn(c: AppContext): LineSource {
  const encoding = c.req.header('content-encoding')?.trim().toLowerCase() ?? 'identity';
  if (encoding !== 'identity' && encoding !== 'gzip') {
    throw new ApiProblem('unsupported_media_type', {
      detail: 'Content-Encoding must be gzip or absent.',
    });
  }
  return linesOf(c.req.raw.body ?? new Blob([]).stream(), encoding === 'gzip');
}

/** The fields of a JSON body, of which those of the list are validated one by one. @throws ApiProblem */
export async function fieldsInJson(c: AppContext): Promise<Record<string, unknown>> {
  const errors = Object.keys(c.req.query()).map((name) => ({
    pointer: `?${name}`,
    message: 'belongs in the body if the body is JSON',
  }));
  if (errors.length > 0) throw new ApiProblem('invalid_request', { errors });
  return parse(JsonObject, await bodyOf(c), 'json');
}
