import type { AlertDelivery } from '@assay/sdk';
import { useLoaded } from '../../data/use-loaded.ts';
import { Failure } from '../../parts/failure.tsx';
import { Moment } from '../../parts/moment.tsx';
import { session } from '../../session/session.ts';
import { UntrustedText } from '../../text/untrusted-text.tsx';
import '../judges/judges.css';

/** What the last attempt of a delivery got. */
export function answerText({ answers }: AlertDelivery): string {
  const last = answers.at(-1);
  if (last === undefined) return 'not sent';
  return `${last.error ?? `HTTP ${last.status}`} (${last.latencyMs} ms)`;
}

/** What was sent of an alert, and what was answered. */
export function Deliveries({ alert }: { alert: string }) {
  const { assay } = session();
  const { loaded, reload } = useLoaded(`deliveries ${alert}`, (signal) =>
    assay.alerts.deliveries({ alert, limit: 100 }, { signal }),
  );
  const { data, error } = loaded.value;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard.
    <section class="judges" tabIndex={0} aria-labelledby="deliveries-title">
      <h2 id="deliveries-title">Deliveries</h2>
      {error !== undefined && <Failure error={error} onRetry={reload} />}
      {data?.items.length === 0 && <p class="muted">Nothing was sent of it.</p>}
      {data !== undefined && data.items.length > 0 && (
        <table>
          <thead>
            <tr>
              {['Channel', 'What', 'Status', 'Attempts', 'Last answer', 'Made'].map((title) => (
                <th key={title} scope="col">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {data.items.map((delivery) => (
              <tr key={delivery.id}>
                <th scope="row">
                  <UntrustedText text={delivery.channel} />
                </th>
                <td>{delivery.event}</td>
                <td>{delivery.status}</td>
                <td class="end">{delivery.answers.length}</td>
                <td>
                  <UntrustedText text={answerText(delivery)} />
                </td>
                <td>
                  <Moment at={delivery.createdAt} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
