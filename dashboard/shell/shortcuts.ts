import { useEffect } from 'preact/hooks';

/** What a key does, as the help says it. */
export interface Shortcut {
  /** `KeyboardEvent.key`. */
  key: string;
  does: string;
  run(): void;
}

const active = new Set<readonly Shortcut[]>();

/** The shortcuts of the page that is shown, for the help. */
export function activeShortcuts(): Shortcut[] {
  return [...active].flat();
}

/** Offers shortcuts while a component is shown. */
export function useShortcuts(shortcuts: readonly Shortcut[]): void {
  useEffect(() => {
    active.add(shortcuts);
    return () => {
      active.delete(shortcuts);
    };
  });
}

/** Runs shortcuts, except where a key is text. */
export function startShortcuts(): void {
  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey) return;
    if (isTyping(event.target) || document.querySelector('dialog[open]') !== null) return;
    // The last that was added is the most specific.
    const shortcut = activeShortcuts().findLast(({ key }) => key === event.key);
    if (shortcut === undefined) return;
    event.preventDefault();
    shortcut.run();
  });
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.matches('input:not([type=checkbox]), textarea, select');
}
