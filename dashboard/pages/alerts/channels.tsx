import type { AlertChannel, AlertDelivery } from '@assay/sdk';
import { useSignal } from '@preact/signals';
import { useLoaded } from '../../data/use-loaded.ts';
import { Failure } from '../../parts/failure.tsx';
import { useAction } from '../../parts/use-action.ts';
import { may, session } from '../../session/session.ts';
import { UntrustedText } from '../../text/untrusted-text.tsx';
import { AddChannel } from './add-channel.tsx';
import { answerText } from './deliveries.tsx';
import { muteFor } from './mutes.tsx';
import { SetSecret } from './set-secret.tsx';

/** Where alerts go, each with a button that tests it. */
export function Channels() {
  const { assay } = session();
  const { loaded, reload } = useLoaded('channels', (signal) => assay.channels.list({ signal }));
  const { data, error } = loaded.value;
  return (
    <section aria-labelledby="channels-title">
      <h2 id="channels-title">Channels</h2>
      {error !== undefined && <Failure error={error} onRetry={reload} />}
      {data?.items.length === 0 && (
        <p class="muted">Alerts are shown here only: this project has no channels.</p>
      )}
      <ul class="alert-list">
        {data?.items.map((channel) => (
          <li key={channel.name} class="panel">
            <Channel channel={channel} onChange={reload} />
          </li>
        ))}
      </ul>
      {may('admin') && <AddChannel onAdd={reload} />}
    </section>
  );
}

function Channel({ channel, onChange }: { channel: AlertChannel; onChange: () => void }) {
  const { name, kind, url, minSeverity, sources, mutedUntil, lacksSecret } = channel;
  const { isBusy, error, run } = useAction();
  const tested = useSignal<AlertDelivery | undefined>(undefined);
  const { assay } = session();
  const test = () =>
    void run(async () => {
      tested.value = undefined;
      tested.value = await assay.channels.test(name);
    });
  const change = (work: () => Promise<unknown>) =>
    void run(async () => {
      await work();
      onChange();
    });
  return (
    <>
      <h3>
        <UntrustedText text={name} /> <span class="muted">{kind}</span>
      </h3>
      <p>
        {url !== null && <UntrustedText text={url} />} from {minSeverity},{' '}
        {sources === null ? 'all sources' : <UntrustedText text={sources.join(', ')} />}
        {lacksSecret && (
          <strong> Its secret must be set again: nothing is sent to it until then.</strong>
        )}
        {mutedUntil !== null && `, muted until ${new Date(mutedUntil).toLocaleString()}`}
      </p>
      {lacksSecret && may('admin') && <SetSecret channel={channel} onSet={onChange} />}
      {may('admin') && (
        <div class="alert-actions">
          <button type="button" class="button" disabled={isBusy} onClick={test}>
            Test
          </button>
          <button
            type="button"
            class="button"
            disabled={isBusy}
            onClick={() => change(() => muteFor(`channel:${name}`, 24))}
          >
            Mute for a day
          </button>
          <button
            type="button"
            class="button"
            disabled={isBusy}
            onClick={() => change(async () => assay.channels.delete(name))}
          >
            Delete
          </button>
        </div>
      )}
      <p role="status">
        {tested.value !== undefined && (
          <>
            Test {tested.value.status}: <UntrustedText text={answerText(tested.value)} />
          </>
        )}
      </p>
      {error !== undefined && <Failure error={error} />}
    </>
  );
}
