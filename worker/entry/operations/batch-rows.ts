import { Batch, BatchItem } from '@assay/schema/batch.ts';
import {
  BatchGroups,
  BatchRowPage,
  baseField,
  GroupQuery,
  RowFilter,
} from '@assay/schema/batch-rows.ts';
import * as z from 'zod';
import { getBase } from '../../features/batches/find-base.ts';
import { findRows, groupRows } from '../../features/batches/find-rows.ts';
import { getItem } from '../../features/batches/stream-items.ts';
import { operation } from './operation.ts';

const parameters = { id: 'Id of the batch.' };

export const BATCH_ROWS = [
  operation({
    id: 'listBatchRows',
    scope: 'read',
    route: 'GET /v1/batches/:id/rows',
    tag: 'Batches',
    summary: 'Find samples of a batch',
    description:
      'Returns a page of samples in brief: status, scores and the beginnings of the texts, with the same sample of a base beside them. Filters by outcome, value, error, change, metadata and text; sorts by value, difference and latency.',
    parameters,
    query: RowFilter,
    audit: { kind: 'read', subject: ({ path }) => path.id },
    answers: { status: 200, description: 'A page.', schema: BatchRowPage },
    problems: ['invalid_request', 'batch_not_found', 'batch_too_large', 'search_encrypted'],
    run: ({ projectId, path, query }, services) => findRows(projectId, path.id, query, services),
    rpc: 'batches.rows',
  }),
  operation({
    id: 'groupBatchRows',
    scope: 'read',
    route: 'GET /v1/batches/:id/groups',
    tag: 'Batches',
    summary: 'Group the samples of a batch',
    description:
      'Counts the samples that match the filters by status, failing scorer, error, change or metadata, with examples.',
    parameters,
    query: GroupQuery,
    audit: { kind: 'read', subject: ({ path }) => path.id },
    answers: { status: 200, description: 'The groups.', schema: BatchGroups },
    problems: ['invalid_request', 'batch_not_found', 'batch_too_large', 'search_encrypted'],
    run: ({ projectId, path, query }, services) => groupRows(projectId, path.id, query, services),
    rpc: 'batches.groups',
  }),
  operation({
    id: 'getBatchResult',
    scope: 'read',
    route: 'GET /v1/batches/:id/results/:index',
    tag: 'Batches',
    summary: 'Get a sample of a batch with its verdict',
    parameters: { ...parameters, index: 'Position of the sample in the input, from 0.' },
    audit: { kind: 'read', subject: ({ path }) => path.id },
    answers: { status: 200, description: 'The sample and its result.', schema: BatchItem },
    problems: ['batch_not_found', 'sample_not_found'],
    run: ({ projectId, path }, services) => getItem(projectId, path.id, path.index, services),
    rpc: 'batches.result',
  }),
  operation({
    id: 'getBatchBase',
    scope: 'read',
    route: 'GET /v1/batches/:id/base',
    tag: 'Batches',
    summary: 'Find the batch that a batch is compared with',
    parameters,
    query: z.strictObject({ base: baseField }),
    answers: { status: 200, description: 'The batch to compare with.', schema: Batch },
    problems: ['invalid_request', 'batch_not_found'],
    run: ({ projectId, path, query }, services) =>
      getBase(projectId, path.id, query.base, services),
    rpc: 'batches.base',
  }),
] as const;
