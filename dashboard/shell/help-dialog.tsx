import { useEffect, useRef } from 'preact/hooks';
import { activeShortcuts } from './shortcuts.ts';

/** The keys of a grid, which it handles itself while it has the focus. */
const GRID_KEYS: readonly [string, string][] = [
  ['↑ ↓ ← →', 'Move in a table'],
  ['Page Up, Page Down', 'Move by a screen of rows'],
  ['Ctrl + Home, Ctrl + End', 'First, last row'],
  ['Enter', 'Open the row, or sort by the column'],
];

/** Lists the shortcuts of the page. */
export function HelpDialog({ onClose }: { onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const rows = [...activeShortcuts().map(({ key, does }) => [key, does] as const), ...GRID_KEYS];
  return (
    <dialog ref={dialog} class="panel help" onClose={onClose} aria-labelledby="help-title">
      <h2 id="help-title">Keyboard shortcuts</h2>
      <dl>
        {rows.map(([key, does]) => (
          <div key={key + does}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <form method="dialog">
        <button type="submit" class="button">
          Close
        </button>
      </form>
    </dialog>
  );
}
