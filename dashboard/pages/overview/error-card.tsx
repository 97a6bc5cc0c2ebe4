import type { Overview } from '@assay/sdk';
import { count } from '../../parts/numbers.ts';
import { UntrustedText } from '../../text/untrusted-text.tsx';

const MOST_SHOWN = 5;

/** What could not be scored lately, by error code or scorer. */
export function ErrorCard({ errors }: Pick<Overview, 'errors'>) {
  return (
    <section class="panel field">
      <h2>Errors</h2>
      {errors.length === 0 ? (
        <p class="muted">None in the newest batches and requests.</p>
      ) : (
        <ul class="error-counts">
          {errors.slice(0, MOST_SHOWN).map(({ code, scorer, count: size }) => (
            <li key={`${code} ${scorer}`}>
              <strong>{count(size)}</strong> <UntrustedText text={code ?? scorer ?? 'unknown'} />
            </li>
          ))}
          {errors.length > MOST_SHOWN && (
            <li class="muted">and {errors.length - MOST_SHOWN} other kinds</li>
          )}
        </ul>
      )}
    </section>
  );
}
