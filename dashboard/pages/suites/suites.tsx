import type { Suite } from '@assay/sdk';
import { keep } from '../../data/keep.ts';
import { createPagedList } from '../../data/paged-list.ts';
import type { Column } from '../../grid/column.ts';
import { Grid } from '../../grid/grid.tsx';
import { Failure } from '../../parts/failure.tsx';
import { Moment } from '../../parts/moment.tsx';
import { pathTo } from '../../router/match.ts';
import { session } from '../../session/session.ts';
import { UntrustedText } from '../../text/untrusted-text.tsx';

const lists = keep<ReturnType<typeof createPagedList<Suite>>>(1);

const COLUMNS: readonly Column<Suite>[] = [
  {
    id: 'name',
    title: 'Suite',
    width: 140,
    grow: 1,
    cell: ({ name }) => <UntrustedText text={name} />,
  },
  { id: 'version', title: 'Version', width: 80, align: 'end', cell: ({ version }) => version },
  {
    id: 'description',
    title: 'Description',
    width: 160,
    grow: 2,
    isWide: true,
    cell: ({ description }) => <UntrustedText text={description} />,
  },
  {
    id: 'scorers',
    title: 'Scorers',
    width: 90,
    align: 'end',
    cell: ({ scorers }) => scorers.length,
  },
  {
    id: 'created',
    title: 'Saved',
    width: 110,
    align: 'end',
    isWide: true,
    cell: ({ createdAt }) => <Moment at={createdAt} />,
  },
];

/** The suites of the project, each in its newest version. */
export default function Suites() {
  const { assay, key } = session();
  const suites = lists(key.id, () => createPagedList(() => assay.suites.list({ limit: 100 })));
  const rows = suites.items.value;
  const isComplete = suites.isComplete.value;
  const error = suites.error.value;
  return (
    <section class="page">
      <h1>Suites</h1>
      {isComplete && rows.length === 0 ? (
        <p class="muted">
          This project has no suites yet. <code>assay suites push suite.yaml</code> saves one.
        </p>
      ) : (
        <Grid
          label="Suites, by name"
          columns={COLUMNS}
          rows={rows}
          keyOf={({ name }) => name}
          hrefOf={({ name }) => pathTo('suites', name)}
          isComplete={isComplete || error !== undefined}
          onMore={suites.more}
        />
      )}
      {error !== undefined && <Failure error={error} onRetry={() => void suites.more()} />}
    </section>
  );
}
