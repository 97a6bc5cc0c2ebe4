import type { Batch } from '@assay/sdk';
import { useLoaded } from '../../data/use-loaded.ts';
import { percent } from '../../parts/numbers.ts';
import { query, setQuery } from '../../router/location.ts';
import { session } from '../../session/session.ts';
import { passRate } from '../overview/predecessor.ts';

const MOST_CHOICES = 100;

interface BaselineSelectProps {
  batch: Batch;
  base: string | undefined;
}

/** Chooses the batch to compare with; the predecessor is chosen by itself. */
export function BaselineSelect({ batch, base }: BaselineSelectProps) {
  const { loaded } = useLoaded(batch.id, (signal) =>
    session().assay.batches.list({ status: 'completed', limit: MOST_CHOICES }, { signal }),
  );
  const others = (loaded.value.data?.items ?? []).filter(({ id }) => id !== batch.id);
  const isKin = ({ suite, tags }: Batch) =>
    batch.suite ? suite?.name === batch.suite.name : tags.some((tag) => batch.tags.includes(tag));
  const chosen = query.value.get('base') ?? base ?? 'none';
  const isListed = chosen === 'none' || others.some(({ id }) => id === chosen);
  return (
    <label class="baseline">
      Baseline
      <select
        value={chosen}
        onChange={(event) => setQuery({ base: event.currentTarget.value }, { replace: true })}
      >
        <option value="none">none</option>
        {!isListed && <option value={chosen}>{chosen}</option>}
        <Choices title="Same suite or tag" batches={others.filter(isKin)} />
        <Choices title="Others" batches={others.filter((other) => !isKin(other))} />
      </select>
    </label>
  );
}

function Choices({ title, batches }: { title: string; batches: readonly Batch[] }) {
  if (batches.length === 0) return null;
  return (
    <optgroup label={title}>
      {batches.map((each) => (
        <option key={each.id} value={each.id}>
          {describe(each)}
        </option>
      ))}
    </optgroup>
  );
}

function describe(batch: Batch): string {
  const rate = passRate(batch);
  const name =
    batch.tags.join(', ') ||
    (batch.suite ? `${batch.suite.name}@${batch.suite.version}` : batch.id);
  const at = new Date(batch.createdAt).toLocaleString(undefined, {
    dateStyle: 'medium',
    timeStyle: 'short',
  });
  return [name, rate === undefined ? 'not decided' : percent(rate), at].join(' · ');
}
