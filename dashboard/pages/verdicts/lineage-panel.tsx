import type { ScoreLineage, VerdictLineage } from '@assay/sdk';
import { useSignal } from '@preact/signals';
import { useLoaded } from '../../data/use-loaded.ts';
import { Failure } from '../../parts/failure.tsx';
import { RawJson } from '../../parts/raw-json.tsx';
import { session } from '../../session/session.ts';
import { UntrustedText } from '../../text/untrusted-text.tsx';

/** How a verdict came about, loaded when it is opened. */
export function LineagePanel({ id }: { id: string }) {
  const isOpen = useSignal(false);
  return (
    <details onToggle={({ currentTarget }) => (isOpen.value = currentTarget.open)}>
      <summary>Lineage</summary>
      {isOpen.value && <Lineage id={id} />}
    </details>
  );
}

function Lineage({ id }: { id: string }) {
  const { assay } = session();
  const { loaded, reload } = useLoaded(id, (signal) => assay.verdicts.lineage(id, { signal }));
  const { data, error } = loaded.value;
  if (error !== undefined) return <Failure error={error} onRetry={reload} />;
  if (data === undefined) return <p class="loading">Loading …</p>;
  return <Facts lineage={data} />;
}

function Facts({ lineage }: { lineage: VerdictLineage }) {
  const { sample, batch, release, requestId, traceparent, generator, scores } = lineage;
  return (
    <dl class="fact-list">
      <dt>Sample</dt>
      <dd>
        <code>{sample.hash}</code>
        {!sample.isKept && ' (not kept as judged)'}
      </dd>
      {batch !== null && (
        <>
          <dt>Batch</dt>
          <dd>
            <a href={`/batches/${batch.id}/samples/${batch.index}`}>{`sample ${batch.index}`}</a> of{' '}
            <a href={`/batches/${batch.id}`}>{batch.id}</a>
            {batch.dataset !== null && (
              <>
                {', from '}
                <UntrustedText text={`${batch.dataset.name}@${batch.dataset.version}`} />
              </>
            )}
          </dd>
          <dt>Log</dt>
          <dd>{batch.results === null ? 'not in the log yet' : <code>{batch.results}</code>}</dd>
        </>
      )}
      {generator !== null && (
        <>
          <dt>Written by</dt>
          <dd>
            <UntrustedText text={generator} />
          </dd>
        </>
      )}
      <dt>Request</dt>
      <dd>
        <code>{requestId}</code>
      </dd>
      {traceparent !== null && (
        <>
          <dt>Trace</dt>
          <dd>
            <code>{traceparent}</code>
          </dd>
        </>
      )}
      <dt>Release</dt>
      <dd>{release}</dd>
      {scores.map((score) => (
        <Definition key={score.name} score={score} />
      ))}
    </dl>
  );
}

function Definition({ score }: { score: ScoreLineage }) {
  const models = score.models.map(
    ({ model, modelVersion }) => `${model}${modelVersion === null ? '' : ` (${modelVersion})`}`,
  );
  return (
    <>
      <dt>
        <UntrustedText text={score.name} />
      </dt>
      <dd>
        <code>{`${score.scorer}@${score.version}`}</code> <code>{score.fingerprint}</code>
        {models.length > 0 && (
          <>
            {' '}
            asked <UntrustedText text={[...new Set(models)].join(', ')} />
          </>
        )}
        {score.definition === null ? (
          <span class="muted"> definition not kept</span>
        ) : (
          <>
            {score.definitionProof === 'altered' && (
              <strong>
                {' '}
                The stored definition was altered: it does not have this fingerprint.
              </strong>
            )}
            <RawJson title="Definition" value={score.definition} />
          </>
        )}
      </dd>
    </>
  );
}
