import type { Overview } from '@assay/sdk';
import { pathTo } from '../../router/match.ts';
import { UntrustedText } from '../../text/untrusted-text.tsx';

/** What somebody should look at, with the batch it is about. */
export function AttentionList({ attention }: Pick<Overview, 'attention'>) {
  if (attention.length === 0) return null;
  return (
    <section class="panel attention" aria-labelledby="attention-title">
      <h2 id="attention-title">Needs attention</h2>
      <ul>
        {attention.map(({ kind, message, batch }) => (
          <li key={`${kind} ${batch} ${message}`}>
            <span aria-hidden="true">!</span>
            <span>
              <UntrustedText text={message} />{' '}
              {batch !== null && <a href={pathTo('batches', batch)}>Open the batch</a>}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
