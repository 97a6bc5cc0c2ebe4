import type { Batch, CustomScorerInput } from '@assay/sdk';
import { useSignal } from '@preact/signals';
import { useLoaded } from '../../data/use-loaded.ts';
import { Failure } from '../../parts/failure.tsx';
import { useAction } from '../../parts/use-action.ts';
import { may, session } from '../../session/session.ts';
import { type Chosen, chosen, draft, outcome, sampleOf } from './draft.ts';

const BASES: readonly CustomScorerInput['base'][] = [
  'rubric',
  'checklist',
  'classify',
  'pairwise',
  'javascript',
];

/** Keeps what was tried: the sample in an open batch, a scorer under a name. */
export function SavePanel() {
  return (
    <details>
      <summary>Save</summary>
      <div class="save">
        {may('read') && <SaveSample />}
        {may('suites') &&
          chosen.value.filter(isSavable).map((each) => <SaveScorer key={each.id} scorer={each} />)}
      </div>
    </details>
  );
}

function isSavable({ id }: Chosen): boolean {
  return BASES.some((base) => base === id);
}

function SaveSample() {
  const { assay } = session();
  const { loaded } = useLoaded('open', (signal) =>
    assay.batches.list({ status: 'open', limit: 50 }, { signal }),
  );
  const open = loaded.value.data?.items ?? [];
  const { isBusy, error, run } = useAction();
  const added = useSignal('');
  if (open.length === 0) {
    return <p class="muted">There is no open batch to add the sample to.</p>;
  }
  const submit = (event: Event & { currentTarget: HTMLFormElement }) => {
    event.preventDefault();
    const id = String(new FormData(event.currentTarget).get('batch'));
    void run(async () => {
      await assay.batches.append(id, [sampleOf(draft.value)]);
      added.value = id;
    });
  };
  return (
    <form onSubmit={submit} class="save-form">
      <label class="param">
        Add the sample to an open batch
        <select name="batch">
          {open.map((batch) => (
            <option key={batch.id} value={batch.id}>
              {nameOf(batch)}
            </option>
          ))}
        </select>
      </label>
      <button type="submit" class="button" disabled={isBusy}>
        Add
      </button>
      <p role="status">{added.value !== '' && 'Added.'}</p>
      {error !== undefined && <Failure error={error} />}
    </form>
  );
}

function nameOf({ id, suite, tags }: Batch): string {
  return [suite === null ? '' : `${suite.name}@${suite.version}`, tags.join(', '), id]
    .filter(Boolean)
    .join(' · ');
}

/** Offered once the scorer was tried: a definition that cannot run is not worth a name. */
function SaveScorer({ scorer: { id, params } }: { scorer: Chosen }) {
  const { isBusy, error, run } = useAction();
  const saved = useSignal('');
  const isTried = outcome.value?.scores.some(
    ({ scorer, status }) => scorer === id && status !== 'error',
  );
  const base = BASES.find((each) => each === id);
  if (base === undefined) return null;
  if (!isTried) return <p class="muted">Score the sample with {id} first, then save it.</p>;
  const submit = (event: Event & { currentTarget: HTMLFormElement }) => {
    event.preventDefault();
    const name = String(new FormData(event.currentTarget).get('name') ?? '').trim();
    void run(async () => {
      // The form is made from the schema of the base; the API holds the parameters to it.
      const input = { name, base, params } as CustomScorerInput;
      const made = await session().assay.scorers.create(input);
      saved.value = `${made.name}@${made.version}`;
    });
  };
  return (
    <form onSubmit={submit} class="save-form">
      <label class="param">
        Save this {id} as a scorer of your own
        <input name="name" required placeholder="polite-tone" autocomplete="off" />
      </label>
      <button type="submit" class="button" disabled={isBusy}>
        Save
      </button>
      <p role="status">{saved.value !== '' && `Saved as ${saved.value}.`}</p>
      {error !== undefined && <Failure error={error} />}
    </form>
  );
}
