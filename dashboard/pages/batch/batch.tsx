import { Failure } from '../../parts/failure.tsx';
import { query } from '../../router/location.ts';
import { useTitle } from '../../router/use-title.ts';
import { AnswerLine } from './answer-line.tsx';
import { BatchHead } from './batch-head.tsx';
import { FilterBar } from './filter-bar.tsx';
import { Groups } from './groups.tsx';
import { Rows } from './rows.tsx';
import { ScorerTable } from './scorer-table.tsx';
import { useBase, useComparison } from './use-base.ts';
import { useBatch } from './use-batch.ts';
import './batch.css';

/** One batch: how it did against its baseline, by scorer, and its samples. */
export default function BatchPage({
  parameters: { id = '' },
}: {
  parameters: Record<string, string>;
}) {
  const { followed, reload } = useBatch(id);
  const { batch, error } = followed.value;
  const wanted = query.value.get('base');
  const base = useBase(id, wanted);
  const hasEnded = batch !== undefined && batch.endedAt !== null;
  const comparison = useComparison(id, base.id, hasEnded ? batch.endedAt : null);
  useTitle(batch?.suite ? `${batch.suite.name}@${batch.suite.version}` : 'Batch');

  if (batch === undefined) {
    return (
      <section class="page">
        {error === undefined ? (
          <p class="loading">Loading the batch …</p>
        ) : (
          <Failure error={error} onRetry={reload} />
        )}
      </section>
    );
  }
  return (
    <section class="page batch">
      <BatchHead batch={batch} base={base.id} onChanged={reload} />
      {error !== undefined && <Failure error={error} onRetry={reload} />}
      <AnswerLine batch={batch} base={base} comparison={comparison} />
      <ScorerTable batch={batch} comparison={comparison.data} />
      <FilterBar batch={batch} hasBase={base.id !== undefined} />
      <Groups batch={batch} base={base.id} />
      {!base.isLoading && <Rows batch={batch} base={base.id} />}
    </section>
  );
}
