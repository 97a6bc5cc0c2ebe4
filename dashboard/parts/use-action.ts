import { useSignal } from '@preact/signals';
import { endSessionIfRefused } from '../data/use-loaded.ts';

/** Something that a button does, whether it is being done, and why it failed. */
export function useAction(): {
  isBusy: boolean;
  error: unknown;
  run(work: () => Promise<void>): Promise<void>;
} {
  const state = useSignal<{ isBusy: boolean; error: unknown }>({ isBusy: false, error: undefined });
  return {
    ...state.value,
    async run(work) {
      if (state.peek().isBusy) return;
      state.value = { isBusy: true, error: undefined };
      try {
        await work();
        state.value = { isBusy: false, error: undefined };
      } catch (error) {
        endSessionIfRefused(error);
        state.value = { isBusy: false, error };
      }
    },
  };
}
