import type { AlertChannel, AlertChannelContent } from '@assay/sdk';
import { Failure } from '../../parts/failure.tsx';
import { useAction } from '../../parts/use-action.ts';
import { session } from '../../session/session.ts';

/** Asks for the secret of a channel that was imported without it. */
export function SetSecret({ channel, onSet }: { channel: AlertChannel; onSet: () => void }) {
  const { isBusy, error, run } = useAction();
  const submit = (event: Event & { currentTarget: HTMLFormElement }) => {
    event.preventDefault();
    const secret = String(new FormData(event.currentTarget).get('secret'));
    void run(async () => {
      await session().assay.channels.replace(channel.name, withSecret(channel, secret));
      onSet();
    });
  };
  return (
    <form class="alert-actions" onSubmit={submit}>
      <label>
        Secret{' '}
        <input
          name="secret"
          type="password"
          required
          autocomplete="off"
          placeholder={channel.kind === 'slack' ? 'https://hooks.slack.com/…' : undefined}
        />
      </label>
      <button type="submit" class="button primary" disabled={isBusy}>
        Set the secret
      </button>
      {error !== undefined && <Failure error={error} />}
    </form>
  );
}

/** A channel as it is, with a secret. */
function withSecret(channel: AlertChannel, secret: string): AlertChannelContent {
  const { kind, minSeverity, sources, remindMinutes, labels } = channel;
  const url = channel.url ?? '';
  const terms = {
    minSeverity,
    ...(sources !== null && { sources }),
    ...(remindMinutes !== null && { remindMinutes }),
  };
  switch (kind) {
    case 'webhook':
      return { kind, url, ...terms };
    case 'slack':
      return { kind, url: secret, ...terms };
    case 'pagerduty':
      return { kind, url, routingKey: secret, ...terms };
    case 'alertmanager':
      return { kind, url, authorization: secret, labels, ...terms };
  }
}
