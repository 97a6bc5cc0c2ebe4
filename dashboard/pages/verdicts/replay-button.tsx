import type { Replay } from '@assay/sdk';
import { useSignal } from '@preact/signals';
import { Failure } from '../../parts/failure.tsx';
import { Outcome } from '../../parts/outcome.tsx';
import { session } from '../../session/session.ts';
import { UntrustedText } from '../../text/untrusted-text.tsx';

type State =
  | { status: 'idle' | 'busy' }
  | { status: 'done'; replay: Replay }
  | { status: 'failed'; error: unknown };

/** Scores the sample again by the same definitions, and shows every difference. */
export function ReplayButton({ id }: { id: string }) {
  const state = useSignal<State>({ status: 'idle' });
  const run = async () => {
    state.value = { status: 'busy' };
    try {
      state.value = { status: 'done', replay: await session().assay.verdicts.replay(id) };
    } catch (error) {
      state.value = { status: 'failed', error };
    }
  };
  const shown = state.value;
  return (
    <>
      <button
        type="button"
        class="button"
        disabled={shown.status === 'busy'}
        onClick={() => void run()}
      >
        {shown.status === 'busy' ? 'Scoring again …' : 'Score again'}
      </button>
      <div role="status">
        {shown.status === 'done' && <Result replay={shown.replay} />}
        {shown.status === 'failed' && <Failure error={shown.error} />}
      </div>
    </>
  );
}

function Result({ replay: { isEqual, differences, changes } }: { replay: Replay }) {
  if (isEqual) return <Outcome kind="passed">the same to the bit</Outcome>;
  return (
    <ul>
      {changes.map(({ name, message }) => (
        <li key={name}>
          <Outcome kind="undecided">{message}</Outcome>
        </li>
      ))}
      {differences.map(({ pointer, before, after }) => (
        <li key={pointer}>
          <code>{pointer}</code>{' '}
          <UntrustedText text={`${JSON.stringify(before)} → ${JSON.stringify(after)}`} />
        </li>
      ))}
    </ul>
  );
}
