import { Batch, BatchAppend, BatchInput, BatchReport } from '@assay/schema/batch.ts';
import { BatchGateRequest, BatchGateResult } from '@assay/schema/batch-gate.ts';
import { AppendLinesQuery, BatchFilter, BatchLinesQuery } from '@assay/schema/batch-query.ts';
import { pageOf } from '@assay/schema/page.ts';
import { cancelBatch, deleteBatch, retryBatch } from '../../features/batches/control-batch.ts';
import { appendSamples, createBatch, sealBatch } from '../../features/batches/create-batch.ts';
import { findBatches, getBatchReport } from '../../features/batches/find-batches.ts';
import { gateBatch } from '../../features/batches/gate-batch.ts';
import type { App } from '../context.ts';
import { authenticate } from '../http/authenticate.ts';
import { describe } from '../http/describe.ts';
import { BODY_PROBLEMS, readNothing } from '../http/limits.ts';
import { body, noQuery, query } from '../http/parse.ts';
import { readAppendRequest, readBatchRequest, readSampleBody } from '../http/sample-body.ts';

const TAKING = [...BODY_PROBLEMS, 'quota_exceeded', 'batch_busy'] as const;

const path = { id: 'Id of the batch.' };

export function registerBatches(app: App): void {
  app.post(
    '/v1/batches',
    describe({
      id: 'createBatch',
      tag: 'Batches',
      summary: 'Create a batch',
      isIdempotent: true,
      body: BatchInput,
      description:
        'A JSON body holds the options and `samples`, up to 1 MiB. An NDJSON body (`application/x-ndjson`, optionally gzipped) holds one sample per line, up to 200,000 lines and 256 MiB; the options go in the query. Every sample is stored in the database before the response. Errors name invalid lines by number. With `open`, the batch accepts more samples until it is sealed.',
      answers: { status: 202, description: 'The batch.', schema: Batch },
      problems: [...TAKING, 'unknown_scorer', 'unknown_suite', 'webhooks_unconfigured'],
    }),
    authenticate('score'),
    readSampleBody,
    query(BatchLinesQuery),
    async (c) => {
      const { principal, services, seed } = c.var;
      const { options, source } = await readBatchRequest(c, c.req.valid('query'));
      return c.json(await createBatch(principal.projectId, options, source, services, seed), 202);
    },
  );

  app.get(
    '/v1/batches',
    describe({
      id: 'listBatches',
      tag: 'Batches',
      summary: 'List batches, newest first',
      description: 'Returns the batches that match all filters.',
      answers: { status: 200, description: 'A page.', schema: pageOf('BatchPage', Batch) },
      problems: ['invalid_request'],
    }),
    authenticate('read'),
    query(BatchFilter),
    async (c) =>
      c.json(await findBatches(c.var.principal.projectId, c.req.valid('query'), c.var.services)),
  );

  app.get(
    '/v1/batches/:id',
    describe({
      id: 'getBatch',
      tag: 'Batches',
      summary: 'Get a batch with its progress and the statistics of its scorers',
      path,
      answers: { status: 200, description: 'The batch.', schema: BatchReport },
      problems: ['batch_not_found'],
    }),
    authenticate('read'),
    noQuery,
    async (c) =>
      c.json(await getBatchReport(c.var.principal.projectId, c.req.param('id'), c.var.services)),
  );

  app.post(
    '/v1/batches/:id/samples',
    describe({
      id: 'appendSamples',
      tag: 'Batches',
      summary: 'Append samples to an open batch',
      path,
      isIdempotent: true,
      body: BatchAppend,
      description:
        'Appends all samples, or none if one is refused. Send one request at a time. Line numbers continue from the previous request.',
      answers: { status: 202, description: 'The batch.', schema: Batch },
      problems: [...TAKING, 'batch_not_found', 'batch_not_open'],
    }),
    authenticate('score'),
    readSampleBody,
    query(AppendLinesQuery),
    async (c) => {
      const { principal, services, seed } = c.var;
      const { onInvalid, source } = await readAppendRequest(c, c.req.valid('query'));
      const id = c.req.param('id');
      return c.json(
        await appendSamples(principal.projectId, id, source, onInvalid, services, seed),
        202,
      );
    },
  );

  app.post(
    '/v1/batches/:id/seal',
    describe({
      id: 'sealBatch',
      tag: 'Batches',
      summary: 'Seal an open batch and start scoring it',
      path,
      body: 'none',
      answers: { status: 202, description: 'The batch.', schema: Batch },
      problems: ['invalid_request', 'batch_not_found', 'batch_busy'],
    }),
    authenticate('score'),
    noQuery,
    readNothing,
    async (c) =>
      c.json(await sealBatch(c.var.principal.projectId, c.req.param('id'), c.var.services), 202),
  );

  app.post(
    '/v1/batches/:id/cancel',
    describe({
      id: 'cancelBatch',
      tag: 'Batches',
      summary: 'Cancel a batch',
      path,
      body: 'none',
      description:
        'Keeps the results so far and stops scoring. Has no effect on a batch that has ended.',
      answers: { status: 200, description: 'The batch.', schema: Batch },
      problems: ['invalid_request', 'batch_not_found'],
    }),
    authenticate('score'),
    noQuery,
    readNothing,
    async (c) =>
      c.json(await cancelBatch(c.var.principal.projectId, c.req.param('id'), c.var.services)),
  );

  app.post(
    '/v1/batches/:id/retry',
    describe({
      id: 'retryBatch',
      tag: 'Batches',
      summary: 'Retry the failed samples of a batch',
      path,
      body: 'none',
      description:
        'Samples with the status `error` become pending; scores that succeeded are kept, and only the missing ones are computed. The batch runs again, and its webhook is called again when it ends.',
      answers: { status: 202, description: 'The batch.', schema: Batch },
      problems: ['invalid_request', 'batch_not_found'],
    }),
    authenticate('score'),
    noQuery,
    readNothing,
    async (c) =>
      c.json(await retryBatch(c.var.principal.projectId, c.req.param('id'), c.var.services), 202),
  );

  app.post(
    '/v1/batches/:id/gate',
    describe({
      id: 'evaluateBatchGate',
      tag: 'Batches',
      summary: 'Evaluate the gate of a batch',
      path,
      body: BatchGateRequest,
      description:
        'Decides whether a batch that has ended passes, by its pass rate and by comparison with a base. The outcome is stored with the batch: `latest:TAG` does not select a batch whose gate failed.',
      answers: { status: 200, description: 'The outcome.', schema: BatchGateResult },
      problems: [...BODY_PROBLEMS, 'batch_not_found', 'batch_not_ended', 'comparison_too_large'],
    }),
    authenticate('score'),
    noQuery,
    body(BatchGateRequest),
    async (c) => {
      const { principal, services } = c.var;
      const id = c.req.param('id');
      return c.json(await gateBatch(principal.projectId, id, c.req.valid('json'), services));
    },
  );

  app.delete(
    '/v1/batches/:id',
    describe({
      id: 'deleteBatch',
      tag: 'Batches',
      summary: 'Delete a batch with its samples and results',
      path,
      answers: {
        status: 204,
        description: 'The batch is deleted; its rows are removed within minutes.',
      },
      problems: ['batch_not_found'],
    }),
    authenticate('admin'),
    noQuery,
    async (c) => {
      await deleteBatch(c.var.principal.projectId, c.req.param('id'), c.var.services);
      return c.body(null, 204);
    },
  );
}
