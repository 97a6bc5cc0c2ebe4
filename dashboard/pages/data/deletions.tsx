import type { Deletion, DeletionInput } from '@assay/sdk';
import { useSignal } from '@preact/signals';
import { erasedText } from '../../../sdk/erased-text.ts';
import { useLoaded } from '../../data/use-loaded.ts';
import { Failure } from '../../parts/failure.tsx';
import { Moment } from '../../parts/moment.tsx';
import { counted } from '../../parts/numbers.ts';
import { Outcome } from '../../parts/outcome.tsx';
import { saveFile } from '../../parts/save-file.ts';
import { useAction } from '../../parts/use-action.ts';
import { session } from '../../session/session.ts';
import { UntrustedText } from '../../text/untrusted-text.tsx';

const SHOWN = 20;

/** Deletes verdicts or everything of a user, and lists what was deleted with its signed reports. */
export function Deletions() {
  const { assay } = session();
  const { loaded, reload } = useLoaded('deletions', (signal) =>
    assay.deletions.list({ limit: SHOWN }, { signal }),
  );
  const { data, error } = loaded.value;
  return (
    <section class="settings-part" aria-labelledby="deletions-title">
      <h2 id="deletions-title">Deletion</h2>
      <Begin onBegun={reload} />
      {error !== undefined && <Failure error={error} onRetry={reload} />}
      <ul class="settings-list" aria-label="Deletions, newest first">
        {(data?.items ?? []).map((deletion) => (
          <li key={deletion.id} class="panel settings-row">
            <DeletionRow deletion={deletion} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Begin({ onBegun }: { onBegun(): void }) {
  const { isBusy, error, run } = useAction();
  const asked = useSignal<DeletionInput | undefined>(undefined);
  const submit = (event: Event & { currentTarget: HTMLFormElement }) => {
    event.preventDefault();
    asked.value = inputIn(new FormData(event.currentTarget));
  };
  const begin = (input: DeletionInput) =>
    void run(async () => {
      const { id, status } = await session().assay.deletions.create(input);
      asked.value = undefined;
      onBegun();
      if (status === 'running') await session().assay.deletions.wait(id);
      onBegun();
    });
  return (
    <form class="panel settings-form" onSubmit={submit}>
      <p>Everything with one value of metadata, such as a user id, or single verdicts.</p>
      <label>
        Key of the metadata
        <input name="key" autocomplete="off" placeholder="user" />
      </label>
      <label>
        Its value
        <input name="value" autocomplete="off" placeholder="u-17" />
      </label>
      <label>
        Or ids of verdicts, one per line
        <textarea name="verdicts" rows={2} placeholder="ver_…" />
      </label>
      {asked.value === undefined ? (
        <button type="submit" class="button primary" disabled={isBusy}>
          Delete …
        </button>
      ) : (
        <div class="settings-actions" role="status">
          <button
            type="button"
            class="button danger"
            disabled={isBusy}
            onClick={() => asked.value !== undefined && begin(asked.value)}
          >
            Delete {described(asked.value)} for good
          </button>
          <button type="button" class="button" onClick={() => (asked.value = undefined)}>
            Cancel
          </button>
        </div>
      )}
      {error !== undefined && <Failure error={error} />}
    </form>
  );
}

function inputIn(data: FormData): DeletionInput | undefined {
  const textOf = (name: string) => String(data.get(name) ?? '').trim();
  const verdictIds = textOf('verdicts')
    .split(/\s+/)
    .filter((id) => id !== '');
  if (verdictIds.length > 0) return { verdictIds };
  const [key, value] = [textOf('key'), textOf('value')];
  return key === '' || value === '' ? undefined : { metadata: { key, value } };
}

function described({ verdictIds, metadata }: DeletionInput): string {
  if (verdictIds !== undefined) {
    return counted(verdictIds.length, 'verdict');
  }
  return `all of “${metadata?.key}: ${metadata?.value}”`;
}

function DeletionRow({ deletion }: { deletion: Deletion }) {
  const { id, status, createdAt, erased, step, report } = deletion;
  const save = () =>
    saveFile(new Blob([JSON.stringify(report)], { type: 'application/json' }), `${id}.json`);
  const found = erasedText(erased);
  return (
    <>
      <div>
        <strong>
          <Target target={deletion.target} />
        </strong>{' '}
        <Outcome kind={status === 'completed' ? 'passed' : 'pending'}>{status}</Outcome>
        <p class="muted">
          <code>{id}</code>, <Moment at={createdAt} />:{' '}
          {found === 'nothing' ? 'nothing was found' : found}
          {step !== null && `; now ${step}`}
        </p>
      </div>
      {report !== null && (
        <button type="button" class="button" onClick={save}>
          Save the signed report
        </button>
      )}
    </>
  );
}

function Target({ target }: { target: Deletion['target'] }) {
  if (target.kind === 'verdicts') return <>{counted(target.verdictIds.length, 'verdict')} by id</>;
  if (target.kind === 'project') return <>the project</>;
  return (
    <>
      one value of <UntrustedText text={target.key} />
    </>
  );
}
