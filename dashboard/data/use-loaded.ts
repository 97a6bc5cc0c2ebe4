import { AuthenticationError } from '@assay/sdk';
import { type ReadonlySignal, useSignal } from '@preact/signals';
import { useCallback, useEffect } from 'preact/hooks';
import { signOut } from '../session/session.ts';

/** What was asked of the API: while it is asked anew, what there was stays. */
export interface Loaded<Data> {
  data: Data | undefined;
  error: unknown;
  isLoading: boolean;
}

interface Loading<Data> {
  loaded: ReadonlySignal<Loaded<Data>>;
  reload(): void;
}

/**
 * Loads data when a component is shown, and again when its key changes.
 *
 * @param key names what is loaded; what another key had is dropped
 */
export function useLoaded<Data>(
  key: string,
  load: (signal: AbortSignal) => PromiseLike<Data>,
): Loading<Data> {
  const state = useSignal<Loaded<Data> & { key: string }>({ key, ...NOTHING });
  const turn = useSignal(0);
  useEffect(() => {
    const aborter = new AbortController();
    const before = state.peek();
    const data = before.key === key ? before.data : undefined;
    state.value = { key, data, error: undefined, isLoading: true };
    load(aborter.signal).then(
      (loaded) => {
        if (!aborter.signal.aborted)
          state.value = { key, data: loaded, error: undefined, isLoading: false };
      },
      (error: unknown) => {
        if (aborter.signal.aborted) return;
        endSessionIfRefused(error);
        state.value = { key, data, error, isLoading: false };
      },
    );
    return () => aborter.abort();
  }, [key, turn.value]);
  const reload = useCallback(() => {
    turn.value += 1;
  }, [turn]);
  return { loaded: state, reload };
}

const NOTHING = { data: undefined, error: undefined, isLoading: true };

/** A key that was revoked or has expired has no pages left. */
export function endSessionIfRefused(error: unknown): void {
  if (error instanceof AuthenticationError) signOut(error.message);
}
