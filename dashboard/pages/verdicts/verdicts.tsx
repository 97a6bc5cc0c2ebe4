import type { Verdict } from '@assay/sdk';
import { keep } from '../../data/keep.ts';
import { createPagedList } from '../../data/paged-list.ts';
import { Grid } from '../../grid/grid.tsx';
import { Failure } from '../../parts/failure.tsx';
import { query } from '../../router/location.ts';
import { pathTo } from '../../router/match.ts';
import { session } from '../../session/session.ts';
import { FilterBar } from './filter-bar.tsx';
import { verdictColumns } from './verdict-columns.tsx';
import { filterOf } from './verdict-filter.ts';

const PAGE_ITEMS = 100;
const lists = keep<ReturnType<typeof createPagedList<Verdict>>>(4);

/** Stored verdicts of single requests, newest first. */
export default function Verdicts() {
  const { assay, key } = session();
  const filter = filterOf(query.value);
  const asked = JSON.stringify(filter);
  const verdicts = lists(`${key.id} ${asked}`, () =>
    createPagedList(() => assay.verdicts.list({ ...filter, limit: PAGE_ITEMS })),
  );
  const rows = verdicts.items.value;
  const isComplete = verdicts.isComplete.value;
  const error = verdicts.error.value;
  return (
    <section class="page">
      <h1>Verdicts</h1>
      <FilterBar />
      {isComplete && rows.length === 0 ? (
        <p class="muted">
          {asked === '{}'
            ? 'No verdict is stored yet. Verdicts of batches are on the pages of their batches.'
            : 'No stored verdict matches the filter.'}
        </p>
      ) : (
        <Grid
          key={asked}
          label="Verdicts, newest first"
          columns={verdictColumns}
          rows={rows}
          keyOf={({ id }) => id}
          hrefOf={({ id }) => pathTo('verdicts', id)}
          isComplete={isComplete || error !== undefined}
          onMore={verdicts.more}
        />
      )}
      {error !== undefined && <Failure error={error} onRetry={() => void verdicts.more()} />}
    </section>
  );
}
