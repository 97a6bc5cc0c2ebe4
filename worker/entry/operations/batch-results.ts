import { BatchItem, BatchReport } from '@assay/schema/batch.ts';
import { BatchComparison, BatchComparisonQuery } from '@assay/schema/batch-comparison.ts';
import { BatchGateRequest, BatchGateResult } from '@assay/schema/batch-gate.ts';
import { ItemFilter } from '@assay/schema/batch-query.ts';
import { pageOf } from '@assay/schema/page.ts';
import * as z from 'zod';
import { compareBatches } from '../../features/batches/compare-batches.ts';
import { getBatch } from '../../features/batches/find-batches.ts';
import { gateBatch } from '../../features/batches/gate-batch.ts';
import { pageItems } from '../../features/batches/stream-items.ts';
import { streamBatch } from '../http/batch-events.ts';
import { streamResults } from '../http/result-stream.ts';
import { json } from './bodies.ts';
import { operation } from './operation.ts';

const parameters = { id: 'Id of the batch.' };

// Streams of other formats are for those who read text.
const ItemPageFilter = ItemFilter.omit({ format: true, endMark: true });

export const BATCH_RESULTS = [
  operation({
    id: 'listBatchResults',
    scope: 'read',
    route: 'GET /v1/batches/:id/results',
    tag: 'Batches',
    summary: 'Read the results of a batch',
    description:
      'Returns a page of results in input order, also while the batch runs, or with `format` a stream of all results. Samples are included only with `include=sample`.',
    parameters,
    query: ItemFilter,
    audit: { kind: 'read', subject: ({ path }) => path.id },
    answers: { status: 200, description: 'A page.', schema: pageOf('BatchItemPage', BatchItem) },
    mediaTypes: ['application/x-ndjson', 'text/csv'],
    problems: ['invalid_request', 'batch_not_found'],
    run: ({ projectId, path, query }, services) => pageItems(projectId, path.id, query, services),
    respond: (c, { path, query }) => streamResults(c, path.id, query),
    rpc: 'batches.results',
    callQuery: ItemPageFilter,
    tool: {
      name: 'get_batch_results',
      title: 'Get results of a batch',
      description:
        'Returns a page of results in input order, also while the batch runs: status and verdict of each sample. Pass `nextCursor` as `cursor` to get the next page; null marks the last page.',
      input: z.strictObject({
        id: z.string().min(1).describe('Id of the batch, `bat_…`.'),
        status: z
          .enum(['pending', 'passed', 'failed', 'abstained', 'error'])
          .exactOptional()
          .describe('Only samples with this status. Start with `failed`.'),
        cursor: z.string().exactOptional().describe('`nextCursor` of the previous page.'),
        limit: z.int().min(1).max(100).exactOptional().describe('Items per page. Defaults to 20.'),
      }),
      isReading: true,
      isOpen: false,
    },
  }),
  operation({
    id: 'followBatch',
    scope: 'read',
    route: 'GET /v1/batches/:id/events',
    tag: 'Batches',
    summary: 'Stream the progress of a batch',
    description:
      'Sends server-sent events: `batch` with the batch each time it changes, and `done` once it has ended. A connection lasts a few minutes; reconnect to continue.',
    parameters,
    answers: { status: 200, description: 'The events.', schema: BatchReport },
    mediaTypes: ['text/event-stream'],
    problems: ['batch_not_found'],
    async respond(c, { projectId, path }, services) {
      // A batch that does not exist is refused before the stream begins.
      await getBatch(projectId, path.id, services);
      return streamBatch(c, path.id);
    },
  }),
  operation({
    id: 'compareBatches',
    scope: 'read',
    route: 'GET /v1/batches/:id/compare/:base',
    tag: 'Batches',
    summary: 'Compare two batches, sample by sample',
    description:
      'Pairs samples by id. Both batches must have ended. `gate` summarizes the comparison for continuous integration, using the bounds in the query.',
    parameters: { ...parameters, base: 'Id of the batch to compare with, or `latest:TAG`.' },
    query: BatchComparisonQuery,
    audit: { kind: 'read', subject: ({ path }) => path.id },
    answers: { status: 200, description: 'The comparison.', schema: BatchComparison },
    problems: ['invalid_request', 'batch_not_found', 'batch_not_ended', 'comparison_too_large'],
    run: ({ projectId, path, query }, services) =>
      compareBatches({ projectId, batchId: path.id, base: path.base, query }, services),
    rpc: 'batches.compare',
  }),
  operation({
    id: 'evaluateBatchGate',
    scope: 'score',
    route: 'POST /v1/batches/:id/gate',
    tag: 'Batches',
    summary: 'Evaluate the gate of a batch',
    description:
      'Decides whether a batch that has ended passes, by its pass rate and by comparison with a base. The outcome is stored with the batch: `latest:TAG` does not select a batch whose gate failed.',
    parameters,
    body: json(BatchGateRequest),
    answers: { status: 200, description: 'The outcome.', schema: BatchGateResult },
    problems: ['batch_not_found', 'batch_not_ended', 'comparison_too_large'],
    run: ({ projectId, path, body }, services) => gateBatch(projectId, path.id, body, services),
    rpc: 'batches.gate',
  }),
] as const;
