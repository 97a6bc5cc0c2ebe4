import type { Batch } from '@assay/sdk';
import { useMemo } from 'preact/hooks';
import { keep } from '../../data/keep.ts';
import { createPagedList } from '../../data/paged-list.ts';
import { Grid, type GridMemory } from '../../grid/grid.tsx';
import { Failure } from '../../parts/failure.tsx';
import { pathTo } from '../../router/match.ts';
import { session } from '../../session/session.ts';
import { batchColumns } from './batch-columns.tsx';
import { withPredecessors } from './predecessor.ts';
import './overview.css';

const PAGE_ITEMS = 50;
const memory: GridMemory = { scrollTop: 0, active: { row: 0, column: 0 } };
const lists = keep<ReturnType<typeof createPagedList<Batch>>>(1);

/** What happened lately: the batches, each against its predecessor. */
export default function Overview() {
  const { assay, key } = session();
  const batches = lists(key.id, () =>
    createPagedList(() => assay.batches.list({ limit: PAGE_ITEMS })),
  );
  const items = batches.items.value;
  const rows = useMemo(() => withPredecessors(items), [items]);
  const isComplete = batches.isComplete.value;
  const error = batches.error.value;
  return (
    <section class="page overview">
      <h1>Overview</h1>
      <h2>Batches</h2>
      {isComplete && rows.length === 0 ? (
        <p class="muted">This project has no batches yet.</p>
      ) : (
        <Grid
          label="Batches, newest first"
          columns={batchColumns}
          rows={rows}
          keyOf={({ batch }) => batch.id}
          hrefOf={({ batch }) => pathTo('batches', batch.id)}
          isComplete={isComplete || error !== undefined}
          onMore={batches.more}
          memory={memory}
        />
      )}
      {error !== undefined && <Failure error={error} onRetry={() => void batches.more()} />}
    </section>
  );
}
