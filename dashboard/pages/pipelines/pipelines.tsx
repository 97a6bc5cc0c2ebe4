import type { Pipeline } from '@assay/sdk';
import { keep } from '../../data/keep.ts';
import { createPagedList } from '../../data/paged-list.ts';
import type { Column } from '../../grid/column.ts';
import { Grid } from '../../grid/grid.tsx';
import { Failure } from '../../parts/failure.tsx';
import { Moment } from '../../parts/moment.tsx';
import { pathTo } from '../../router/match.ts';
import { session } from '../../session/session.ts';
import { UntrustedText } from '../../text/untrusted-text.tsx';

const lists = keep<ReturnType<typeof createPagedList<Pipeline>>>(1);

const COLUMNS: readonly Column<Pipeline>[] = [
  {
    id: 'name',
    title: 'Pipeline',
    width: 140,
    grow: 1,
    cell: ({ name }) => <UntrustedText text={name} />,
  },
  { id: 'version', title: 'Version', width: 80, align: 'end', cell: ({ version }) => version },
  {
    id: 'models',
    title: 'Models',
    width: 160,
    grow: 2,
    isWide: true,
    cell: ({ targets }) => <UntrustedText text={targets.map(({ model }) => model).join(', ')} />,
  },
  {
    id: 'rules',
    title: 'Rules',
    width: 80,
    align: 'end',
    cell: ({ route }) => route?.rules.length ?? 0,
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

/** The pipelines of the project, each in its newest version. */
export default function Pipelines() {
  const { assay, key } = session();
  const pipelines = lists(key.id, () =>
    createPagedList(() => assay.pipelines.list({ limit: 100 })),
  );
  const rows = pipelines.items.value;
  const isComplete = pipelines.isComplete.value;
  const error = pipelines.error.value;
  return (
    <section class="page">
      <h1>Pipelines</h1>
      {isComplete && rows.length === 0 ? (
        <p class="muted">
          This project has no pipelines yet. <code>assay pipelines push pipeline.yaml</code> saves
          one.
        </p>
      ) : (
        <Grid
          label="Pipelines, by name"
          columns={COLUMNS}
          rows={rows}
          keyOf={({ name }) => name}
          hrefOf={({ name }) => pathTo('pipelines', name)}
          isComplete={isComplete || error !== undefined}
          onMore={pipelines.more}
        />
      )}
      {error !== undefined && <Failure error={error} onRetry={() => void pipelines.more()} />}
    </section>
  );
}
