import type { BatchItem } from '@assay/sdk';
import { useLoaded } from '../../data/use-loaded.ts';
import { Failure } from '../../parts/failure.tsx';
import { change } from '../../parts/numbers.ts';
import { Outcome } from '../../parts/outcome.tsx';
import { query } from '../../router/location.ts';
import { session } from '../../session/session.ts';
import { WordDiff } from '../../text/lazy-word-diff.ts';
import { outputOf } from './output-of.ts';
import { useNeighbours } from './use-neighbours.ts';

interface BaseOutputProps {
  batch: string;
  base: string;
  item: BatchItem;
}

/** What the baseline answered to the same sample, and what is different now. */
export function BaseOutput({ batch, base, item }: BaseOutputProps) {
  const { row } = useNeighbours(batch, item.index, base);
  const index = row?.base?.index;
  const { loaded } = useLoaded(`${base} ${index}`, async (signal) =>
    index === undefined ? undefined : session().assay.batches.result(base, index, { signal }),
  );
  const { data: before, error } = loaded.value;
  if (error !== undefined) return <Failure error={error} />;
  if (!before || !row?.base) return null;
  const { difference, change: name } = row.base;
  const ofScore = query.value.get('scorer') ?? 'verdict';
  return (
    <section class="panel field">
      <h2>Output against the baseline</h2>
      <p class="facts">
        <Outcome kind={before.status}>{`${before.status} in the baseline`}</Outcome>
        {name !== null && <span>{name}</span>}
        {difference !== null && (
          <span>
            {ofScore} {change(difference)}
          </span>
        )}
      </p>
      <WordDiff before={outputOf(before)} after={outputOf(item)} />
    </section>
  );
}
