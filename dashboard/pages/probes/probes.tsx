import type { Probe } from '@assay/sdk';
import { keep } from '../../data/keep.ts';
import { createPagedList } from '../../data/paged-list.ts';
import type { Column } from '../../grid/column.ts';
import { Grid } from '../../grid/grid.tsx';
import { Failure } from '../../parts/failure.tsx';
import { FilterChoice, FilterForm } from '../../parts/filter-form.tsx';
import { Moment } from '../../parts/moment.tsx';
import { count, usd } from '../../parts/numbers.ts';
import { query } from '../../router/location.ts';
import { pathTo } from '../../router/match.ts';
import { may, session } from '../../session/session.ts';
import { UntrustedText } from '../../text/untrusted-text.tsx';
import { KINDS } from './kinds.ts';
import './probe.css';

const lists = keep<ReturnType<typeof createPagedList<Probe>>>(8);

const COLUMNS: readonly Column<Probe>[] = [
  {
    id: 'name',
    title: 'Probe',
    width: 150,
    grow: 1,
    cell: ({ name, id }) => <UntrustedText text={name ?? id} />,
  },
  { id: 'kind', title: 'Kind', width: 120, cell: ({ kind }) => kind },
  {
    id: 'target',
    title: 'Target',
    width: 150,
    grow: 1,
    isWide: true,
    cell: ({ target }) => <UntrustedText text={typeof target === 'string' ? target : target.url} />,
  },
  { id: 'status', title: 'Status', width: 100, isWide: true, cell: ({ status }) => status },
  {
    id: 'answers',
    title: 'Answers',
    width: 100,
    align: 'end',
    cell: ({ counts }) => `${count(counts.generated)} / ${count(counts.total)}`,
  },
  {
    id: 'cost',
    title: 'Cost',
    width: 90,
    align: 'end',
    isWide: true,
    cell: ({ costUsd, scoringCostUsd }) => (costUsd === null ? '–' : usd(costUsd + scoringCostUsd)),
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

/** The probes of the project, newest first, by kind. */
export default function Probes() {
  const { assay, key } = session();
  const kind = KINDS.find(([name]) => name === query.value.get('kind'))?.[0];
  const probes = lists(`${key.id} ${kind}`, () =>
    createPagedList(() => assay.probes.list({ limit: 20, ...(kind && { kind }) })),
  );
  const rows = probes.items.value;
  const isComplete = probes.isComplete.value;
  const error = probes.error.value;
  return (
    <section class="page">
      <h1>Probes</h1>
      <p class="probe-links">
        {may('score') && (
          <a class="button primary" href="/probes/new">
            New probe
          </a>
        )}
        <a href="/model-card">Model card</a>
      </p>
      <FilterForm>
        <FilterChoice name="kind" label="Kind" options={KINDS.map(([name]) => [name, name])} />
      </FilterForm>
      {isComplete && rows.length === 0 ? (
        <p class="muted">
          There are no such probes yet. A probe changes one thing about your samples that should not
          matter, and says whether the answers got worse.
        </p>
      ) : (
        <Grid
          label="Probes, newest first"
          columns={COLUMNS}
          rows={rows}
          keyOf={({ id }) => id}
          hrefOf={({ id }) => pathTo('probes', id)}
          isComplete={isComplete || error !== undefined}
          onMore={probes.more}
        />
      )}
      {error !== undefined && <Failure error={error} onRetry={() => void probes.more()} />}
    </section>
  );
}
