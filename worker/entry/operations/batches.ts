import { BatchOptions, OnInvalid } from '@assay/schema/batch.ts';
import { BatchComparisonQuery } from '@assay/schema/batch-comparison.ts';
import { BatchGateRequest } from '@assay/schema/batch-gate.ts';
import { BatchFilter, ItemFilter } from '@assay/schema/batch-query.ts';
import type {
  Batch,
  BatchComparison,
  BatchGateResult,
  BatchItem,
  BatchReport,
  Page,
} from '@assay/schema/types.ts';
import * as z from 'zod';
import { ApiProblem } from '../../core/problem.ts';
import { compareBatches as compare } from '../../features/batches/compare-batches.ts';
import * as control from '../../features/batches/control-batch.ts';
import {
  appendSamples,
  createBatch as create,
  sealBatch as seal,
} from '../../features/batches/create-batch.ts';
import { findBatches, getBatchReport } from '../../features/batches/find-batches.ts';
import { gateBatch as gate } from '../../features/batches/gate-batch.ts';
import { linesOf, samplesOf } from '../../features/batches/sample-sources.ts';
import { pageItems } from '../../features/batches/stream-items.ts';
import type { SampleSource } from '../../features/batches/take-samples.ts';
import { readScoring } from '../../features/scoring/read-scoring.ts';
import type { Operation } from './operation.ts';
import { readBody, readId, readQuery } from './read.ts';

/** Samples as NDJSON, where a list would be too long. */
export type Lines = ReadableStream<Uint8Array> | undefined;

const Unread = z.record(z.string(), z.unknown());
const AppendOptions = z.strictObject({ onInvalid: OnInvalid.exactOptional() });
// Streams of other formats are for those who read text.
const ItemPageFilter = ItemFilter.omit({ format: true, endMark: true });

export const createBatch: Operation<[input: unknown, lines?: Lines], Batch> = {
  name: 'batches.create',
  scope: 'score',
  async run({ principal, seed }, services, given, lines) {
    const { projectId } = principal;
    const { source, rest } = splitSamples(given, lines);
    const options = await readScoring(BatchOptions, rest, projectId, services);
    return create(projectId, options, source, services, seed);
  },
};

export const appendToBatch: Operation<[id: unknown, input: unknown, lines?: Lines], Batch> = {
  name: 'batches.append',
  scope: 'score',
  async run({ principal, seed }, services, id, given, lines) {
    const { source, rest } = splitSamples(given, lines);
    const { onInvalid } = readBody(AppendOptions, rest);
    return appendSamples(principal.projectId, readId(id), source, onInvalid, services, seed);
  },
};

export const sealBatch: Operation<[id: unknown], Batch> = {
  name: 'batches.seal',
  scope: 'score',
  run: async ({ principal }, services, id) => seal(principal.projectId, readId(id), services),
};

export const listBatches: Operation<[filter: unknown], Page<Batch>> = {
  name: 'batches.list',
  scope: 'read',
  run: async ({ principal }, services, filter) =>
    findBatches(principal.projectId, readQuery(BatchFilter, filter), services),
};

export const getBatch: Operation<[id: unknown], BatchReport> = {
  name: 'batches.get',
  scope: 'read',
  run: async ({ principal }, services, id) =>
    getBatchReport(principal.projectId, readId(id), services),
};

export const listBatchResults: Operation<[id: unknown, filter: unknown], Page<BatchItem>> = {
  name: 'batches.results',
  scope: 'read',
  run: async ({ principal }, services, id, filter) =>
    pageItems(principal.projectId, readId(id), readQuery(ItemPageFilter, filter), services),
};

export const compareBatches: Operation<
  [id: unknown, base: unknown, query: unknown],
  BatchComparison
> = {
  name: 'batches.compare',
  scope: 'read',
  run: async ({ principal }, services, id, base, query) =>
    compare(
      principal.projectId,
      readId(id),
      readId(base),
      readQuery(BatchComparisonQuery, query),
      services,
    ),
};

export const gateBatch: Operation<[id: unknown, request: unknown], BatchGateResult> = {
  name: 'batches.gate',
  scope: 'score',
  run: async ({ principal }, services, id, request) =>
    gate(principal.projectId, readId(id), readBody(BatchGateRequest, request), services),
};

export const cancelBatch: Operation<[id: unknown], Batch> = {
  name: 'batches.cancel',
  scope: 'score',
  run: async ({ principal }, services, id) =>
    control.cancelBatch(principal.projectId, readId(id), services),
};

export const retryBatch: Operation<[id: unknown], Batch> = {
  name: 'batches.retry',
  scope: 'score',
  run: async ({ principal }, services, id) =>
    control.retryBatch(principal.projectId, readId(id), services),
};

export const deleteBatch: Operation<[id: unknown], null> = {
  name: 'batches.delete',
  scope: 'admin',
  async run({ principal }, services, id) {
    await control.deleteBatch(principal.projectId, readId(id), services);
    return null;
  },
};

/** The samples of an argument, and its options still to be read. */
function splitSamples(given: unknown, lines: Lines): { source: SampleSource; rest: unknown } {
  const { samples, ...rest } = readBody(Unread, given);
  if (lines === undefined) return { source: samplesOf(samples ?? []), rest };
  if (!(lines instanceof ReadableStream)) throw refusal('/lines', 'must be a stream of bytes');
  if (samples === undefined) return { source: linesOf(lines, false), rest };
  throw refusal('/samples', 'belongs in the lines if `lines` is given');
}

function refusal(pointer: string, message: string): ApiProblem {
  return new ApiProblem('invalid_request', { errors: [{ pointer, message }] });
}
