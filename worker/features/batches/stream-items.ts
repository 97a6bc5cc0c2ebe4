import type { ItemFilter } from '@assay/schema/batch-query.ts';
import type { BatchItem, Page } from '@assay/schema/types.ts';
import { PAGE_ITEMS } from '../../core/page-from.ts';
import { ApiProblem } from '../../core/problem.ts';
import type { ItemStore, StoredItem } from '../../store/items.ts';
import type { ExchangeStore } from '../../store/judge-exchanges.ts';
import { NO_SAMPLE } from '../../store/no-sample.ts';
import { plainMessage } from '../data-control/without-texts.ts';
import { type FindBatchNeeds, findBatch, scoreNames } from './find-batches.ts';
import type { FrozenPlan } from './frozen-plan.ts';

export interface ItemNeeds extends FindBatchNeeds {
  items: ItemStore;
  exchanges: ExchangeStore;
}

const STREAM_PAGE = 200;

/** Items of a batch in input order. @throws ApiProblem `batch_not_found` */
export async function pageItems(
  projectId: string,
  id: string,
  { cursor, limit = PAGE_ITEMS, status, include }: ItemFilter,
  services: ItemNeeds,
): Promise<Page<BatchItem>> {
  await findBatch(projectId, id, services);
  const after = cursor === undefined ? -1 : Number(cursor);
  const { items, isLast } = await services.items.page({
    batchId: id,
    after,
    limit,
    status,
    withSamples: include === 'sample',
  });
  return { items: items.map(toItem), nextCursor: isLast ? null : String(items.at(-1)?.at) };
}

/** A sample of a batch with its result. @throws ApiProblem `batch_not_found` or `sample_not_found` */
export async function getItem(
  projectId: string,
  id: string,
  index: string,
  services: ItemNeeds,
): Promise<BatchItem> {
  await findBatch(projectId, id, services);
  const at = /^\d{1,7}$/.test(index) ? Number(index) : -1;
  const page = { batchId: id, after: at - 1, limit: 1, withSamples: true };
  const item = at === -1 ? undefined : (await services.items.page(page)).items[0];
  if (item?.at !== at) throw new ApiProblem('sample_not_found');
  if (item.isUnreadable) throw new ApiProblem('sample_unreadable');
  const exchanges = (await services.exchanges.findOfSample(projectId, id, at)).map((one) =>
    JSON.parse(one),
  );
  return { ...toItem(item), ...(exchanges.length > 0 && { exchanges }) };
}

export interface ItemStream extends Pick<ItemFilter, 'status' | 'include' | 'endMark'> {
  format: 'ndjson' | 'csv';
}

/** Every item of a batch as NDJSON or CSV, read as the caller takes it. @throws ApiProblem `batch_not_found` */
export async function streamItems(
  projectId: string,
  id: string,
  { format, status, include, endMark = false }: ItemStream,
  services: ItemNeeds,
): Promise<ReadableStream<Uint8Array>> {
  const { plan } = await findBatch(projectId, id, services);
  const names = scoreNames(JSON.parse(plan) as FrozenPlan);
  const write = format === 'csv' ? (item: BatchItem) => csvRow(item, names) : toLine;
  const encoder = new TextEncoder();
  let after = -1;
  let isBegun = false;
  return new ReadableStream({
    async pull(controller) {
      const { items, isLast } = await services.items.page({
        batchId: id,
        after,
        limit: STREAM_PAGE,
        status,
        withSamples: include === 'sample',
      });
      const head = format === 'csv' && !isBegun ? csvHead(names) : '';
      isBegun = true;
      const mark = isLast && endMark && format === 'ndjson' ? '\n' : '';
      const text = head + items.map((row) => write(toItem(row))).join('') + mark;
      if (text !== '') controller.enqueue(encoder.encode(text));
      if (isLast) controller.close();
      after = items.at(-1)?.at ?? after;
    },
  });
}

function toItem(row: StoredItem): BatchItem {
  const { at, sampleId, status, attempts, verdict, errorCode, errorMessage, sample } = row;
  return {
    index: at,
    sampleId,
    status: status === null || status === 'retry' ? 'pending' : status,
    attempts,
    verdict: verdict === null ? null : JSON.parse(verdict),
    error:
      errorCode === null
        ? null
        : { code: errorCode, message: errorMessage ?? plainMessage(errorCode) },
    ...(sample !== null && sample !== NO_SAMPLE && { sample: JSON.parse(sample) }),
  };
}

function toLine(item: BatchItem): string {
  return `${JSON.stringify(item)}\n`;
}

function csvHead(names: readonly string[]): string {
  const columns = names.flatMap((name) => [`${name}.value`, `${name}.passed`, `${name}.status`]);
  return csvLine(['index', 'sampleId', 'status', 'passed', 'value', 'error', ...columns]);
}

function csvRow({ index, sampleId, status, verdict, error }: BatchItem, names: readonly string[]) {
  const scores = new Map(verdict?.scores.map((score) => [score.name, score]));
  const columns = names.flatMap((name) => {
    const score = scores.get(name);
    return [score?.value, score?.passed, score?.status];
  });
  const { passed, value } = verdict ?? {};
  return csvLine([index, sampleId, status, passed, value, error?.code, ...columns]);
}

/** Source: RFC 4180. */
function csvLine(cells: readonly (string | number | boolean | null | undefined)[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

function csvCell(value: string | number | boolean | null | undefined): string {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'string') return String(value);
  // Spreadsheets run what begins like a formula (OWASP, CSV injection).
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
