import type { DatasetItemFilter } from '@assay/schema/dataset-query.ts';
import { ApiProblem } from '../../core/problem.ts';
import { streamDatasetItems } from '../../features/datasets/page-items.ts';
import type { AppContext } from '../context.ts';

/**
 * All items of a version as lines; undefined where the query asks for a page.
 *
 * @throws ApiProblem `invalid_request` or `dataset_not_found`
 */
export async function streamItemLines(
  c: AppContext,
  reference: string,
  { format = 'json', cursor, limit, ...rest }: DatasetItemFilter,
): Promise<Response | undefined> {
  const given = Object.entries({ cursor, limit }).filter(([, value]) => value !== undefined);
  if (format === 'json') return undefined;
  if (given.length > 0) {
    const errors = given.map(([name]) => ({
      pointer: `?${name}`,
      message: 'is allowed only with format=json',
    }));
    throw new ApiProblem('invalid_request', { errors });
  }
  const { principal, services } = c.var;
  const stream = await streamDatasetItems(principal.projectId, reference, rest, services);
  return c.body(stream, 200, { 'Content-Type': 'application/x-ndjson' });
}
