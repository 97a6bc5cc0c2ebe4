import {
  Batch,
  BatchAppend,
  BatchInput,
  BatchOptions,
  BatchReport,
  OnInvalid,
} from '@assay/schema/batch.ts';
import { AppendLinesQuery, BatchFilter, BatchLinesQuery } from '@assay/schema/batch-query.ts';
import { pageOf } from '@assay/schema/page.ts';
import * as z from 'zod';
import { cancelBatch, deleteBatch, retryBatch } from '../../features/batches/control-batch.ts';
import { appendSamples, createBatch, sealBatch } from '../../features/batches/create-batch.ts';
import {
  type FindBatchNeeds,
  findBatches,
  getBatch,
  getBatchReport,
} from '../../features/batches/find-batches.ts';
import { readScoring } from '../../features/scoring/read-scoring.ts';
import { parse } from '../http/parse.ts';
import { noBody, samples } from './bodies.ts';
import { operation } from './operation.ts';

const parameters = { id: 'Id of the batch.' };

const AppendOptions = z.strictObject({ onInvalid: OnInvalid.exactOptional() });

/** The options of lines as JSON bodies have them. */
function optionsIn({ tag, metadata, webhook, ...query }: BatchLinesQuery): Record<string, unknown> {
  const entries = metadata?.map((entry): [string, string] => {
    const colon = entry.indexOf(':');
    return [entry.slice(0, colon), entry.slice(colon + 1)];
  });
  return {
    ...query,
    tags: tag,
    metadata: entries && Object.fromEntries(entries),
    webhook: webhook === undefined ? undefined : { url: webhook },
  };
}

async function briefOf(projectId: string, id: string, services: FindBatchNeeds) {
  const batch = await getBatch(projectId, id, services);
  const { status, suite, dataset, tags, counts, createdAt } = batch;
  return { status, suite, dataset, tags, counts, createdAt };
}

