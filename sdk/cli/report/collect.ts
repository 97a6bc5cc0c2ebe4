import type {
  BatchComparison,
  BatchItem,
  BatchRow,
  Change,
  RowFilter,
} from '@assay/schema/types.ts';
import type { Assay } from '../../client.ts';
import { NotFoundError } from '../../errors.ts';
import type { Batch, BatchReport } from '../../types.ts';

/** A sample of a report, with its texts, and those of the base. */
export interface ReportSample {
  row: BatchRow;
  item: BatchItem;
  /** What the base answered, where the outcome changed. */
  baseItem: BatchItem | undefined;
}

export interface ReportData {
  batch: BatchReport;
  base: Batch | undefined;
  comparison: BatchComparison | undefined;
  changes: ReadonlyMap<string | null, number>;
  samples: ReportSample[];
}

const AT_ONCE = 8;
/** Samples whose texts in the base are read. */
const MOST_BASE_ITEMS = 300;
// A stream of all results is faster than asking for each, unless few of them are wanted.
const STREAMED_FOR_EACH = 20;
const CHANGED: ReadonlySet<Change | null> = new Set(['regressed', 'fixed', 'errored']);

/**
 * Everything a report shows, the most important samples first.
 *
 * @param base an id, `latest:TAG` or `previous`
 * @param isOptional whether to report without a base if there is none
 * @param most samples
 * @throws NotFoundError if there is no base
 */
export async function collectReport(
  assay: Assay,
  id: string,
  { base: wanted, isOptional, most }: { base: string; isOptional: boolean; most: number },
): Promise<ReportData> {
  const batch = await assay.batches.get(id);
  const base = await findBase(assay, id, wanted, isOptional);
  const isComparable = base !== undefined && batch.endedAt !== null && base.endedAt !== null;
  const comparison = isComparable ? await assay.batches.compare(id, base.id) : undefined;
  const groups = base && (await assay.batches.groups(id, { by: 'change', base: base.id }));
  const rows = await importantRows(assay, id, base?.id, most);
  const items = await itemsAt(assay, batch, rows);
  const changed = rows
    .filter((row) => CHANGED.has(row.base?.change ?? null))
    .slice(0, MOST_BASE_ITEMS);
  const baseItems = new Map<number, BatchItem>();
  await eachAtOnce(changed, async (row) => {
    if (base === undefined || !row.base) return;
    baseItems.set(row.index, await assay.batches.result(base.id, row.base.index));
  });
  return {
    batch,
    base,
    comparison,
    changes: new Map(groups?.items.map(({ key, count }) => [key, count])),
    samples: rows.flatMap((row) => {
      const item = items.get(row.index);
      return item === undefined ? [] : [{ row, item, baseItem: baseItems.get(row.index) }];
    }),
  };
}

async function findBase(
  assay: Assay,
  id: string,
  wanted: string,
  isOptional: boolean,
): Promise<Batch | undefined> {
  try {
    return await assay.batches.base(id, wanted);
  } catch (cause) {
    if (isOptional && cause instanceof NotFoundError) return undefined;
    throw cause;
  }
}

/** Changed samples first, then those that did not pass, then all others in input order. */
async function importantRows(
  assay: Assay,
  id: string,
  base: string | undefined,
  most: number,
): Promise<BatchRow[]> {
  const compared = base === undefined ? {} : { base };
  const filters: RowFilter[] = [
    ...(base === undefined
      ? []
      : (['regressed', 'errored', 'fixed'] as const).map((change) => ({ change: [change] }))),
    { status: ['failed'] },
    { status: ['error'] },
    {},
  ];
  const rows = new Map<number, BatchRow>();
  for (const filter of filters) {
    if (rows.size >= most) break;
    for await (const row of assay.batches.rows(id, { ...filter, ...compared, limit: 200 })) {
      if (!rows.has(row.index)) rows.set(row.index, row);
      if (rows.size >= most) break;
    }
  }
  return [...rows.values()];
}

async function itemsAt(
  assay: Assay,
  { id, counts }: BatchReport,
  rows: readonly BatchRow[],
): Promise<Map<number, BatchItem>> {
  const items = new Map<number, BatchItem>();
  if (counts.total > STREAMED_FOR_EACH * rows.length) {
    await eachAtOnce(rows, async ({ index }) => {
      items.set(index, await assay.batches.result(id, index));
    });
    return items;
  }
  const wanted = new Set(rows.map(({ index }) => index));
  for await (const item of assay.batches.results(id, { include: 'sample' })) {
    if (wanted.has(item.index)) items.set(item.index, item);
  }
  return items;
}

/** Works on some items at a time. */
async function eachAtOnce<Item>(
  items: readonly Item[],
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const waiting = items.values();
  const workers = Array.from({ length: AT_ONCE }, async () => {
    for (const item of waiting) await work(item);
  });
  await Promise.all(workers);
}
