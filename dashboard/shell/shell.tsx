import { useSignal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { navigate, path } from '../router/location.ts';
import { ShownPage } from '../router/shown-page.tsx';
import { Account } from './account.tsx';
import { HelpDialog } from './help-dialog.tsx';
import { Navigation } from './navigation.tsx';
import { useShortcuts } from './shortcuts.ts';
import './shell.css';

/** What surrounds every page: navigation, account and help. */
export function Shell() {
  const isHelpOpen = useSignal(false);
  const main = useRef<HTMLElement>(null);
  useFocusOnNewPage(main);
  const shortcuts = useMemo(
    () => [
      { key: '?', does: 'Show the shortcuts', run: () => (isHelpOpen.value = true) },
      { key: 'o', does: 'Go to the overview', run: () => navigate('/') },
    ],
    [isHelpOpen],
  );
  useShortcuts(shortcuts);
  return (
    <div class="shell">
      <a class="skip-link" href="#main">
        Skip to the content
      </a>
      <header class="shell-header">
        <a class="wordmark" href="/">
          Assay
        </a>
        <button
          type="button"
          class="button quiet help-button"
          aria-label="Keyboard shortcuts"
          title="Keyboard shortcuts (?)"
          onClick={() => (isHelpOpen.value = true)}
        >
          ?
        </button>
        <Account />
      </header>
      <Navigation />
      <main id="main" ref={main} tabIndex={-1}>
        <ShownPage />
      </main>
      {isHelpOpen.value && <HelpDialog onClose={() => (isHelpOpen.value = false)} />}
    </div>
  );
}

/** A screen reader has to hear of a new page as it would of a new document. */
function useFocusOnNewPage(main: { current: HTMLElement | null }): void {
  const first = useRef(path.value);
  const shown = path.value;
  useEffect(() => {
    if (shown === first.current) return;
    first.current = '';
    main.current?.focus({ preventScroll: true });
  }, [shown, main]);
}
