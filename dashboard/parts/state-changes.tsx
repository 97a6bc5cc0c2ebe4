import type { StateChange } from '../data/state-changes.ts';
import { UntrustedText } from '../text/untrusted-text.tsx';
import './state-changes.css';

interface StateChangesProps {
  changes: readonly StateChange[];
  /** Names the table where a page has several. */
  label?: string;
}

/** Fields that differ between two states, before and after. */
export function StateChanges({ changes, label = 'What changed' }: StateChangesProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard.
    <section class="panel state-changes" tabIndex={0} aria-label={label}>
      <table>
        <thead>
          <tr>
            <th scope="col">Field</th>
            <th scope="col">Before</th>
            <th scope="col">After</th>
          </tr>
        </thead>
        <tbody>
          {changes.map((change) => (
            <tr key={change.pointer}>
              <th scope="row">
                <UntrustedText text={change.pointer} />
              </th>
              <td>
                {change.before !== null && (
                  <del>
                    <UntrustedText text={change.before} />
                  </del>
                )}
              </td>
              <td>
                {change.after !== null && (
                  <ins>
                    <UntrustedText text={change.after} />
                  </ins>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
