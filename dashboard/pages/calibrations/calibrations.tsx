import type { CalibrationHead } from '@assay/sdk';
import { keep } from '../../data/keep.ts';
import { createPagedList } from '../../data/paged-list.ts';
import type { Column } from '../../grid/column.ts';
import { Grid } from '../../grid/grid.tsx';
import { Failure } from '../../parts/failure.tsx';
import { Moment } from '../../parts/moment.tsx';
import { count, percent } from '../../parts/numbers.ts';
import { Outcome } from '../../parts/outcome.tsx';
import { pathTo } from '../../router/match.ts';
import { session } from '../../session/session.ts';
import { UntrustedText } from '../../text/untrusted-text.tsx';
import { judgeName } from './judge-name.ts';

const lists = keep<ReturnType<typeof createPagedList<CalibrationHead>>>(1);

const KINDS = { running: 'pending', completed: 'passed', failed: 'error' } as const;

const COLUMNS: readonly Column<CalibrationHead>[] = [
  {
    id: 'scorer',
    title: 'Judge',
    width: 140,
    grow: 1,
    cell: ({ name }) => <UntrustedText text={name} />,
  },
  {
    id: 'model',
    title: 'Model',
    width: 160,
    grow: 1,
    isWide: true,
    cell: ({ judges }) => <UntrustedText text={judges.map(judgeName).join(', ')} />,
  },
  {
    id: 'status',
    title: 'Status',
    width: 120,
    isWide: true,
    cell: ({ status }) => <Outcome kind={KINDS[status]}>{status}</Outcome>,
  },
  { id: 'labels', title: 'Labels', width: 80, align: 'end', cell: ({ n }) => count(n) },
  {
    id: 'agreement',
    title: 'Agrees with people',
    width: 150,
    align: 'end',
    cell: ({ agreement }) =>
      agreement === null ? <span class="muted">unknown</span> : percent(agreement.value),
  },
  {
    id: 'interval',
    title: '95% interval',
    width: 150,
    align: 'end',
    isWide: true,
    cell: ({ agreement }) =>
      agreement === null ? '' : `${percent(agreement.low)} – ${percent(agreement.high)}`,
  },
  {
    id: 'created',
    title: 'Created',
    width: 110,
    align: 'end',
    isWide: true,
    cell: ({ createdAt }) => <Moment at={createdAt} />,
  },
];

/** How far each judge agrees with people. */
export default function Calibrations() {
  const { assay, key } = session();
  const calibrations = lists(key.id, () =>
    createPagedList(() => assay.calibrations.list({ limit: 100 })),
  );
  const rows = calibrations.items.value;
  const isComplete = calibrations.isComplete.value;
  const error = calibrations.error.value;
  return (
    <section class="page">
      <h1>Calibrations</h1>
      {isComplete && rows.length === 0 ? (
        <p class="muted">
          No judge was checked against people yet.{' '}
          <code>assay calibrate faithfulness --dataset golden@3</code> checks one.
        </p>
      ) : (
        <Grid
          label="Calibrations, newest first"
          columns={COLUMNS}
          rows={rows}
          keyOf={({ id }) => id}
          hrefOf={({ id }) => pathTo('calibrations', id)}
          isComplete={isComplete || error !== undefined}
          onMore={calibrations.more}
        />
      )}
      {error !== undefined && <Failure error={error} onRetry={() => void calibrations.more()} />}
    </section>
  );
}
