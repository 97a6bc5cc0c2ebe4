import type { BatchReport, GroupQuery } from '@assay/sdk';
import { useLoaded } from '../../data/use-loaded.ts';
import { Failure } from '../../parts/failure.tsx';
import { count } from '../../parts/numbers.ts';
import { query, setQuery } from '../../router/location.ts';
import { session } from '../../session/session.ts';
import { UntrustedText } from '../../text/untrusted-text.tsx';
import { filterOf } from './filter.ts';

interface GroupsProps {
  batch: BatchReport;
  base: string | undefined;
}

/** What the samples that match have in common; a click narrows them down to one group. */
export function Groups({ batch, base }: GroupsProps) {
  const by = query.value.get('group');
  return by === null ? null : <GroupedBy key={by} by={by} batch={batch} base={base} />;
}

function GroupedBy({ by, batch, base }: GroupsProps & { by: string }) {
  const { sort, ...criteria } = filterOf(query.value, base);
  const asked: GroupQuery = { ...criteria, by };
  const { loaded, reload } = useLoaded(
    `${batch.id} ${batch.endedAt} ${JSON.stringify(asked)}`,
    (signal) => session().assay.batches.groups(batch.id, asked, { signal }),
  );
  const { data, error } = loaded.value;
  if (error !== undefined) return <Failure error={error} onRetry={reload} />;
  if (data === undefined) return <p class="muted">Grouping …</p>;
  if (data.items.length === 0)
    return <p class="muted">No sample that matches belongs to a group.</p>;
  return (
    <ul class="groups" aria-label={`Groups by ${by}`}>
      {data.items.map(({ key, count: size }) => (
        <li key={key}>
          <button
            type="button"
            class="button"
            disabled={key === null}
            onClick={() => setQuery(filterFor(by, key ?? ''))}
          >
            <UntrustedText text={key ?? 'none'} /> <strong>{count(size)}</strong>
          </button>
        </li>
      ))}
    </ul>
  );
}

function filterFor(by: string, key: string): Record<string, string> {
  if (by === 'scorer') return { scorer: key, outcome: 'failed' };
  if (by === 'error') return { errorCode: key };
  if (by === 'status' || by === 'change') return { [by]: key };
  return { metadata: `${by.slice('metadata:'.length)}:${key}` };
}
