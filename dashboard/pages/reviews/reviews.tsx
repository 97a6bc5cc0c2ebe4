import type { AssignedQueue } from '@assay/sdk';
import { useLoaded } from '../../data/use-loaded.ts';
import { Failure } from '../../parts/failure.tsx';
import { pathTo } from '../../router/match.ts';
import { session } from '../../session/session.ts';
import { UntrustedText } from '../../text/untrusted-text.tsx';
import { paceOf } from '../review/pace.ts';
import '../review/review.css';

/** The queues that the key opens. */
export default function Reviews() {
  const { assay, key } = session();
  const { loaded, reload } = useLoaded(key.id, (signal) => assay.reviews.queues({ signal }));
  const { data, error } = loaded.value;
  return (
    <section class="page">
      <h1>Reviews</h1>
      {error !== undefined && <Failure error={error} onRetry={reload} />}
      {data === undefined && error === undefined && <p class="loading">Loading …</p>}
      {data?.items.length === 0 && (
        <p class="muted">This key opens no queue. Ask for one with a queue that is still there.</p>
      )}
      <ul class="queues">
        {data?.items.map((queue) => (
          <QueueCard key={queue.name} queue={queue} />
        ))}
      </ul>
    </section>
  );
}

function QueueCard({ queue }: { queue: AssignedQueue }) {
  const { name, description, question, progress, status } = queue;
  return (
    <li class="panel queue-card">
      <h2>
        <a href={pathTo('reviews', name)}>{name}</a>
      </h2>
      {description !== '' && (
        <p>
          <UntrustedText text={description} />
        </p>
      )}
      <p class="muted">
        <UntrustedText text={question.text} />
      </p>
      <p>
        {status === 'closed' ? 'Closed. ' : ''}
        {paceOf(progress)}
      </p>
    </li>
  );
}
