import type { AlarmCause, MonitorAlarm } from '@assay/sdk';
import { Failure } from '../../parts/failure.tsx';
import { Moment } from '../../parts/moment.tsx';
import { change, count, decimal, percent } from '../../parts/numbers.ts';
import { Outcome } from '../../parts/outcome.tsx';
import { useAction } from '../../parts/use-action.ts';
import { pathTo } from '../../router/match.ts';
import { may, session } from '../../session/session.ts';
import { UntrustedText } from '../../text/untrusted-text.tsx';

/** An alarm: since when, by how much, what explains it, and the verdicts that show it. */
export function Alarm({ alarm, onChanged }: { alarm: MonitorAlarm; onChanged(): void }) {
  const { id, title, status, severity, summary, raisedAt, overAt, causes, examples } = alarm;
  return (
    <article class="panel monitor-alarm" aria-labelledby={id}>
      <h3 id={id}>
        <UntrustedText text={title} />
      </h3>
      <p class="muted">
        <Outcome kind={status === 'open' ? 'failed' : 'passed'}>{status}</Outcome> {severity},
        raised <Moment at={raisedAt} />
        {overAt !== null && (
          <>
            , over <Moment at={overAt} />
          </>
        )}
      </p>
      <p>
        <UntrustedText text={summary} />
      </p>
      <Since alarm={alarm} />
      {causes.length > 0 && <Causes causes={causes} of={title} />}
      {examples.length > 0 && (
        <p>
          Verdicts that show it:{' '}
          {examples.map(({ id: verdict, value }, i) => (
            <>
              {i > 0 && ', '}
              <a href={pathTo('verdicts', verdict)}>
                {value === null ? 'verdict' : decimal(value)}
                <span class="visually-hidden"> {verdict}</span>
              </a>
            </>
          ))}
        </p>
      )}
      <Acknowledgement alarm={alarm} onChanged={onChanged} />
    </article>
  );
}

function Since({ alarm: { since, sinceEarliest, sinceLatest, effect } }: { alarm: MonitorAlarm }) {
  if (since === null || effect === null) return null;
  const exact = (time: string | null) => (time === null ? '' : new Date(time).toLocaleString());
  return (
    <p class="monitor-effect">
      <strong>{change(effect.value)}</strong>{' '}
      <span class="muted">
        ({change(effect.low)} to {change(effect.high)})
      </span>{' '}
      since about {exact(since)}
      {sinceEarliest !== null && (
        <span class="muted">
          {' '}
          (between {exact(sinceEarliest)} and {exact(sinceLatest)})
        </span>
      )}
    </p>
  );
}

function Causes({ causes, of }: { causes: readonly AlarmCause[]; of: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard.
    <section class="monitor-table" tabIndex={0} aria-label={`What explains ${of}`}>
      <table>
        <caption class="visually-hidden">What explains it</caption>
        <thead>
          <tr>
            {['Part', 'Before', 'After', 'Values', 'Of the change'].map((title) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {causes.map(({ kind, name, value, before, after, count: values, share }) => (
            <tr key={`${kind} ${name} ${value}`}>
              <th scope="row">
                <UntrustedText text={value === null ? name : `${name} ${value}`} />
              </th>
              <td>{before === null ? 'new' : decimal(before)}</td>
              <td>{decimal(after)}</td>
              <td>{count(values)}</td>
              <td>{share === null ? '' : percent(share)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Acknowledgement({ alarm, onChanged }: { alarm: MonitorAlarm; onChanged(): void }) {
  const { isBusy, error, run } = useAction();
  const { id, monitor, status, acknowledgedAt, acknowledgedBy } = alarm;
  if (acknowledgedAt !== null) {
    return (
      <p class="muted">
        Acknowledged <Moment at={acknowledgedAt} /> by <code>{acknowledgedBy}</code>
      </p>
    );
  }
  if (status !== 'open' || !may('admin')) return null;
  const acknowledge = () =>
    void run(async () => {
      await session().assay.monitors.acknowledge(monitor, id);
      onChanged();
    });
  return (
    <div class="monitor-actions">
      <button type="button" class="button" disabled={isBusy} onClick={acknowledge}>
        Acknowledge
      </button>
      {error !== undefined && <Failure error={error} />}
    </div>
  );
}
