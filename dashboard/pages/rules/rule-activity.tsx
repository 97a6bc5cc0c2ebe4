import { useLoaded } from '../../data/use-loaded.ts';
import { Failure } from '../../parts/failure.tsx';
import { Moment } from '../../parts/moment.tsx';
import { session } from '../../session/session.ts';
import { UntrustedText } from '../../text/untrusted-text.tsx';

/** What a rule did in the last hour: in total, by the minute, and why samples could not be scored. */
export function RuleActivity({ name }: { name: string }) {
  const { assay } = session();
  const { loaded, reload } = useLoaded(name, (signal) => assay.rules.activity(name, { signal }));
  const { data, error } = loaded.value;
  const minutes = data?.minutes ?? [];
  const total = (of: 'matched' | 'scored' | 'failed') =>
    minutes.reduce((sum, minute) => sum + minute[of], 0);
  const over = total('matched') - total('scored') - total('failed');
  return (
    <section class="panel rule-version" aria-labelledby="activity">
      <h2 id="activity">The last hour</h2>
      {error !== undefined && <Failure error={error} onRetry={reload} />}
      {data !== undefined && (
        <p>
          <strong>{total('matched')}</strong> matched, <strong>{total('scored')}</strong> scored
          {over > 0 && `, ${over} over what it takes in a minute`}
          {total('failed') > 0 && `, ${total('failed')} could not be scored`}.
        </p>
      )}
      {data?.fault != null && (
        <p role="alert">
          Samples could not be scored: <UntrustedText text={data.fault.detail} />{' '}
          <span class="muted">
            <code>{data.fault.code}</code>, <Moment at={data.fault.at} />
          </span>
        </p>
      )}
      {minutes.length > 0 && (
        <details>
          <summary>By the minute</summary>
          <table class="rule-minutes">
            <thead>
              <tr>
                <th scope="col">Minute</th>
                <th scope="col">Matched</th>
                <th scope="col">Scored</th>
                <th scope="col">Failed</th>
              </tr>
            </thead>
            <tbody>
              {minutes.map(({ at, matched, scored, failed }) => (
                <tr key={at}>
                  <th scope="row">{at.slice(11, 16)}</th>
                  <td>{matched}</td>
                  <td>{scored}</td>
                  <td>{failed}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </details>
      )}
    </section>
  );
}
