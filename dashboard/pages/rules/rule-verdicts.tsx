import { useLoaded } from '../../data/use-loaded.ts';
import { Failure } from '../../parts/failure.tsx';
import { Moment } from '../../parts/moment.tsx';
import { VerdictOutcome } from '../../parts/verdict-outcome.tsx';
import { pathTo } from '../../router/match.ts';
import { session } from '../../session/session.ts';
import { UntrustedText } from '../../text/untrusted-text.tsx';

const SHOWN = 20;

/** The verdicts that landed last, each with the trace that it is of. */
export function RuleVerdicts({ name }: { name: string }) {
  const { assay } = session();
  const { loaded, reload } = useLoaded(name, (signal) =>
    assay.rules.verdicts(name, { limit: SHOWN }, { signal }),
  );
  const { data, error } = loaded.value;
  const verdicts = (data?.items ?? []).toReversed();
  return (
    <section class="panel rule-version" aria-labelledby="verdicts">
      <h2 id="verdicts">Newest verdicts</h2>
      {error !== undefined && <Failure error={error} onRetry={reload} />}
      {data !== undefined && verdicts.length === 0 && (
        <p class="muted">No trace has been scored by it in the last seven days.</p>
      )}
      <ol class="rule-verdicts">
        {verdicts.map(({ id, passed, createdAt, metadata }) => (
          <li key={id}>
            <VerdictOutcome passed={passed} />{' '}
            <a href={pathTo('verdicts', id)}>
              <Moment at={createdAt} /> <code>{id}</code>
            </a>{' '}
            <span class="muted">
              trace <UntrustedText text={String(metadata.traceId ?? '')} />
            </span>
          </li>
        ))}
      </ol>
      {verdicts.length > 0 && (
        <p>
          <a href={`/verdicts?tag=${encodeURIComponent(`rule:${name}`)}`}>All its verdicts</a>
        </p>
      )}
    </section>
  );
}
