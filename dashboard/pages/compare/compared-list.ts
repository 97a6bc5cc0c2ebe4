import type { BatchRow, Change, RowFilter } from '@assay/sdk';
import { keep } from '../../data/keep.ts';
import { createPagedList } from '../../data/paged-list.ts';
import type { GridMemory } from '../../grid/grid.tsx';
import { session } from '../../session/session.ts';
import type { Point } from './scatter.tsx';

export const CHANGES: readonly Change[] = [
  'regressed',
  'fixed',
  'errored',
  'unchanged',
  'unpaired',
];

/** The change that an address shows; regressions come first. */
export function changeOf(query: URLSearchParams): Change {
  return CHANGES.find((change) => change === query.get('change')) ?? 'regressed';
}

interface ComparedList {
  list: ReturnType<typeof createPagedList<BatchRow>>;
  memory: GridMemory;
}

const PAGE_ROWS = 100;
const kept = keep<ComparedList>(6);

/** The samples that changed in one way, the largest difference first. */
export function comparedList(
  batch: string,
  base: string,
  scorer: string | undefined,
  change: Change,
): ComparedList & { key: string } {
  const filter: RowFilter = {
    ...{ base, change: [change], limit: PAGE_ROWS },
    ...(scorer === undefined ? {} : { scorer }),
    ...SORTS[change],
  };
  const key = `${session().key.id} ${batch} ${JSON.stringify(filter)}`;
  const made = kept(key, () => ({
    list: createPagedList(() => session().assay.batches.rows(batch, filter)),
    memory: { scrollTop: 0, active: { row: 0, column: 0 } },
  }));
  return { ...made, key };
}

const SORTS: Record<Change, Pick<RowFilter, 'sort'>> = {
  regressed: { sort: 'difference' },
  fixed: { sort: '-difference' },
  errored: {},
  unchanged: {},
  unpaired: {},
};

/** Values of a sample in the base and in the batch; undefined if one is missing. */
export function valuesOf(row: BatchRow, scorer: string | undefined): Point | undefined {
  const batch = valueIn(row, scorer);
  const base = row.base ? valueIn(row.base, scorer) : null;
  if (batch === null || base === null) return undefined;
  return { key: row.index, batch, base, change: row.base?.change ?? null };
}

export function valueIn(
  { value, scores }: Pick<BatchRow, 'value' | 'scores'>,
  scorer: string | undefined,
): number | null {
  if (scorer === undefined) return value;
  return scores.find(({ name }) => name === scorer)?.value ?? null;
}
