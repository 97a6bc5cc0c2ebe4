import { useEffect, useRef } from 'preact/hooks';
import { session, signOut } from '../session/session.ts';
import { type Theme, theme } from './theme.ts';

/** Whose data is shown, what the key may do, and the settings of the tab. */
export function Account() {
  const { key } = session();
  const project = key.project.name ?? key.project.id;
  const select = (event: Event & { currentTarget: HTMLSelectElement }) => {
    const chosen = THEME_NAMES.find(([value]) => value === event.currentTarget.value);
    if (chosen) theme.value = chosen[0];
  };
  const menu = useRef<HTMLDetailsElement>(null);
  useClosing(menu);
  return (
    <details ref={menu} class="account">
      <summary>
        <span class="account-project">{project}</span>
      </summary>
      <div class="panel account-menu">
        <dl>
          <dt>Project</dt>
          <dd>{project}</dd>
          <dt>Key</dt>
          <dd>{key.name ?? 'development key'}</dd>
          <dt>Scopes</dt>
          <dd>{key.scopes.join(', ')}</dd>
          {key.expiresAt !== null && (
            <>
              <dt>Expires</dt>
              <dd>{new Date(key.expiresAt).toLocaleString()}</dd>
            </>
          )}
        </dl>
        <label>
          Theme
          <select value={theme.value} onChange={select}>
            {THEME_NAMES.map(([value, name]) => (
              <option key={value} value={value}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <button type="button" class="button" onClick={() => signOut()}>
          Sign out
        </button>
      </div>
    </details>
  );
}

const THEME_NAMES: readonly (readonly [Theme, string])[] = [
  ['system', 'As the system'],
  ['light', 'Light'],
  ['dark', 'Dark'],
];

/** Closes the menu with Escape, and with a click beside it. */
function useClosing(menu: { current: HTMLDetailsElement | null }): void {
  useEffect(() => {
    const close = (event: Event) => {
      const element = menu.current;
      if (!element?.open) return;
      const isKey = event instanceof KeyboardEvent;
      if (isKey && event.key !== 'Escape') return;
      if (!isKey && event.target instanceof Node && element.contains(event.target)) return;
      element.open = false;
      if (isKey) element.querySelector('summary')?.focus();
    };
    document.addEventListener('click', close);
    document.addEventListener('keydown', close);
    return () => {
      document.removeEventListener('click', close);
      document.removeEventListener('keydown', close);
    };
  }, [menu]);
}
