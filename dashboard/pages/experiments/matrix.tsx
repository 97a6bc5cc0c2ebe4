import type { Experiment, ExperimentRow, ExperimentRowCell } from '@assay/sdk';
import { useMemo } from 'preact/hooks';
import { createPagedList } from '../../data/paged-list.ts';
import type { Column } from '../../grid/column.ts';
import { Grid } from '../../grid/grid.tsx';
import { Failure } from '../../parts/failure.tsx';
import { counted, decimal } from '../../parts/numbers.ts';
import { session } from '../../session/session.ts';
import { UntrustedText } from '../../text/untrusted-text.tsx';

/** The matrix: a row a sample, a column a variant, with the first answer of each. */
export function Matrix({ experiment }: { experiment: Experiment }) {
  const { id, repeats, endedAt, variants } = experiment;
  const { assay } = session();
  const rows = useMemo(
    () => createPagedList<ExperimentRow>(() => assay.experiments.rows(id, { limit: 100 })),
    [id, endedAt],
  );
  const columns = useMemo(() => columnsOf(experiment), [id]);
  const error = rows.error.value;
  return (
    <section aria-label="Samples">
      <h2>Samples</h2>
      <Grid
        label={`Samples, with ${counted(variants.length, 'variant')} of ${counted(repeats, 'answer')} each`}
        columns={columns}
        rows={rows.items.value}
        keyOf={({ sampleId }) => sampleId}
        isComplete={rows.isComplete.value || error !== undefined}
        onMore={rows.more}
      />
      {error !== undefined && <Failure error={error} onRetry={() => void rows.more()} />}
    </section>
  );
}

function columnsOf({ variants, repeats }: Experiment): Column<ExperimentRow>[] {
  return [
    {
      id: 'sample',
      title: 'Sample',
      width: 150,
      grow: 1,
      cell: ({ sampleId, input }) => <UntrustedText text={input ?? sampleId} />,
    },
    ...variants.map(({ name }, i) => ({
      id: `variant-${i}`,
      title: <UntrustedText text={name} />,
      width: 150,
      grow: 1,
      cell: ({ cells }: ExperimentRow) => <Cell cell={cells[i]} repeats={repeats} />,
    })),
  ];
}

function Cell({ cell, repeats }: { cell: ExperimentRowCell | undefined; repeats: number }) {
  if (cell === undefined) return <>–</>;
  const { value, passed, answered, error, output } = cell;
  const mark = value === null ? (error > 0 ? 'error' : '–') : decimal(value);
  return (
    <>
      <strong class="experiment-mark">{mark}</strong>
      {repeats > 1 && value !== null ? ` ${passed}/${answered}` : ''}{' '}
      <span class="muted">{output === null ? '' : <UntrustedText text={output} />}</span>
    </>
  );
}
