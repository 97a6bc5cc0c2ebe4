import type { WebhookDelivery, WebhookSecret } from '@assay/sdk';
import { useSignal } from '@preact/signals';
import { Failure } from '../../parts/failure.tsx';
import { Moment } from '../../parts/moment.tsx';
import { duration } from '../../parts/numbers.ts';
import { Outcome } from '../../parts/outcome.tsx';
import { useAction } from '../../parts/use-action.ts';
import { session } from '../../session/session.ts';
import { UntrustedText } from '../../text/untrusted-text.tsx';

/** The signing secret, and what was delivered for a batch. */
export function WebhookSettings() {
  const secret = useSignal<WebhookSecret | undefined>(undefined);
  const { isBusy, error, run } = useAction();
  const { webhooks } = session().assay;
  const show = (load: () => PromiseLike<WebhookSecret>) =>
    void run(async () => {
      secret.value = await load();
    });
  return (
    <section class="settings-part" aria-labelledby="webhooks-title">
      <h2 id="webhooks-title">Webhooks</h2>
      <div class="settings-actions">
        <button
          type="button"
          class="button"
          disabled={isBusy}
          onClick={() => show(() => webhooks.secret())}
        >
          Show the signing secret
        </button>
        <button
          type="button"
          class="button"
          disabled={isBusy}
          onClick={() => show(() => webhooks.rotateSecret())}
        >
          Replace it
        </button>
      </div>
      {secret.value !== undefined && (
        <p role="status">
          <code class="untrusted">{secret.value.secret}</code>
          {secret.value.previousUntil !== null && (
            <>
              {' '}
              The old one signs too until {new Date(secret.value.previousUntil).toLocaleString()}.
            </>
          )}
        </p>
      )}
      {error !== undefined && <Failure error={error} />}
      <Deliveries />
    </section>
  );
}

function Deliveries() {
  const deliveries = useSignal<readonly WebhookDelivery[] | undefined>(undefined);
  const { isBusy, error, run } = useAction();
  const submit = (event: Event & { currentTarget: HTMLFormElement }) => {
    event.preventDefault();
    const id = String(new FormData(event.currentTarget).get('batch') ?? '').trim();
    void run(async () => {
      deliveries.value = (await session().assay.webhooks.deliveries(id)).items;
    });
  };
  return (
    <form class="panel settings-form" onSubmit={submit}>
      <label>
        Deliveries of a batch
        <input name="batch" required placeholder="bat_…" autocomplete="off" />
      </label>
      <button type="submit" class="button" disabled={isBusy}>
        List
      </button>
      {error !== undefined && <Failure error={error} />}
      {deliveries.value?.length === 0 && <p class="muted">It has none.</p>}
      <ul class="settings-list">
        {(deliveries.value ?? []).map(({ id, url, status, answers }) => (
          <li key={id}>
            <Outcome kind={KINDS[status]}>{status}</Outcome> <UntrustedText text={url} />
            {answers.map(({ at, status: code, error: fault, latencyMs }) => (
              <p key={at} class="muted">
                <Moment at={at} />: {code ?? 'no answer'} in {duration(latencyMs)}
                {fault !== null && (
                  <>
                    , <UntrustedText text={fault} />
                  </>
                )}
              </p>
            ))}
          </li>
        ))}
      </ul>
    </form>
  );
}

const KINDS = { pending: 'pending', delivered: 'passed', failed: 'failed' } as const;
