import { DatasetItem, DatasetRemoval } from '@assay/schema/dataset-item.ts';
import { LIMITS } from '@assay/schema/limits.ts';
import type * as contract from '@assay/schema/types.ts';
import type * as z from 'zod';
import { type LineSource, rejection } from '../../core/line-source.ts';
import { ApiProblem } from '../../core/problem.ts';
import type { Line } from '../../core/read-lines.ts';
import { type GivenRecord, type LineFault, readRecord } from '../../core/read-record.ts';
import type { DatasetUploadStore, NewItem, UploadIntake } from '../../store/dataset-uploads.ts';
import { contentOf } from './item-content.ts';

export interface TakeItemNeeds {
  uploads: DatasetUploadStore;
  nowMs(): number;
}

/** How long a request may be silent before another may take its place. */
export const INTAKE_LEASE_MS = 5 * 60_000;
// One parameter of D1 takes 2 MB; a chunk of this and one more item stays within two of them.
const CHUNK_BYTES = 1_000_000;
const CHUNK_ITEMS = 1_000;

const REFUSED = {
  whole: 'upload',
  detail: 'Nothing was stored of this request. Fix the items listed in `errors`.',
};

/** What a line of an upload may be. */
type UploadLine = contract.DatasetItem | contract.DatasetRemoval;

interface Terms {
  intake: UploadIntake;
  /** Lines that were added before. */
  base: number;
  /** Whether the upload changes a version, so that items can be removed. */
  isChange: boolean;
  /** Whether of several items with the same id the first is taken, and the others are passed over. */
  keepsFirst: boolean;
}

/**
 * Writes items to the database as they come in. They are part of the upload once the intake is
 * committed.
 *
 * @returns the number of lines then
 * @throws ApiProblem `invalid_request`, `dataset_too_large`, `dataset_busy` or `request_too_large`
 */
export async function takeItems(
  { lines, counting }: LineSource,
  { intake, base, isChange, keepsFirst }: Terms,
  services: TakeItemNeeds,
): Promise<number> {
  const faults: LineFault[] = [];
  let chunk: NewItem[] = [];
  let chunkBytes = 0;
  let taken = base;

  async function flush(): Promise<void> {
    if (chunk.length === 0) return;
    // Of a request that is to be refused the ids are still written, to find those given twice.
    const items = faults.length > 0 ? chunk.map((item) => ({ ...item, content: null })) : chunk;
    const untilMs = services.nowMs() + INTAKE_LEASE_MS;
    const repeats = await services.uploads.add(intake, items, untilMs);
    if (repeats === undefined) throw new ApiProblem('dataset_busy');
    const ids = new Map(chunk.map(({ line, itemId }) => [line, itemId]));
    for (const { line, earlier } of keepsFirst ? [] : repeats) {
      const id = ids.get(line) ?? '';
      faults.push({ line: line - base, pointer: '/id', message: '', earlier: earlier - 1, id });
    }
    chunk = [];
    chunkBytes = 0;
  }

  for await (const some of lines) {
    for (const line of some) {
      taken = base + line.number;
      if (taken > LIMITS.datasetItems) throw new ApiProblem('dataset_too_large');
      const read = readItem(line, base, isChange);
      if (Array.isArray(read)) {
        faults.push(...read);
        continue;
      }
      chunk.push(read);
      chunkBytes += read.content?.bytes ?? 0;
      if (chunk.length >= CHUNK_ITEMS || chunkBytes >= CHUNK_BYTES) await flush();
    }
    if (faults.length >= LIMITS.invalidLines) break;
  }
  await flush();
  if (faults.length > 0) throw rejection(faults, base, counting, REFUSED);
  return taken;
}

function readItem(
  given: Line | GivenRecord,
  base: number,
  isChange: boolean,
): NewItem | LineFault[] {
  const schemaFor = (value: unknown): z.ZodType<UploadLine> =>
    isChange && isRemoval(value) ? DatasetRemoval : DatasetItem;
  const read = readRecord(given, schemaFor, 'item');
  if (Array.isArray(read)) return read;
  const { line, value } = read;
  const place = { line: base + line, itemId: value.id };
  if ('remove' in value) return { ...place, content: null };
  const content = contentOf(value);
  if (content.bytes > LIMITS.lineBytes) {
    const message = `is longer than ${LIMITS.lineBytes} bytes (1 MiB) as canonical JSON`;
    return [{ line, pointer: '', message }];
  }
  return { ...place, content };
}

function isRemoval(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'remove' in value;
}
