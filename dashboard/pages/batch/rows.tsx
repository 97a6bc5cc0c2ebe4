import type { BatchReport, BatchRow } from '@assay/sdk';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { Grid } from '../../grid/grid.tsx';
import { Failure } from '../../parts/failure.tsx';
import { count, counted } from '../../parts/numbers.ts';
import { query, setQuery } from '../../router/location.ts';
import { isFiltered, nextSort } from './filter.ts';
import { rowColumns } from './row-columns.tsx';
import { rowList, sampleHref } from './row-lists.ts';

interface RowsProps {
  batch: BatchReport;
  base: string | undefined;
}

/** The samples that match the filters. */
export function Rows({ batch, base }: RowsProps) {
  const given = query.value;
  const { list, memory } = rowList(batch, given, base);
  const items = list.items.value;
  const isComplete = list.isComplete.value;
  const error = list.error.value;
  const scorer = given.get('scorer');
  const names = batch.statistics.map(({ name }) => name).join('\n');
  const columns = useMemo(
    () => rowColumns(names.split('\n'), base !== undefined, scorer),
    [names, base, scorer],
  );
  useRefresh(batch, () => void list.refresh());
  const sort = given.get('sort');
  const order =
    sort === null
      ? undefined
      : ({
          column: sort.replace('-', ''),
          direction: sort.startsWith('-') ? 'descending' : 'ascending',
        } as const);
  const isAll = !isFiltered(given);
  if (isComplete && items.length === 0) {
    return (
      <p class="panel empty">
        {isAll ? 'The batch has no samples.' : 'No sample matches these filters.'}
      </p>
    );
  }
  return (
    <div class="rows">
      <Grid<BatchRow>
        key={list.key}
        label="Samples"
        columns={columns}
        rows={items}
        keyOf={({ index }) => String(index)}
        hrefOf={(row) => sampleHref(batch.id, row, given)}
        total={isAll ? batch.counts.total : undefined}
        isComplete={isComplete || error !== undefined}
        onMore={list.more}
        order={order}
        onSort={(column) => setQuery({ sort: nextSort(sort, column) })}
        memory={memory}
      />
      <p class="muted" role="status">
        {isComplete || items.length > 0
          ? shownOf(items.length, isAll, batch, isComplete)
          : 'Loading …'}
      </p>
      {error !== undefined && <Failure error={error} onRetry={() => void list.more()} />}
    </div>
  );
}

function shownOf(size: number, isAll: boolean, batch: BatchReport, isComplete: boolean): string {
  const what = isAll
    ? `${count(size)} of ${counted(batch.counts.total, 'sample')}`
    : counted(size, 'matching sample');
  return `${what}${isComplete ? '' : ' loaded'}`;
}

const REFRESH_MS = 3_000;

/** While a batch runs, its rows are read anew from time to time, and once more when it has ended. */
function useRefresh(batch: BatchReport, refresh: () => void): void {
  const state = `${batch.counts.pending} ${batch.endedAt}`;
  const seen = useRef(state);
  const latest = useRef(refresh);
  latest.current = refresh;
  useEffect(() => {
    if (seen.current === state) return;
    const timer = setTimeout(
      () => {
        seen.current = state;
        latest.current();
      },
      batch.endedAt === null ? REFRESH_MS : 0,
    );
    return () => clearTimeout(timer);
  }, [state, batch.endedAt]);
}
