import type { BatchReport } from '@assay/sdk';
import { useSignal } from '@preact/signals';
import { endSessionIfRefused } from '../../data/use-loaded.ts';
import { Failure } from '../../parts/failure.tsx';
import { Moment } from '../../parts/moment.tsx';
import { count, counted, duration, usd } from '../../parts/numbers.ts';
import { may, session } from '../../session/session.ts';
import { UntrustedText } from '../../text/untrusted-text.tsx';
import { nameOf } from '../overview/batch-columns.tsx';
import { ExportButton } from './export-button.tsx';
import { Progress } from './progress.tsx';

interface BatchHeadProps {
  batch: BatchReport;
  base: string | undefined;
  onChanged(): void;
}

/** What the batch is, and what can be done with it. */
export function BatchHead({ batch, base, onChanged }: BatchHeadProps) {
  const action = useSignal<{ isBusy: boolean; error: unknown }>({
    isBusy: false,
    error: undefined,
  });
  const hasEnded = batch.endedAt !== null;
  const run = async (verb: 'cancel' | 'retry') => {
    action.value = { isBusy: true, error: undefined };
    try {
      await session().assay.batches[verb](batch.id);
      action.value = { isBusy: false, error: undefined };
      onChanged();
    } catch (error) {
      endSessionIfRefused(error);
      action.value = { isBusy: false, error };
    }
  };
  const cancel = () => {
    if (window.confirm('Cancel this batch? The results so far are kept.')) void run('cancel');
  };
  return (
    <header class="batch-head">
      <div class="batch-title">
        <h1>{nameOf(batch)}</h1>
        {batch.tags.map((tag) => (
          <span key={tag} class="tag">
            <UntrustedText text={tag} />
          </span>
        ))}
        <div class="actions">
          {may('score') && !hasEnded && (
            <button type="button" class="button" disabled={action.value.isBusy} onClick={cancel}>
              Cancel
            </button>
          )}
          {may('score') && hasEnded && batch.counts.error > 0 && (
            <button
              type="button"
              class="button"
              disabled={action.value.isBusy}
              onClick={() => void run('retry')}
            >
              Retry {count(batch.counts.error)} failed
            </button>
          )}
          <ExportButton batch={batch} base={base} />
        </div>
      </div>
      <p class="muted facts">
        <span>{batch.status}</span>
        <span>{counted(batch.counts.total, 'sample')}</span>
        <span>
          created <Moment at={batch.createdAt} />
        </span>
        {batch.startedAt !== null && batch.endedAt !== null && (
          <span>took {duration(Date.parse(batch.endedAt) - Date.parse(batch.startedAt))}</span>
        )}
        <span>{usd(batch.costUsd)}</span>
        {batch.gate && <span>gate {batch.gate.outcome}</span>}
        <code>{batch.id}</code>
      </p>
      {action.value.error !== undefined && <Failure error={action.value.error} />}
      {!hasEnded && <Progress batch={batch} />}
    </header>
  );
}
