import type { ProjectSettings } from '@assay/sdk';
import { useSignal } from '@preact/signals';
import { useLoaded } from '../../data/use-loaded.ts';
import { Failure } from '../../parts/failure.tsx';
import { useAction } from '../../parts/use-action.ts';
import { session } from '../../session/session.ts';

/** Which models judges may be, and what they may cost. */
export function JudgingSettings() {
  const { assay } = session();
  const { loaded, reload } = useLoaded('settings', (signal) => assay.project.settings({ signal }));
  const { data, error } = loaded.value;
  return (
    <section class="settings-part" aria-labelledby="judging-title">
      <h2 id="judging-title">Judges</h2>
      {error !== undefined && <Failure error={error} onRetry={reload} />}
      {data !== undefined && <Form settings={data} />}
    </section>
  );
}

const SELF_EVALUATION: Record<ProjectSettings['selfEvaluation'], string> = {
  allow: 'allow',
  warn: 'warn in the score',
  refuse: 'refuse',
};

function Form({ settings }: { settings: ProjectSettings }) {
  const { isBusy, error, run } = useAction();
  const isSaved = useSignal(false);
  const submit = (event: Event & { currentTarget: HTMLFormElement }) => {
    event.preventDefault();
    const next = settingsIn(new FormData(event.currentTarget));
    isSaved.value = false;
    void run(async () => {
      await session().assay.project.replaceSettings(next);
      isSaved.value = true;
    });
  };
  return (
    <form class="panel settings-form" onSubmit={submit}>
      <label>
        Allowed models, one per line; empty allows all
        <textarea
          name="allowedModels"
          rows={3}
          defaultValue={settings.allowedModels?.join('\n') ?? ''}
          placeholder="openai/gpt-5-mini"
        />
      </label>
      <label>
        A judge of the generator’s own family
        <select name="selfEvaluation">
          {Object.entries(SELF_EVALUATION).map(([value, text]) => (
            <option key={value} value={value} selected={value === settings.selfEvaluation}>
              {text}
            </option>
          ))}
        </select>
      </label>
      <label>
        Daily cap in US dollars; empty means none
        <input
          name="dailyCapUsd"
          type="number"
          min="0"
          step="any"
          defaultValue={settings.dailyCapUsd?.toString() ?? ''}
        />
      </label>
      <button type="submit" class="button primary" disabled={isBusy}>
        Save
      </button>
      <p role="status">{isSaved.value && 'Saved. It takes effect within 10 seconds.'}</p>
      {error !== undefined && <Failure error={error} />}
    </form>
  );
}

function settingsIn(data: FormData): ProjectSettings {
  const models = String(data.get('allowedModels') ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const cap = String(data.get('dailyCapUsd') ?? '');
  const chosen = String(data.get('selfEvaluation'));
  return {
    allowedModels: models.length === 0 ? null : models,
    selfEvaluation: chosen === 'allow' || chosen === 'refuse' ? chosen : 'warn',
    dailyCapUsd: cap === '' ? null : Number(cap),
  };
}
