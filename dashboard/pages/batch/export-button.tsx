import type { BatchReport } from '@assay/sdk';
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { endSessionIfRefused } from '../../data/use-loaded.ts';
import { Failure } from '../../parts/failure.tsx';
import { counted } from '../../parts/numbers.ts';
import { query } from '../../router/location.ts';
import { BASE_COLUMNS, EXPORT_COLUMNS, type ExportColumn } from './exported-row.ts';
import { filterOf } from './filter.ts';

interface ExportButtonProps {
  batch: BatchReport;
  base: string | undefined;
}

/** Saves the samples that match the filters as a file, with the columns that are chosen. */
export function ExportButton(props: ExportButtonProps) {
  const isOpen = useSignal(false);
  return (
    <>
      <button type="button" class="button" onClick={() => (isOpen.value = true)}>
        Export …
      </button>
      {isOpen.value && <ExportDialog {...props} onClose={() => (isOpen.value = false)} />}
    </>
  );
}

function ExportDialog({ batch, base, onClose }: ExportButtonProps & { onClose(): void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const state = useSignal<{ rows?: number; error?: unknown }>({});
  const offered: readonly ExportColumn[] =
    base === undefined ? EXPORT_COLUMNS : [...EXPORT_COLUMNS, ...BASE_COLUMNS];
  useEffect(() => dialog.current?.showModal(), []);
  const aborter = useRef(new AbortController());
  useEffect(() => () => aborter.current.abort(), []);

  const save = async (event: Event & { currentTarget: HTMLFormElement }) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const columns = offered.filter((column) => form.has(column));
    state.value = { rows: 0 };
    try {
      const { exportRows } = await import('./export-rows.ts');
      await exportRows({
        batch: batch.id,
        filter: filterOf(query.value, base),
        columns,
        scorers: batch.statistics.map(({ name }) => name),
        format: form.get('format') === 'ndjson' ? 'ndjson' : 'csv',
        signal: aborter.current.signal,
        onRows: (rows) => {
          state.value = { rows };
        },
      });
      onClose();
    } catch (error) {
      if (aborter.current.signal.aborted) return;
      endSessionIfRefused(error);
      state.value = { error };
    }
  };

  const isBusy = state.value.rows !== undefined;
  return (
    <dialog ref={dialog} class="panel export" onClose={onClose} aria-labelledby="export-title">
      <h2 id="export-title">Export the samples that are shown</h2>
      <form onSubmit={(event) => void save(event)}>
        <fieldset>
          <legend>Columns, beside the sample</legend>
          <div class="export-columns">
            {offered.map((column) => (
              <label key={column}>
                <input type="checkbox" name={column} defaultChecked />
                {column}
              </label>
            ))}
          </div>
        </fieldset>
        <label>
          Format
          <select name="format">
            <option value="csv">CSV</option>
            <option value="ndjson">NDJSON</option>
          </select>
        </label>
        <p class="muted">Input and output are their first 160 characters.</p>
        {state.value.error !== undefined && <Failure error={state.value.error} />}
        <div class="actions">
          <button type="submit" class="button primary" disabled={isBusy}>
            {isBusy ? `${counted(state.value.rows ?? 0, 'sample')} …` : 'Save'}
          </button>
          <button type="button" class="button" onClick={onClose}>
            Close
          </button>
        </div>
      </form>
    </dialog>
  );
}
