import type { DataKey } from '@assay/sdk';
import { useSignal } from '@preact/signals';
import { useLoaded } from '../../data/use-loaded.ts';
import { Failure } from '../../parts/failure.tsx';
import { Moment } from '../../parts/moment.tsx';
import { useAction } from '../../parts/use-action.ts';
import { session } from '../../session/session.ts';
import { UntrustedText } from '../../text/untrusted-text.tsx';

/** The keys that encrypt samples where they are stored. */
export function EncryptionKeys() {
  const { project } = session().assay;
  const { loaded, reload } = useLoaded('encryption', (signal) => project.encryption({ signal }));
  const { data, error } = loaded.value;
  return (
    <section class="settings-part" aria-labelledby="encryption-title">
      <h2 id="encryption-title">Encryption at rest</h2>
      {error !== undefined && <Failure error={error} onRetry={reload} />}
      {data !== undefined && (
        <>
          <p>
            {data.isOn
              ? 'On: what is stored from now on is encrypted with a key of this project.'
              : 'Off: the deployment has no master key. `npm run encryption-key` makes one.'}
          </p>
          <ul class="settings-list">
            {data.keys.map((key) => (
              <li key={key.id} class="panel settings-row">
                <Key dataKey={key} />
              </li>
            ))}
          </ul>
          {data.isOn && <Actions hasKeys={hasLiveKey(data.keys)} onChanged={reload} />}
        </>
      )}
    </section>
  );
}

function hasLiveKey(keys: readonly DataKey[]): boolean {
  return keys.some(({ droppedAt }) => droppedAt === null);
}

function Key({ dataKey: { id, masterKey, createdAt, droppedAt } }: { dataKey: DataKey }) {
  return (
    <div>
      <code>{id}</code>
      <p class="muted">
        wrapped by <UntrustedText text={masterKey} />, made <Moment at={createdAt} />
        {droppedAt !== null && (
          <>
            , dropped <Moment at={droppedAt} />
          </>
        )}
      </p>
    </div>
  );
}

function Actions({ hasKeys, onChanged }: { hasKeys: boolean; onChanged(): void }) {
  const { isBusy, error, run } = useAction();
  const isAsking = useSignal(false);
  const { project } = session().assay;
  const act = (work: () => PromiseLike<unknown>) =>
    void run(async () => {
      await work();
      isAsking.value = false;
      onChanged();
    });
  return (
    <div class="settings-actions">
      <button
        type="button"
        class="button"
        disabled={isBusy}
        onClick={() => act(() => project.rotateDataKey())}
      >
        Make a new key
      </button>
      {hasKeys && !isAsking.value && (
        <button type="button" class="button" onClick={() => (isAsking.value = true)}>
          Drop all keys
        </button>
      )}
      {isAsking.value && (
        <button
          type="button"
          class="button danger"
          disabled={isBusy}
          onClick={() => act(() => project.dropDataKeys())}
        >
          Make all encrypted samples unreadable for good
        </button>
      )}
      {error !== undefined && <Failure error={error} />}
    </div>
  );
}
