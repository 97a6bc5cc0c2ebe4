import type { AuditEntry } from '@assay/sdk';
import { keep } from '../../data/keep.ts';
import { createPagedList } from '../../data/paged-list.ts';
import type { Column } from '../../grid/column.ts';
import { Grid } from '../../grid/grid.tsx';
import { Failure } from '../../parts/failure.tsx';
import { Moment } from '../../parts/moment.tsx';
import { query } from '../../router/location.ts';
import { pathTo } from '../../router/match.ts';
import { session } from '../../session/session.ts';
import { UntrustedText } from '../../text/untrusted-text.tsx';
import { filterOf } from './audit-filter.ts';
import { AuditOutcome } from './audit-outcome.tsx';
import { FilterBar } from './filter-bar.tsx';

const PAGE_ITEMS = 100;
const lists = keep<ReturnType<typeof createPagedList<AuditEntry>>>(4);

const COLUMNS: readonly Column<AuditEntry>[] = [
  { id: 'at', title: 'When', width: 130, cell: ({ at }) => <Moment at={at} /> },
  {
    id: 'actor',
    title: 'Who',
    width: 120,
    grow: 1,
    cell: ({ actor }) => <UntrustedText text={actor.name ?? actor.id} />,
  },
  {
    id: 'operation',
    title: 'Operation',
    width: 150,
    grow: 1,
    cell: ({ operation }) => <UntrustedText text={operation} />,
  },
  {
    id: 'subject',
    title: 'Subject',
    width: 150,
    grow: 1,
    isWide: true,
    cell: ({ subject }) => <UntrustedText text={subject ?? '–'} />,
  },
  {
    id: 'outcome',
    title: 'Outcome',
    width: 120,
    isWide: true,
    cell: ({ outcome }) => <AuditOutcome outcome={outcome} />,
  },
];

/** Who changed or read what in the project, newest first. */
export default function Audit() {
  const { assay, key } = session();
  const filter = filterOf(query.value);
  const asked = JSON.stringify(filter);
  const entries = lists(`${key.id} ${asked}`, () =>
    createPagedList(() => assay.audit.list({ ...filter, limit: PAGE_ITEMS })),
  );
  const rows = entries.items.value;
  const isComplete = entries.isComplete.value;
  const error = entries.error.value;
  return (
    <section class="page">
      <h1>Audit log</h1>
      <FilterBar />
      {isComplete && rows.length === 0 ? (
        <p class="muted">
          {asked === '{}' ? 'Nothing is recorded yet.' : 'No entry matches the filter.'}
        </p>
      ) : (
        <Grid
          key={asked}
          label="Audit log, newest first"
          columns={COLUMNS}
          rows={rows}
          keyOf={({ id }) => id}
          hrefOf={({ id }) => pathTo('audit', id)}
          isComplete={isComplete || error !== undefined}
          onMore={entries.more}
        />
      )}
      {error !== undefined && <Failure error={error} onRetry={() => void entries.more()} />}
    </section>
  );
}
