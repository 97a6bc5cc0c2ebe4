import type { AlertChannelContent } from '@assay/sdk';
import { useSignal } from '@preact/signals';
import { Failure } from '../../parts/failure.tsx';
import { useAction } from '../../parts/use-action.ts';
import { session } from '../../session/session.ts';

const KINDS = ['webhook', 'slack', 'pagerduty', 'alertmanager'] as const;
type Kind = (typeof KINDS)[number];

const SEVERITIES = ['info', 'warning', 'error', 'critical'] as const;

/** What each kind asks for: its address, which is the secret of Slack, and a key. */
const ASKED: Record<Kind, { url: string; key: string | null }> = {
  webhook: { url: 'URL', key: null },
  slack: { url: 'URL of the incoming webhook', key: null },
  pagerduty: { url: 'URL, if not the default', key: 'Integration key' },
  alertmanager: { url: 'Address of Alertmanager', key: 'Authorization header, if needed' },
};

/** A form for a new channel. Secrets are sent once, and never come back. */
export function AddChannel({ onAdd }: { onAdd: () => void }) {
  const kind = useSignal<Kind>('webhook');
  const { isBusy, error, run } = useAction();
  const { url, key } = ASKED[kind.value];
  const submit = (event: Event & { currentTarget: HTMLFormElement }) => {
    event.preventDefault();
    const form = event.currentTarget;
    const content = contentOf(kind.peek(), new FormData(form));
    const name = String(new FormData(form).get('name'));
    void run(async () => {
      await session().assay.channels.create({ name, ...content });
      form.reset();
      kind.value = 'webhook';
      onAdd();
    });
  };
  return (
    <form class="panel alert-form" onSubmit={submit}>
      <label>
        Name
        <input name="name" required pattern="[a-z0-9][a-z0-9._\-]*" maxLength={64} />
      </label>
      <label>
        Kind
        <select
          value={kind.value}
          onChange={({ currentTarget: { value } }) => {
            kind.value = KINDS.find((each) => each === value) ?? 'webhook';
          }}
        >
          {KINDS.map((each) => (
            <option key={each} value={each}>
              {each}
            </option>
          ))}
        </select>
      </label>
      <label>
        {url}
        <input name="url" type="url" required={kind.value !== 'pagerduty'} autocomplete="off" />
      </label>
      {key !== null && (
        <label>
          {key}
          <input
            name="key"
            type="password"
            required={kind.value === 'pagerduty'}
            autocomplete="off"
          />
        </label>
      )}
      <label>
        From
        <select name="severity">
          {SEVERITIES.map((each) => (
            <option key={each} value={each}>
              {each}
            </option>
          ))}
        </select>
      </label>
      <button type="submit" class="button primary" disabled={isBusy}>
        Add the channel
      </button>
      {error !== undefined && <Failure error={error} />}
    </form>
  );
}

function contentOf(kind: Kind, form: FormData): AlertChannelContent {
  const [url, key] = [String(form.get('url') ?? ''), String(form.get('key') ?? '')];
  const given = String(form.get('severity'));
  const terms = { minSeverity: SEVERITIES.find((each) => each === given) ?? 'info' };
  switch (kind) {
    case 'webhook':
    case 'slack':
      return { kind, url, ...terms };
    case 'pagerduty':
      return { kind, routingKey: key, ...(url !== '' && { url }), ...terms };
    case 'alertmanager':
      return { kind, url, ...(key !== '' && { authorization: key }), ...terms };
  }
}
