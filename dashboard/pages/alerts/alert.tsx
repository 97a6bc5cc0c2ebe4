import { useLoaded } from '../../data/use-loaded.ts';
import { Failure } from '../../parts/failure.tsx';
import { Moment } from '../../parts/moment.tsx';
import { RawJson } from '../../parts/raw-json.tsx';
import { session } from '../../session/session.ts';
import { UntrustedText } from '../../text/untrusted-text.tsx';
import { Deliveries } from './deliveries.tsx';
import { Severity } from './severity.tsx';
import './alerts.css';

/** One alert, with what was sent of it. */
export default function AlertPage({ parameters }: { parameters: Record<string, string> }) {
  const id = parameters.id ?? '';
  const { assay } = session();
  const { loaded, reload } = useLoaded(id, (signal) => assay.alerts.get(id, { signal }));
  const { data, error } = loaded.value;
  return (
    <section class="page">
      <h1>Alert</h1>
      {error !== undefined && <Failure error={error} onRetry={reload} />}
      {data === undefined && error === undefined && <p class="loading">Loading …</p>}
      {data !== undefined && (
        <>
          <h2>
            <Severity alert={data} /> <UntrustedText text={data.title} />
          </h2>
          <p>
            <UntrustedText text={data.summary} />
          </p>
          <p class="muted">
            <UntrustedText text={data.source} />, opened <Moment at={data.openedAt} />, raised last{' '}
            <Moment at={data.raisedAt} />
            {data.resolvedAt !== null && (
              <>
                , over <Moment at={data.resolvedAt} />
              </>
            )}
          </p>
          <ul>
            {data.links
              .filter(({ path }) => path.startsWith('/') && !path.startsWith('//'))
              .map(({ title, path }) => (
                <li key={path}>
                  <a href={path}>
                    <UntrustedText text={title} />
                  </a>
                </li>
              ))}
          </ul>
          <Deliveries alert={id} />
          <RawJson title="Alert as JSON" value={data} />
        </>
      )}
    </section>
  );
}
