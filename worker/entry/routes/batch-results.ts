import { BatchItem, BatchReport } from '@assay/schema/batch.ts';
import { BatchComparison, BatchComparisonQuery } from '@assay/schema/batch-comparison.ts';
import { ItemFilter } from '@assay/schema/batch-query.ts';
import { pageOf } from '@assay/schema/page.ts';
import type { ProblemField } from '@assay/schema/types.ts';
import { streamSSE } from 'hono/streaming';
import { ApiProblem, toProblem } from '../../core/problem.ts';
import { compareBatches } from '../../features/batches/compare-batches.ts';
import { getBatch } from '../../features/batches/find-batches.ts';
import { followBatch } from '../../features/batches/follow-batch.ts';
import { pageItems, streamItems } from '../../features/batches/stream-items.ts';
import type { App } from '../context.ts';
import { authenticate } from '../http/authenticate.ts';
import { describe } from '../http/describe.ts';
import { asApiProblem } from '../http/errors.ts';
import { noQuery, query } from '../http/parse.ts';

const MEDIA_TYPES = {
  ndjson: 'application/x-ndjson',
  csv: 'text/csv; charset=utf-8; header=present',
} as const;

const path = { id: 'Id of the batch.' };

function misplaced(pointer: string, place: string): ProblemField {
  return { pointer, message: `is allowed only with ${place}` };
}

export function registerBatchResults(app: App): void {
  app.get(
    '/v1/batches/:id/results',
    describe({
      id: 'listBatchResults',
      tag: 'Batches',
      summary: 'Read the results of a batch',
      path,
      mediaTypes: ['application/x-ndjson', 'text/csv'],
      description:
        'Returns a page of results in input order, also while the batch runs, or with `format` a stream of all results. Samples are included only with `include=sample`.',
      answers: { status: 200, description: 'A page.', schema: pageOf('BatchItemPage', BatchItem) },
      problems: ['invalid_request', 'batch_not_found'],
    }),
    authenticate('read'),
    query(ItemFilter),
    async (c) => {
      const { principal, services } = c.var;
      const filter = c.req.valid('query');
      const id = c.req.param('id');
      const { format = 'json', cursor, limit, status, include, endMark } = filter;
      if (format === 'json') {
        return c.json(await pageItems(principal.projectId, id, filter, services));
      }
      const errors = [
        ...(cursor === undefined ? [] : [misplaced('?cursor', 'format=json')]),
        ...(limit === undefined ? [] : [misplaced('?limit', 'format=json')]),
        ...(format === 'csv' && include ? [misplaced('?include', 'format=json or ndjson')] : []),
        ...(format === 'csv' && endMark ? [misplaced('?endMark', 'format=ndjson')] : []),
      ];
      if (errors.length > 0) throw new ApiProblem('invalid_request', { errors });
      const streamed = { format, status, include, endMark };
      const stream = await streamItems(principal.projectId, id, streamed, services);
      return c.body(stream, 200, { 'Content-Type': MEDIA_TYPES[format] });
    },
  );

  app.get(
    '/v1/batches/:id/events',
    describe({
      id: 'followBatch',
      tag: 'Batches',
      summary: 'Stream the progress of a batch',
      path,
      isStreamable: true,
      description:
        'Sends server-sent events: `batch` with the batch each time it changes, and `done` once it has ended. A connection lasts a few minutes; reconnect to continue.',
      answers: { status: 200, description: 'The events.', schema: BatchReport },
      problems: ['batch_not_found'],
    }),
    authenticate('read'),
    noQuery,
    async (c) => {
      const { principal, services, requestId } = c.var;
      const id = c.req.param('id');
      // A batch that is not there is told before the stream begins.
      await getBatch(principal.projectId, id, services);
      return streamSSE(c, async (events) => {
        try {
          for await (const batch of followBatch(principal.projectId, id, services)) {
            if (events.aborted) return;
            await events.writeSSE({ event: 'batch', data: JSON.stringify(batch) });
            if (batch.endedAt !== null) {
              await events.writeSSE({ event: 'done', data: JSON.stringify({ id }) });
            }
          }
        } catch (cause) {
          const problem = toProblem(asApiProblem(cause, c), requestId);
          await events.writeSSE({ event: 'error', data: JSON.stringify(problem) });
        }
      });
    },
  );

  app.get(
    '/v1/batches/:id/compare/:base',
    describe({
      id: 'compareBatches',
      tag: 'Batches',
      summary: 'Compare two batches, sample by sample',
      path: { ...path, base: 'Id of the batch to compare with, or `latest:TAG`.' },
      description:
        'Pairs samples by id. Both batches must have ended. `gate` summarizes the comparison for continuous integration, using the bounds in the query.',
      answers: { status: 200, description: 'The comparison.', schema: BatchComparison },
      problems: ['invalid_request', 'batch_not_found', 'batch_not_ended', 'comparison_too_large'],
    }),
    authenticate('read'),
    query(BatchComparisonQuery),
    async (c) => {
      const { principal, services } = c.var;
      const { id, base } = c.req.param();
      return c.json(
        await compareBatches(principal.projectId, id, base, c.req.valid('query'), services),
      );
    },
  );
}
