import type { Experiment } from '@assay/sdk';
import { keep } from '../../data/keep.ts';
import { createPagedList } from '../../data/paged-list.ts';
import type { Column } from '../../grid/column.ts';
import { Grid } from '../../grid/grid.tsx';
import { Failure } from '../../parts/failure.tsx';
import { Moment } from '../../parts/moment.tsx';
import { count, usd } from '../../parts/numbers.ts';
import { pathTo } from '../../router/match.ts';
import { may, session } from '../../session/session.ts';
import { UntrustedText } from '../../text/untrusted-text.tsx';

const lists = keep<ReturnType<typeof createPagedList<Experiment>>>(1);

const COLUMNS: readonly Column<Experiment>[] = [
  {
    id: 'name',
    title: 'Experiment',
    width: 160,
    grow: 1,
    cell: ({ name, id }) => <UntrustedText text={name ?? id} />,
  },
  { id: 'status', title: 'Status', width: 100, cell: ({ status }) => status },
  {
    id: 'variants',
    title: 'Variants',
    width: 160,
    grow: 2,
    isWide: true,
    cell: ({ variants }) => <UntrustedText text={variants.map(({ name }) => name).join(', ')} />,
  },
  {
    id: 'answers',
    title: 'Answers',
    width: 110,
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

/** The experiments of the project, newest first. */
export default function Experiments() {
  const { assay, key } = session();
  const experiments = lists(key.id, () =>
    createPagedList(() => assay.experiments.list({ limit: 20 })),
  );
  const rows = experiments.items.value;
  const isComplete = experiments.isComplete.value;
  const error = experiments.error.value;
  return (
    <section class="page">
      <h1>Experiments</h1>
      {may('score') && (
        <p>
          <a class="button primary" href="/experiments/new">
            New experiment
          </a>
        </p>
      )}
      {isComplete && rows.length === 0 ? (
        <p class="muted">
          This project has no experiments yet. An experiment asks every variant of a prompt or model
          for answers to the same samples, and compares them.{' '}
          <code>assay experiment run prompts.yaml</code> runs one from a file.
        </p>
      ) : (
        <Grid
          label="Experiments, newest first"
          columns={COLUMNS}
          rows={rows}
          keyOf={({ id }) => id}
          hrefOf={({ id }) => pathTo('experiments', id)}
          isComplete={isComplete || error !== undefined}
          onMore={experiments.more}
        />
      )}
      {error !== undefined && <Failure error={error} onRetry={() => void experiments.more()} />}
    </section>
  );
}
