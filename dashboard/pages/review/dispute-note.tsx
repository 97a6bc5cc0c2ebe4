import type { AssignedQueue, Dispute } from '@assay/sdk';
import { UntrustedText } from '../../text/untrusted-text.tsx';
import { nameOf } from './choices.ts';

/** What reviewers said of an item on which they differ. */
export function DisputeNote({ dispute, queue }: { dispute: Dispute; queue: AssignedQueue }) {
  return (
    <div class="review-suggestion">
      <p>Reviewers differ. Your answer decides.</p>
      <ul class="dispute-answers">
        {dispute.answers.map(({ by, value, comment }) => (
          <li key={by}>
            <UntrustedText text={by} />:{' '}
            <strong>
              <UntrustedText text={nameOf(value, queue.question)} />
            </strong>
            {comment !== null && (
              <>
                {' · '}
                <UntrustedText text={comment} />
              </>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