export const BATCHES = [
  operation({
    id: 'createBatch',
    scope: 'score',
    route: 'POST /v1/batches',
    tag: 'Batches',
    summary: 'Create a batch',
    description:
      'A JSON body holds the options and `samples`, up to 1 MiB. An NDJSON body (`application/x-ndjson`, optionally gzipped) holds one sample per line, up to 200,000 lines and 256 MiB; the options go in the query. With `dataset`, the items of a data set are scored instead. Every sample is stored in the database before the response. Errors name invalid lines by number. With `open`, the batch accepts more samples until it is sealed.',
    body: samples({
      schema: BatchInput,
      query: BatchLinesQuery.transform(optionsIn),
      mayBeEmpty: true,
      readOptions: (given, projectId, services) =>
        readScoring({ schema: BatchOptions }, given, projectId, services),
    }),
    isIdempotent: true,
    answers: { status: 202, description: 'The batch.', schema: Batch },
    problems: [
      'quota_exceeded',
      'batch_busy',
      'unknown_scorer',
      'unknown_suite',
      'unknown_dataset',
      'keep_not_allowed',
      'webhooks_unconfigured',
    ],
    run: ({ projectId, body: { options, source }, context }, services) =>
      createBatch({ projectId, options, source, seed: context.seed }, services),
    rpc: 'batches.create',
    tool: {
      name: 'submit_batch',
      title: 'Submit a batch',
      description:
        'Scores many samples in the background, up to 1 MiB per call, and returns the batch with its id immediately. Read it with get_batch and get_batch_results.',
      isReading: false,
      isOpen: true,
    },
  }),
  operation({
    id: 'listBatches',
    scope: 'read',
    route: 'GET /v1/batches',
    tag: 'Batches',
    summary: 'List batches, newest first',
    description: 'Returns the batches that match all filters.',
    query: BatchFilter,
    answers: { status: 200, description: 'A page.', schema: pageOf('BatchPage', Batch) },
    problems: ['invalid_request'],
    run: ({ projectId, query }, services) => findBatches(projectId, query, services),
    rpc: 'batches.list',
  }),
  operation({
    id: 'getBatch',
    scope: 'read',
    route: 'GET /v1/batches/:id',
    tag: 'Batches',
    summary: 'Get a batch with its progress and the statistics of its scorers',
    parameters,
    answers: { status: 200, description: 'The batch.', schema: BatchReport },
    problems: ['batch_not_found'],
    run: ({ projectId, path }, services) => getBatchReport(projectId, path.id, services),
    rpc: 'batches.get',
    tool: {
      name: 'get_batch',
      title: 'Get a batch',
      description:
        'Returns the status, counts of passed and failed samples, and the mean, pass rate and 95% intervals of each scorer so far. While `status` is "running", call again at `estimatedEndAt`.',
      input: z.strictObject({ id: z.string().min(1).describe('Id of the batch, `bat_…`.') }),
      isReading: true,
      isOpen: false,
    },
  }),
  operation({
    id: 'appendSamples',
    scope: 'score',
    route: 'POST /v1/batches/:id/samples',
    tag: 'Batches',
    summary: 'Append samples to an open batch',
    description:
      'Appends all samples, or none if one is refused. Send one request at a time. Line numbers continue from the previous request.',
    parameters,
    body: samples({
      schema: BatchAppend,
      query: AppendLinesQuery,
      mayBeEmpty: false,
      readOptions: (given) => parse(AppendOptions, given, 'json'),
    }),
    isIdempotent: true,
    answers: { status: 202, description: 'The batch.', schema: Batch },
    problems: ['quota_exceeded', 'batch_busy', 'batch_not_found', 'batch_not_open'],
    run: ({ projectId, path, body: { options, source }, context }, services) =>
      appendSamples(
        { projectId, batchId: path.id, source, onInvalid: options.onInvalid, seed: context.seed },
        services,
      ),
    rpc: 'batches.append',
  }),
  operation({
    id: 'sealBatch',
    scope: 'score',
    route: 'POST /v1/batches/:id/seal',
    tag: 'Batches',
    summary: 'Seal an open batch and start scoring it',
    parameters,
    body: noBody,
    answers: { status: 202, description: 'The batch.', schema: Batch },
    problems: ['invalid_request', 'batch_not_found', 'batch_busy'],
    run: ({ projectId, path }, services) => sealBatch(projectId, path.id, services),
    rpc: 'batches.seal',
  }),
  operation({
    id: 'cancelBatch',
    scope: 'score',
    route: 'POST /v1/batches/:id/cancel',
    tag: 'Batches',
    summary: 'Cancel a batch',
    description:
      'Keeps the results so far and stops scoring. Has no effect on a batch that has ended.',
    parameters,
    body: noBody,
    answers: { status: 200, description: 'The batch.', schema: Batch },
    problems: ['invalid_request', 'batch_not_found'],
    run: ({ projectId, path }, services) => cancelBatch(projectId, path.id, services),
    rpc: 'batches.cancel',
  }),
  operation({
    id: 'retryBatch',
    scope: 'score',
    route: 'POST /v1/batches/:id/retry',
    tag: 'Batches',
    summary: 'Retry the failed samples of a batch',
    description:
      'Samples with the status `error` become pending; scores that succeeded are kept, and only the missing ones are computed. The batch runs again, and its webhook is called again when it ends.',
    parameters,
    body: noBody,
    answers: { status: 202, description: 'The batch.', schema: Batch },
    problems: ['invalid_request', 'batch_not_found', 'sample_not_kept'],
    run: ({ projectId, path }, services) => retryBatch(projectId, path.id, services),
    rpc: 'batches.retry',
  }),
  operation({
    id: 'deleteBatch',
    scope: 'admin',
    route: 'DELETE /v1/batches/:id',
    tag: 'Batches',
    summary: 'Delete a batch with its samples and results',
    parameters,
    audit: {
      kind: 'change',
      subject: ({ path }) => path.id,
      state: ({ projectId, path }, services) => briefOf(projectId, path.id, services),
    },
    answers: {
      status: 204,
      description: 'The batch is deleted; its rows are removed within minutes.',
    },
    problems: ['batch_not_found'],
    async run({ projectId, path }, services) {
      await deleteBatch(projectId, path.id, services);
      return null;
    },
    rpc: 'batches.delete',
  }),
] as const;
