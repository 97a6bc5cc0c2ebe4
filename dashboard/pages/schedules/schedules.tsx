import type { Schedule, ScheduleRun } from '@assay/sdk';
import { useSignal } from '@preact/signals';
import { useLoaded } from '../../data/use-loaded.ts';
import { Failure } from '../../parts/failure.tsx';
import { Moment } from '../../parts/moment.tsx';
import { Outcome } from '../../parts/outcome.tsx';
import { useAction } from '../../parts/use-action.ts';
import { may, session } from '../../session/session.ts';
import { UntrustedText } from '../../text/untrusted-text.tsx';
import '../alerts/alerts.css';
import '../settings/settings.css';
import { runText } from './schedule-fields.ts';
import { ScheduleForm } from './schedule-form.tsx';
import './schedules.css';

const RUNS = 5;

/** What runs every so often, when it is due, and how the last runs ended. */
export default function Schedules() {
  const { assay } = session();
  const { loaded, reload } = useLoaded('schedules', (signal) =>
    assay.schedules.list({ limit: 100 }, { signal }),
  );
  const { data, error } = loaded.value;
  return (
    <section class="page">
      <h1>Schedules</h1>
      <p class="muted">What runs every so often, compared with the run before.</p>
      {error !== undefined && <Failure error={error} onRetry={reload} />}
      {data === undefined && error === undefined && <p class="loading">Loading …</p>}
      {data?.items.length === 0 && (
        <p class="muted">
          Nothing is scheduled. {may('admin') ? 'Create a schedule below, or' : 'Create schedules'}{' '}
          with <code>assay schedules push</code>.
        </p>
      )}
      <ul class="alert-list">
        {data?.items.map((schedule) => (
          <li key={schedule.name} class="panel schedule">
            <Row schedule={schedule} onChange={reload} />
          </li>
        ))}
      </ul>
      {may('admin') && data !== undefined && <ScheduleForm onSaved={reload} />}
    </section>
  );
}

function Row({ schedule, onChange }: { schedule: Schedule; onChange: () => void }) {
  const { name, description, cron, timeZone = 'UTC', run: what, isPaused, next } = schedule;
  const { isBusy, error, run } = useAction();
  const open = useSignal<'form' | 'deletion' | undefined>(undefined);
  const { schedules } = session().assay;
  const act = (work: () => PromiseLike<unknown>) =>
    void run(async () => {
      await work();
      onChange();
    });
  const [first] = next;
  return (
    <>
      <h2>
        <UntrustedText text={name} /> <span class="muted">{what.kind}</span>
      </h2>
      {description !== undefined && (
        <p>
          <UntrustedText text={description} />
        </p>
      )}
      <p>
        Runs <UntrustedText text={runText(schedule)} />
      </p>
      <p>
        <code>{cron}</code> <UntrustedText text={timeZone} />,{' '}
        {isPaused ? (
          'paused'
        ) : first === undefined ? (
          'never due'
        ) : (
          <>
            due <Moment at={first} />
          </>
        )}
      </p>
      {may('admin') && (
        <div class="alert-actions">
          <button
            type="button"
            class="button"
            disabled={isBusy}
            onClick={() => act(() => schedules.run(name))}
          >
            Run now
          </button>
          <button
            type="button"
            class="button"
            disabled={isBusy}
            onClick={() => act(() => (isPaused ? schedules.resume(name) : schedules.pause(name)))}
          >
            {isPaused ? 'Resume' : 'Pause'}
          </button>
          <button
            type="button"
            class="button"
            aria-expanded={open.value === 'form'}
            onClick={() => (open.value = open.peek() === 'form' ? undefined : 'form')}
          >
            Edit
          </button>
          {open.value === 'deletion' ? (
            <button
              type="button"
              class="button danger"
              disabled={isBusy}
              onClick={() => act(() => schedules.delete(name))}
            >
              Delete for good
            </button>
          ) : (
            <button type="button" class="button" onClick={() => (open.value = 'deletion')}>
              Delete
            </button>
          )}
        </div>
      )}
      {open.value === 'form' && (
        <ScheduleForm
          key={schedule.updatedAt}
          schedule={schedule}
          onSaved={() => {
            open.value = undefined;
            onChange();
          }}
        />
      )}
      {error !== undefined && <Failure error={error} />}
      {/* Last, so that no button moves under a pointer when they are there. */}
      <Runs name={name} newest={schedule.lastRun?.id ?? ''} />
    </>
  );
}

/** @param newest id of the newest run: another loads the list anew */
function Runs({ name, newest }: { name: string; newest: string }) {
  const { assay } = session();
  const { loaded, reload } = useLoaded(`runs ${name} ${newest}`, (signal) =>
    assay.schedules.runs(name, { limit: RUNS }, { signal }),
  );
  const { data, error } = loaded.value;
  if (error !== undefined) return <Failure error={error} onRetry={reload} />;
  if (data === undefined) return null;
  if (data.items.length === 0) return <p class="muted">It has not run yet.</p>;
  return (
    <ul class="schedule-runs" aria-label={`Runs of ${name}`}>
      {data.items.map((each) => (
        <li key={each.id}>
          <Run run={each} />
        </li>
      ))}
    </ul>
  );
}

function Run({ run }: { run: ScheduleRun }) {
  const { dueAt, trigger, path, made, reasons, missed } = run;
  return (
    <>
      <Outcome kind={kindOf(run)}>{run.outcome ?? run.status}</Outcome> <Moment at={dueAt} />
      {trigger === 'manual' && ' by hand'}
      {missed > 0 && `, ${missed} missed before it`}{' '}
      {path !== null && made !== null && <a href={path}>{made}</a>}{' '}
      <UntrustedText text={reasons.join(' ')} />
    </>
  );
}

function kindOf({ status, outcome }: ScheduleRun) {
  if (status === 'failed') return 'failed';
  if (status !== 'completed') return 'pending';
  return outcome ?? 'passed';
}
