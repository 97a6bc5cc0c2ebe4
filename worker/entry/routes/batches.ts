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
        'As JSON the body holds options and `samples`, up to 1 MiB. As NDJSON (`application/x-ndjson`, also gzipped) it holds a sample a line, up to 200,000 lines and 256 MiB, and the options go into the query. Every sample is in the database before the answer. Refused lines are named by number. With `open` the batch takes more samples until it is sealed.',
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
      description: 'Filters add up.',
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
      summary: 'Get a batch: its progress and the statistics of its scorers so far',
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
        'All of them, or none when one is refused. One request at a time; lines count on from the request before.',
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
      summary: 'Close an open batch and have it scored',
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
      description: 'What is scored stays; nothing is added. A batch that has ended stays as it is.',
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
      summary: 'Try the errors of a batch again',
      path,
      body: 'none',
      description:
        'Samples with the status `error` become pending; scores they got are kept and only those missing are tried. The batch runs again, and its webhook is called again when it ends.',
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
        'Whether a batch that has ended is good enough, by its pass rate and against a base. The outcome stays with the batch: one whose gate failed is not the base of `latest:TAG`.',
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
      answers: { status: 204, description: 'It is gone; its rows are removed within minutes.' },
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
