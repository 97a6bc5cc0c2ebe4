import type { Batch, BatchRow } from '@assay/sdk';
import { keep } from '../../data/keep.ts';
import { createPagedList, type PagedList } from '../../data/paged-list.ts';
import type { GridMemory } from '../../grid/grid.tsx';
import { pathTo } from '../../router/match.ts';
import { session } from '../../session/session.ts';
import { filterOf } from './filter.ts';

/** The rows of one filter of one batch, and where they were left. */
export interface RowList {
  list: PagedList<BatchRow> & { key: string };
  memory: GridMemory;
}

const PAGE_ROWS = 100;
const kept = keep<RowList>(5);

/** The list of an address; the same while it is among those seen last. */
export function rowList(
  { id }: Pick<Batch, 'id'>,
  query: URLSearchParams,
  base: string | undefined,
): RowList {
  const filter = filterOf(query, base);
  const key = `${session().key.id} ${id} ${JSON.stringify(filter)}`;
  return kept(key, () => {
    const ask = () => session().assay.batches.rows(id, { ...filter, limit: PAGE_ROWS });
    return {
      list: { ...createPagedList(ask), key },
      memory: { scrollTop: 0, active: { row: 0, column: 0 } },
    };
  });
}

/** The page of a sample, from which the filters lead to its neighbours. */
export function sampleHref(
  batch: string,
  row: Pick<BatchRow, 'index'>,
  query: URLSearchParams,
): string {
  const text = query.toString();
  return `${pathTo('batches', batch, 'samples', row.index)}${text && `?${text}`}`;
}
