import type { BatchRow } from '@assay/sdk';
import { useLoaded } from '../../data/use-loaded.ts';
import { Failure } from '../../parts/failure.tsx';
import { query } from '../../router/location.ts';
import { pathTo } from '../../router/match.ts';
import { session } from '../../session/session.ts';
import { WordDiff } from '../../text/lazy-word-diff.ts';
import { UntrustedText } from '../../text/untrusted-text.tsx';
import { outputOf } from '../sample/output-of.ts';
import { changeOf, comparedList } from './compared-list.ts';

interface ComparedOutputsProps {
  batch: string;
  base: string;
  /** The first that is listed if undefined. */
  index: number | undefined;
}

/** Both outputs of a sample as one text, with the words that changed. */
export function ComparedOutputs({ batch, base, index }: ComparedOutputsProps) {
  const scorer = query.value.get('scorer') ?? undefined;
  const { list } = comparedList(batch, base, scorer, changeOf(query.value));
  const rows = list.items.value;
  const row = index === undefined ? rows[0] : rows.find((each) => each.index === index);
  return row ? <Outputs key={row.index} batch={batch} base={base} row={row} /> : null;
}

function Outputs({ batch, base, row }: { batch: string; base: string; row: BatchRow }) {
  const { index, sampleId } = row;
  const other = row.base?.index;
  const { loaded } = useLoaded(`${batch} ${base} ${index} ${other}`, (signal) => {
    const { batches } = session().assay;
    return Promise.all([
      batches.result(batch, index, { signal }),
      other === undefined ? undefined : batches.result(base, other, { signal }),
    ]);
  });
  const { data, error } = loaded.value;
  return (
    <section class="panel field" aria-live="polite">
      <h2>
        <UntrustedText text={sampleId ?? `#${index}`} />
      </h2>
      {error !== undefined && <Failure error={error} />}
      {data && (
        <>
          <p class="muted">
            <UntrustedText text={data[0].sample?.input ?? ''} />
          </p>
          {data[1] ? (
            <WordDiff before={outputOf(data[1])} after={outputOf(data[0])} />
          ) : (
            <p>
              <UntrustedText text={outputOf(data[0])} />
            </p>
          )}
        </>
      )}
      <p>
        <a href={`${pathTo('batches', batch, 'samples', index)}?${new URLSearchParams({ base })}`}>
          Open the sample
        </a>
      </p>
    </section>
  );
}
