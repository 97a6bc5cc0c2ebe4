import type { Batch } from '@assay/sdk';
import { useEffect, useMemo } from 'preact/hooks';
import { keep } from '../../data/keep.ts';
import { createPagedList } from '../../data/paged-list.ts';
import { useLoaded } from '../../data/use-loaded.ts';
import { Grid, type GridMemory } from '../../grid/grid.tsx';
import { Failure } from '../../parts/failure.tsx';
import { lazily } from '../../parts/lazily.tsx';
import { pathTo } from '../../router/match.ts';
import { session } from '../../session/session.ts';
import { AttentionList } from './attention-list.tsx';
import { batchColumns } from './batch-columns.tsx';
import { DayBars } from './day-bars.tsx';
import { ErrorCard } from './error-card.tsx';
import { withPredecessors } from './predecessor.ts';
import { SpendCard } from './spend-card.tsx';
import './overview.css';

const EmptyProject = lazily(() => import('./empty-project.tsx'));
const PAGE_ITEMS = 50;
const memory: GridMemory = { scrollTop: 0, active: { row: 0, column: 0 } };
const lists = keep<ReturnType<typeof createPagedList<Batch>>>(1);

/** What happened lately, and what needs attention. */
export default function OverviewPage() {
  const { loaded, reload } = useLoaded('overview', (signal) =>
    session().assay.project.overview({ signal }),
  );
  const { data, error } = loaded.value;
  return (
    <section class="page overview">
      <h1>Overview</h1>
      {error !== undefined && <Failure error={error} onRetry={reload} />}
      {data && (
        <>
          <AttentionList attention={data.attention} />
          <div class="cards">
            <DayBars days={data.days} />
            <SpendCard spend={data.spend} />
            <ErrorCard errors={data.errors} />
          </div>
        </>
      )}
      <Batches trends={data?.batches} />
    </section>
  );
}

/** The newest first; each against its predecessor. */
function Batches({ trends }: { trends: Parameters<typeof withPredecessors>[1] }) {
  const { assay, key } = session();
  const batches = lists(key.id, () =>
    createPagedList(() => assay.batches.list({ limit: PAGE_ITEMS })),
  );
  // Coming back to the overview shows what is new.
  useEffect(() => {
    if (batches.items.peek().length > 0 || batches.isComplete.peek()) void batches.refresh();
  }, [batches]);
  const items = batches.items.value;
  const rows = useMemo(() => withPredecessors(items, trends), [items, trends]);
  const isComplete = batches.isComplete.value;
  const error = batches.error.value;
  return (
    <>
      <h2>Batches</h2>
      {isComplete && rows.length === 0 ? (
        <EmptyProject />
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
    </>
  );
}
