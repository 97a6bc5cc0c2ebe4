import { ApiProblem } from '../../core/problem.ts';
import type { AppContext } from '../context.ts';

/** How a request sends its records. @throws ApiProblem `unsupported_media_type` */
export function sampleFormatOf(c: AppContext): 'lines' | 'json' {
  const type = c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type === 'application/x-ndjson' || type === 'application/jsonl') return 'lines';
  if (type === 'application/json') return 'json';
  throw new ApiProblem('unsupported_media_type', {
    detail:
      'Send one record per line as `Content-Type: application/x-ndjson`, or a list as `application/json`.',
  });
}

/**
 * What tells a request with lines from another under the same Idempotency-Key: they are streamed and
 * cannot be compared, so it is their query, length and encoding.
 */
export function describeLines(c: AppContext): string {
  return [
    new URL(c.req.url).search,
    c.req.header('content-length') ?? '',
    c.req.header('content-encoding') ?? '',
  ].join('\n');
}
