import type { Retention, RetentionDays } from '@assay/sdk';
import { useSignal } from '@preact/signals';
import { erasedText } from '../../../sdk/erased-text.ts';
import { useLoaded } from '../../data/use-loaded.ts';
import { Failure } from '../../parts/failure.tsx';
import { useAction } from '../../parts/use-action.ts';
import { session } from '../../session/session.ts';

/** For how many days each class of data is kept. */
export function RetentionSettings() {
  const { assay } = session();
  const { loaded, reload } = useLoaded('retention', (signal) =>
    assay.project.retention({ signal }),
  );
  const { data, error } = loaded.value;
  return (
    <section class="settings-part" aria-labelledby="retention-title">
      <h2 id="retention-title">Retention</h2>
      {error !== undefined && <Failure error={error} onRetry={reload} />}
      {data !== undefined && <Form retention={data} />}
    </section>
  );
}

const CLASSES: Record<keyof RetentionDays, string> = {
  verdicts: 'Verdicts with their samples',
  samples: 'Samples and reasons; values stay',
  batches: 'Batches that have ended',
  labels: 'Labels and reviews',
  judgeAnswers: 'Cached answers of judges',
  webhooks: 'Webhook deliveries',
};

function Form({ retention: { days, lastRun } }: { retention: Retention }) {
  const { isBusy, error, run } = useAction();
  const isSaved = useSignal(false);
  const submit = (event: Event & { currentTarget: HTMLFormElement }) => {
    event.preventDefault();
    const next = daysIn(new FormData(event.currentTarget));
    isSaved.value = false;
    void run(async () => {
      await session().assay.project.replaceRetention(next);
      isSaved.value = true;
    });
  };
  return (
    <form class="panel settings-form" onSubmit={submit}>
      <p>Days for which each is kept; empty keeps it until it is deleted.</p>
      {Object.entries(CLASSES).map(([name, text]) => (
        <label key={name}>
          {text}
          <input
            name={name}
            type="number"
            min="1"
            max="3650"
            defaultValue={days[name as keyof RetentionDays]?.toString() ?? ''}
          />
        </label>
      ))}
      {lastRun !== null && (
        <p>
          Last deleted {new Date(lastRun.at).toLocaleString()}: {erasedText({ ...lastRun.deleted })}
          .
        </p>
      )}
      <button type="submit" class="button primary" disabled={isBusy}>
        Save the retention
      </button>
      <p role="status">{isSaved.value && 'Saved. What is older is deleted within an hour.'}</p>
      {error !== undefined && <Failure error={error} />}
    </form>
  );
}

function daysIn(data: FormData): RetentionDays {
  const daysOf = (name: keyof RetentionDays) => {
    const text = String(data.get(name) ?? '');
    return text === '' ? null : Number(text);
  };
  return {
    verdicts: daysOf('verdicts'),
    samples: daysOf('samples'),
    batches: daysOf('batches'),
    labels: daysOf('labels'),
    judgeAnswers: daysOf('judgeAnswers'),
    webhooks: daysOf('webhooks'),
  };
}
