import type { Alert } from '@assay/sdk';
import { useLoaded } from '../../data/use-loaded.ts';
import { Failure } from '../../parts/failure.tsx';
import { Moment } from '../../parts/moment.tsx';
import { useAction } from '../../parts/use-action.ts';
import { may, session } from '../../session/session.ts';
import { UntrustedText } from '../../text/untrusted-text.tsx';
import { Channels } from './channels.tsx';
import { Mutes, muteFor } from './mutes.tsx';
import { Severity } from './severity.tsx';
import './alerts.css';

const HISTORY = 20;

/** What moved: open alerts, those that are over, what is muted, and where alerts go. */
export default function Alerts() {
  const { assay } = session();
  const { loaded, reload } = useLoaded('alerts', async (signal) => {
    const [open, over, mutes] = await Promise.all([
      assay.alerts.list({ status: 'open', limit: 100 }, { signal }),
      assay.alerts.list({ status: 'resolved', limit: HISTORY }, { signal }),
      assay.alerts.mutes({ signal }),
    ]);
    return { open: open.items, over: over.items, mutes: mutes.items };
  });
  const { data, error } = loaded.value;
  return (
    <section class="page">
      <h1>Alerts</h1>
      {error !== undefined && <Failure error={error} onRetry={reload} />}
      {data === undefined && error === undefined && <p class="loading">Loading …</p>}
      {data !== undefined && (
        <>
          <h2>Open</h2>
          {data.open.length === 0 && <p class="muted">Nothing is amiss: no alert is open.</p>}
          <List alerts={data.open} onChange={reload} />
          <Mutes mutes={data.mutes} onChange={reload} />
        </>
      )}
      <Channels />
      {data !== undefined && data.over.length > 0 && (
        <>
          <h2>History</h2>
          <List alerts={data.over} onChange={reload} />
        </>
      )}
    </section>
  );
}

function List({ alerts, onChange }: { alerts: readonly Alert[]; onChange: () => void }) {
  return (
    <ul class="alert-list">
      {alerts.map((alert) => (
        <li key={alert.id} class="panel">
          <Row alert={alert} onChange={onChange} />
        </li>
      ))}
    </ul>
  );
}

function Row({ alert, onChange }: { alert: Alert; onChange: () => void }) {
  const { id, title, summary, source, openedAt, resolvedAt, status, raised } = alert;
  const { isBusy, error, run } = useAction();
  const act = (work: () => Promise<unknown>) =>
    void run(async () => {
      await work();
      onChange();
    });
  return (
    <>
      <h3>
        <Severity alert={alert} />{' '}
        <a href={`/alerts/${id}`}>
          <UntrustedText text={title} />
        </a>
      </h3>
      <p>
        <UntrustedText text={summary} />
      </p>
      <p class="muted">
        <UntrustedText text={source} />, opened <Moment at={openedAt} />
        {raised > 1 && `, raised ${raised} times`}
        {resolvedAt !== null && (
          <>
            , over <Moment at={resolvedAt} />
          </>
        )}
      </p>
      {status === 'open' && may('admin') && (
        <div class="alert-actions">
          <button
            type="button"
            class="button"
            disabled={isBusy}
            onClick={() => act(() => session().assay.alerts.resolve(id))}
          >
            Resolve
          </button>
          <button
            type="button"
            class="button"
            disabled={isBusy}
            onClick={() => act(() => muteFor(source, 24))}
          >
            Mute its source for a day
          </button>
        </div>
      )}
      {error !== undefined && <Failure error={error} />}
    </>
  );
}
