import { useSignal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { useEffect } from 'preact/hooks';
import { Failure } from './failure.tsx';

/** A component whose code is loaded when it is shown first. @param load as in `() => import('…')` */
export function lazily<Props extends object>(
  load: () => Promise<{ default: ComponentType<Props> }>,
): ComponentType<Props> {
  return function Lazily(props: Props) {
    const state = useSignal<{ Shown?: ComponentType<Props>; error?: unknown }>({});
    useEffect(() => {
      load().then(
        ({ default: Shown }) => {
          state.value = { Shown };
        },
        (error: unknown) => {
          state.value = { error };
        },
      );
    }, [state]);
    const { Shown, error } = state.value;
    if (error !== undefined) return <Failure error={error} />;
    return Shown ? <Shown {...props} /> : <p class="muted">Loading …</p>;
  };
}
