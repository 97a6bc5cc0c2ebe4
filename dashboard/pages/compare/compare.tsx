import type { BatchReport } from '@assay/sdk';
import { useLoaded } from '../../data/use-loaded.ts';
import { Failure } from '../../parts/failure.tsx';
import { query, setQuery } from '../../router/location.ts';
import { pathTo } from '../../router/match.ts';
import { useTitle } from '../../router/use-title.ts';
import { session } from '../../session/session.ts';
import { UntrustedText } from '../../text/untrusted-text.tsx';
import { answerOf } from '../batch/answer.ts';
import { CorrectedLine } from '../batch/corrected-row.tsx';
import { nameOf } from '../overview/batch-columns.tsx';
import { ChangeTabs } from './change-tabs.tsx';
import { ComparedOutputs } from './compared-outputs.tsx';
import { ComparedRows } from './compared-rows.tsx';
import { Plot } from './plot.tsx';
import './compare.css';

/** Two batches, sample by sample. */
export default function ComparePage({ parameters }: { parameters: Record<string, string> }) {
  const { id = '', base = '' } = parameters;
  useTitle('Compare');
  const { loaded, reload } = useLoaded(`${id} ${base}`, async (signal) => {
    const { batches } = session().assay;
    const options = { signal };
    const [batch, other, comparison] = await Promise.all([
      batches.get(id, options),
      batches.get(base, options),
      batches.compare(id, base, {}, options),
    ]);
    return { batch, other, comparison };
  });
  const { data, error } = loaded.value;
  if (error !== undefined) {
    return (
      <section class="page">
        <h1>Compare</h1>
        <Failure error={error} onRetry={reload} />
      </section>
    );
  }
  if (data === undefined) return <p class="loading">Comparing …</p>;
  const { batch, other, comparison } = data;
  const names = comparison.scorers.map(({ name }) => name).filter((name) => name !== 'verdict');
  const scorer = query.value.get('scorer') ?? undefined;
  const answer = answerOf(comparison, scorer);
  const corrected = comparison.scorers.find(({ name }) => name === scorer)?.corrected;
  const sample = query.value.get('sample');
  return (
    <section class="page compare">
      <header>
        <h1>Compare</h1>
        <p class="compared">
          <BatchLink batch={batch} /> <span class="muted">against the baseline</span>{' '}
          <BatchLink batch={other} />
        </p>
      </header>
      <div class={`panel answer ${answer.kind}`}>
        <div>
          <p class="answer-headline">{answer.headline}</p>
          <p>{answer.detail}</p>
          {corrected && <CorrectedLine difference={corrected.difference} />}
          {comparison.changed > 0 && (
            <p class="muted">
              {comparison.changed} pairs have another input or expected answer than in the baseline.
            </p>
          )}
        </div>
        <label class="baseline">
          Score
          <select
            value={scorer ?? ''}
            onChange={(event) =>
              setQuery({ scorer: event.currentTarget.value, box: undefined, sample: undefined })
            }
          >
            <option value="">verdict</option>
            {names.map((name) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
        </label>
      </div>
      <ChangeTabs batch={id} base={base} scorer={scorer} />
      <div class="compare-columns">
        <ComparedRows batch={batch} base={base} scorer={scorer} />
        <div class="compare-side">
          <ComparedOutputs
            batch={id}
            base={base}
            index={sample === null ? undefined : Number(sample)}
          />
          <Plot batch={batch} base={base} scorer={scorer} />
        </div>
      </div>
    </section>
  );
}

function BatchLink({ batch }: { batch: BatchReport }) {
  return (
    <a href={pathTo('batches', batch.id)}>
      {nameOf(batch)}
      {batch.tags.length > 0 && (
        <>
          {' · '}
          <UntrustedText text={batch.tags.join(', ')} />
        </>
      )}
    </a>
  );
}
