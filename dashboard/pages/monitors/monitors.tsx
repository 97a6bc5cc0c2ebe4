import type { MonitorReport } from '@assay/sdk';
import { keep } from '../../data/keep.ts';
import { createPagedList } from '../../data/paged-list.ts';
import type { Column } from '../../grid/column.ts';
import { Grid } from '../../grid/grid.tsx';
import { Failure } from '../../parts/failure.tsx';
import { Moment } from '../../parts/moment.tsx';
import { count, decimal } from '../../parts/numbers.ts';
import { Outcome } from '../../parts/outcome.tsx';
import { pathTo } from '../../router/match.ts';
import { may, session } from '../../session/session.ts';
import { UntrustedText } from '../../text/untrusted-text.tsx';
import { NewMonitor } from './new-monitor.tsx';
import { STATUS_KINDS } from './status-kinds.ts';
import './monitor.css';

const lists = keep<ReturnType<typeof createPagedList<MonitorReport>>>(1);

const COLUMNS: readonly Column<MonitorReport>[] = [
  {
    id: 'name',
    title: 'Monitor',
    width: 140,
    grow: 1,
    cell: ({ name }) => <UntrustedText text={name} />,
  },
  {
    id: 'status',
    title: 'Status',
    width: 120,
    cell: ({ state }) => <Outcome kind={STATUS_KINDS[state.status]}>{state.status}</Outcome>,
  },
  {
    id: 'mean',
    title: 'Mean',
    width: 80,
    align: 'end',
    cell: ({ state }) => (state.mean === null ? '' : decimal(state.mean.value)),
  },
  {
    id: 'baseline',
    title: 'Baseline',
    width: 90,
    align: 'end',
    isWide: true,
    cell: ({ state }) => (state.baseline === null ? '' : decimal(state.baseline.value)),
  },
  {
    id: 'alarms',
    title: 'Open alarms',
    width: 110,
    align: 'end',
    isWide: true,
    cell: ({ state }) => count(state.openAlarms),
  },
  {
    id: 'seen',
    title: 'Verdicts',
    width: 90,
    align: 'end',
    isWide: true,
    cell: ({ state }) => count(state.counts.seen),
  },
  {
    id: 'last',
    title: 'Last verdict',
    width: 110,
    align: 'end',
    isWide: true,
    cell: ({ state }) => (state.lastValueAt === null ? '' : <Moment at={state.lastValueAt} />),
  },
];

/** The monitors of the project, each with what it knows. */
export default function Monitors() {
  const { assay, key } = session();
  const monitors = lists(key.id, () => createPagedList(() => assay.monitors.list({ limit: 100 })));
  const rows = monitors.items.value;
  const isComplete = monitors.isComplete.value;
  const error = monitors.error.value;
  return (
    <section class="page">
      <h1>Monitors</h1>
      <p class="muted">Streams of scores, each with a test that says when its mean has moved.</p>
      {isComplete && rows.length === 0 ? (
        <p class="muted">
          This project has no monitors yet. <code>assay monitors push monitor.yaml</code> saves one
          with all settings{may('admin') && '; the form below makes a simple one'}.
        </p>
      ) : (
        <Grid
          label="Monitors, by name"
          columns={COLUMNS}
          rows={rows}
          keyOf={({ name }) => name}
          hrefOf={({ name }) => pathTo('monitors', name)}
          isComplete={isComplete || error !== undefined}
          onMore={monitors.more}
        />
      )}
      {error !== undefined && <Failure error={error} onRetry={() => void monitors.more()} />}
      {may('admin') && <NewMonitor />}
    </section>
  );
}
