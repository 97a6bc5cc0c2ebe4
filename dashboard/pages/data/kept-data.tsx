import type { DataSettings } from '@assay/sdk';
import { useSignal } from '@preact/signals';
import { useLoaded } from '../../data/use-loaded.ts';
import { Failure } from '../../parts/failure.tsx';
import { useAction } from '../../parts/use-action.ts';
import { session } from '../../session/session.ts';
import { detectorsIn, linesOf } from './detector-lines.ts';

/** What is stored of each request, and what is replaced before that. */
export function KeptData() {
  const { assay } = session();
  const { loaded, reload } = useLoaded('data-settings', (signal) =>
    assay.project.dataSettings({ signal }),
  );
  const { data, error } = loaded.value;
  return (
    <section class="settings-part" aria-labelledby="kept-title">
      <h2 id="kept-title">What is kept</h2>
      {error !== undefined && <Failure error={error} onRetry={reload} />}
      {data !== undefined && <Form settings={data} />}
    </section>
  );
}

const LEVELS: Record<DataSettings['keep'], string> = {
  nothing: 'nothing of a request',
  scores: 'scores, without samples and reasons',
  sample: 'scores, reasons and samples',
  exchange: 'also what judges were asked and answered',
};

function Form({ settings: { keep, redact } }: { settings: DataSettings }) {
  const { isBusy, error, run } = useAction();
  const isSaved = useSignal(false);
  const submit = (event: Event & { currentTarget: HTMLFormElement }) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    isSaved.value = false;
    void run(async () => {
      await session().assay.project.replaceDataSettings(settingsIn(data));
      isSaved.value = true;
    });
  };
  return (
    <form class="panel settings-form" onSubmit={submit}>
      <label>
        Kept of each request, at most
        <select name="keep">
          {Object.entries(LEVELS).map(([level, text]) => (
            <option key={level} value={level} selected={level === keep}>
              {level}: {text}
            </option>
          ))}
        </select>
      </label>
      <label>
        Detectors whose findings are replaced before storing, one per line
        <textarea
          name="stored"
          rows={3}
          defaultValue={linesOf(redact?.stored)}
          placeholder="detect-pii"
        />
      </label>
      <label>
        Detectors whose findings are replaced before a model sees a sample, one per line
        <textarea
          name="models"
          rows={3}
          defaultValue={linesOf(redact?.models)}
          placeholder="detect-secrets"
        />
      </label>
      <button type="submit" class="button primary" disabled={isBusy}>
        Save what is kept
      </button>
      <p role="status">
        {isSaved.value &&
          'Saved. It takes effect within 30 seconds, for what is scored from then on.'}
      </p>
      {error !== undefined && <Failure error={error} />}
    </form>
  );
}

function settingsIn(data: FormData): DataSettings {
  const level = String(data.get('keep'));
  const keep = Object.keys(LEVELS).find((known): known is DataSettings['keep'] => known === level);
  const stored = detectorsIn(String(data.get('stored') ?? ''));
  const models = detectorsIn(String(data.get('models') ?? ''));
  const redact = {
    ...(stored.length > 0 && { stored }),
    ...(models.length > 0 && { models }),
  };
  return { keep: keep ?? 'sample', ...(Object.keys(redact).length > 0 && { redact }) };
}
