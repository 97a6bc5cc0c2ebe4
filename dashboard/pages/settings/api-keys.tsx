import type { ApiKey, CreatedApiKey } from '@assay/sdk';
import { useSignal } from '@preact/signals';
import { useLoaded } from '../../data/use-loaded.ts';
import { CopyButton } from '../../parts/copy-button.tsx';
import { Failure } from '../../parts/failure.tsx';
import { Moment } from '../../parts/moment.tsx';
import { useAction } from '../../parts/use-action.ts';
import { type Scope, session } from '../../session/session.ts';
import { UntrustedText } from '../../text/untrusted-text.tsx';

const SCOPES: readonly (readonly [Scope, string])[] = [
  ['score', 'score samples and run batches'],
  ['read', 'read verdicts and results'],
  ['suites', 'save suites and custom scorers'],
  ['admin', 'everything, and keys and settings'],
];

/** The API keys of the project: list, create, rotate, revoke. */
export function ApiKeys() {
  const { assay } = session();
  const created = useSignal<CreatedApiKey | undefined>(undefined);
  const { loaded, reload } = useLoaded('keys', (signal) =>
    assay.keys.list({ limit: 100 }, { signal }),
  );
  const { data, error } = loaded.value;
  const show = (key: CreatedApiKey) => {
    created.value = key;
    reload();
  };
  return (
    <section class="settings-part" aria-labelledby="keys-title">
      <h2 id="keys-title">API keys</h2>
      {created.value !== undefined && <NewKey created={created.value} />}
      <CreateKey onCreated={show} />
      {error !== undefined && <Failure error={error} onRetry={reload} />}
      <ul class="settings-list">
        {(data?.items ?? []).map((key) => (
          <li key={key.id} class="panel settings-row">
            <KeyRow apiKey={key} onRotated={show} onRevoked={reload} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function NewKey({ created: { key, name } }: { created: CreatedApiKey }) {
  return (
    <div class="panel new-key" role="status">
      <p>
        The key of <UntrustedText text={name} />. Copy it now: it is shown this once.
      </p>
      <code class="untrusted">{key}</code>
      <div>
        <CopyButton text={key} />
      </div>
    </div>
  );
}

function CreateKey({ onCreated }: { onCreated(key: CreatedApiKey): void }) {
  const { isBusy, error, run } = useAction();
  const submit = (event: Event & { currentTarget: HTMLFormElement }) => {
    event.preventDefault();
    const form = event.currentTarget;
    const data = new FormData(form);
    const scopes = SCOPES.map(([scope]) => scope).filter((scope) => data.has(scope));
    const expires = String(data.get('expires') ?? '');
    const expiresAt = expires === '' ? undefined : new Date(expires).toISOString();
    void run(async () => {
      const name = String(data.get('name') ?? '').trim();
      const input = { name, scopes, ...(expiresAt !== undefined && { expiresAt }) };
      onCreated(await session().assay.keys.create(input));
      form.reset();
    });
  };
  return (
    <form class="panel settings-form" onSubmit={submit}>
      <label>
        Name
        <input name="name" required maxLength={100} autocomplete="off" />
      </label>
      <fieldset>
        <legend>Scopes</legend>
        {SCOPES.map(([scope, allows]) => (
          <label key={scope} class="check">
            <input type="checkbox" name={scope} defaultChecked={scope === 'read'} />
            <span>
              <code>{scope}</code> <span class="muted">{allows}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <label>
        Expires (optional)
        <input name="expires" type="date" />
      </label>
      <button type="submit" class="button primary" disabled={isBusy}>
        Create a key
      </button>
      {error !== undefined && <Failure error={error} />}
    </form>
  );
}

interface KeyRowProps {
  apiKey: ApiKey;
  onRotated(key: CreatedApiKey): void;
  onRevoked(): void;
}

function KeyRow({ apiKey, onRotated, onRevoked }: KeyRowProps) {
  const { id, name, hint, scopes, createdAt, expiresAt, revokedAt } = apiKey;
  const { isBusy, error, run } = useAction();
  const isAsking = useSignal(false);
  const isOwn = id === session().key.id;
  const { keys } = session().assay;
  return (
    <>
      <div>
        <strong>
          <UntrustedText text={name} />
        </strong>{' '}
        <code>{hint}</code>
        <p class="muted">
          {scopes.join(', ')}, created <Moment at={createdAt} />
          {expiresAt !== null && (
            <>
              , expires <Moment at={expiresAt} />
            </>
          )}
          {revokedAt !== null && ', revoked'}
          {isOwn && ', this session'}
        </p>
      </div>
      {revokedAt === null && (
        <div class="settings-actions">
          <button
            type="button"
            class="button"
            disabled={isBusy}
            onClick={() => void run(async () => onRotated(await keys.rotate(id)))}
          >
            Rotate
          </button>
          {isAsking.value ? (
            <button
              type="button"
              class="button danger"
              disabled={isBusy}
              onClick={() =>
                void run(async () => {
                  await keys.revoke(id);
                  onRevoked();
                })
              }
            >
              Revoke for good
            </button>
          ) : (
            <button type="button" class="button" onClick={() => (isAsking.value = true)}>
              Revoke
            </button>
          )}
        </div>
      )}
      {error !== undefined && <Failure error={error} />}
    </>
  );
}
