import type { ItemFilter } from '@assay/schema/batch-query.ts';
import type { ProblemField } from '@assay/schema/types.ts';
import { ApiProblem } from '../../core/problem.ts';
import { streamItems } from '../../features/batches/stream-items.ts';
import type { AppContext } from '../context.ts';

const MEDIA_TYPES = {
  ndjson: 'application/x-ndjson',
  csv: 'text/csv; charset=utf-8; header=present',
} as const;

/**
 * All results of a batch in the format that the query names; undefined where it asks for a page.
 *
 * @throws ApiProblem `invalid_request` or `batch_not_found`
 */
export async function streamResults(
  c: AppContext,
  id: string,
  { format = 'json', cursor, limit, status, include, endMark }: ItemFilter,
): Promise<Response | undefined> {
  if (format === 'json') return undefined;
  const errors = [
    ...(cursor === undefined ? [] : [misplaced('?cursor', 'format=json')]),
    ...(limit === undefined ? [] : [misplaced('?limit', 'format=json')]),
    ...(format === 'csv' && include ? [misplaced('?include', 'format=json or ndjson')] : []),
    ...(format === 'csv' && endMark ? [misplaced('?endMark', 'format=ndjson')] : []),
  ];
  if (errors.length > 0) throw new ApiProblem('invalid_request', { errors });
  const { principal, services } = c.var;
  const streamed = { format, status, include, endMark };
  const stream = await streamItems(principal.projectId, id, streamed, services);
  return c.body(stream, 200, { 'Content-Type': MEDIA_TYPES[format] });
}

function misplaced(pointer: string, place: string): ProblemField {
  return { pointer, message: `is allowed only with ${place}` };
}
