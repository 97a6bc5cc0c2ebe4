import type { RowCriteria } from '@assay/sdk';
import { useLoaded } from '../../data/use-loaded.ts';
import { Failure } from '../../parts/failure.tsx';
import { count } from '../../parts/numbers.ts';
import { query, setQuery } from '../../router/location.ts';
import { session } from '../../session/session.ts';
import { CHANGES, changeOf } from './compared-list.ts';

interface ChangeTabsProps {
  batch: string;
  base: string;
  scorer: string | undefined;
}

/** How many samples changed in which way; one way at a time is shown. */
export function ChangeTabs({ batch, base, scorer }: ChangeTabsProps) {
  const criteria: RowCriteria = { base, ...(scorer === undefined ? {} : { scorer }) };
  const { loaded } = useLoaded(`${batch} ${base} ${scorer}`, (signal) =>
    session().assay.batches.groups(batch, { ...criteria, by: 'change' }, { signal }),
  );
  const { data, error } = loaded.value;
  if (error !== undefined) return <Failure error={error} />;
  const sizes = new Map(data?.items.map((group) => [group.key, group.count]));
  const shown = changeOf(query.value);
  return (
    <fieldset class="segments">
      <legend class="visually-hidden">Show</legend>
      {CHANGES.map((change) => (
        <button
          key={change}
          type="button"
          aria-pressed={shown === change}
          onClick={() => setQuery({ change, box: undefined, sample: undefined })}
        >
          {change} {data && <strong>{count(sizes.get(change) ?? 0)}</strong>}
        </button>
      ))}
    </fieldset>
  );
}
