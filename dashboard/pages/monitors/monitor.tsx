import type { MonitorAlarm, MonitorReport, MonitorTimeline } from '@assay/sdk';
import { useLoaded } from '../../data/use-loaded.ts';
import { Failure } from '../../parts/failure.tsx';
import { count, counted, decimal } from '../../parts/numbers.ts';
import { Outcome } from '../../parts/outcome.tsx';
import { RawJson } from '../../parts/raw-json.tsx';
import { useAction } from '../../parts/use-action.ts';
import { useTitle } from '../../router/use-title.ts';
import { may, session } from '../../session/session.ts';
import { UntrustedText } from '../../text/untrusted-text.tsx';
import { Alarm } from './alarm.tsx';
import { STATUS_KINDS } from './status-kinds.ts';
import { ThresholdEditor } from './threshold-editor.tsx';
import { Thresholds } from './thresholds.tsx';
import { Timeline } from './timeline.tsx';
import './monitor.css';

const SHOWN_ALARMS = 20;

/** One monitor: what it knows, its timeline, and its alarms. */
export default function MonitorPage({ parameters }: { parameters: Record<string, string> }) {
  const name = parameters.name ?? '';
  useTitle(name);
  const { assay } = session();
  const { loaded, reload } = useLoaded(name, async (signal) => {
    const [monitor, timeline, alarms] = await Promise.all([
      assay.monitors.get(name, { signal }),
      assay.monitors.timeline(name, { signal }),
      assay.monitors.alarms(name, { limit: SHOWN_ALARMS }, { signal }),
    ]);
    return { monitor, timeline, alarms: alarms.items };
  });
  const { data, error } = loaded.value;
  return (
    <section class="page">
      <h1>
        <UntrustedText text={name} />
      </h1>
      {error !== undefined && <Failure error={error} onRetry={reload} />}
      {data === undefined && error === undefined && <p class="loading">Loading …</p>}
      {data !== undefined && <Shown {...data} onChanged={reload} />}
    </section>
  );
}

/** Alarms of thresholds are none of the test. */
const openText = (open: number) => `${counted(open, 'alarm is', 'alarms are')} open`;

interface ShownProps {
  monitor: MonitorReport;
  timeline: MonitorTimeline;
  alarms: readonly MonitorAlarm[];
  onChanged(): void;
}

function Shown({ monitor, timeline, alarms, onChanged }: ShownProps) {
  const { state, description, version } = monitor;
  const { state: _, ...definition } = monitor;
  return (
    <>
      <p class="monitor-head">
        <Outcome kind={STATUS_KINDS[state.status]}>{state.status}</Outcome> version {version}
        {state.status !== 'alarm' && state.openAlarms > 0 && (
          <>
            {' '}
            · <Outcome kind="failed">{openText(state.openAlarms)}</Outcome>
          </>
        )}
        {description !== '' && (
          <>
            {' '}
            · <UntrustedText text={description} />
          </>
        )}
      </p>
      <Figures state={state} />
      <Timeline timeline={timeline} />
      {(monitor.thresholds ?? []).length > 0 && <Thresholds monitor={monitor} />}
      {may('admin') && <ThresholdEditor key={version} monitor={monitor} onSaved={onChanged} />}
      <section aria-labelledby="alarms-title" class="monitor-part">
        <h2 id="alarms-title">Alarms</h2>
        {alarms.length === 0 && <p class="muted">There was no alarm.</p>}
        {alarms.map((alarm) => (
          <Alarm key={alarm.id} alarm={alarm} onChanged={onChanged} />
        ))}
      </section>
      {may('admin') && state.version !== null && (
        <Reset name={monitor.name} onChanged={onChanged} />
      )}
      <RawJson title="Definition" value={definition} />
    </>
  );
}

function Figures({ state }: { state: MonitorReport['state'] }) {
  const { mean, baseline, baselineLacks, counts, evidence, anchors } = state;
  return (
    <dl class="monitor-figures">
      {mean !== null && (
        <div class="panel">
          <dt>Mean</dt>
          <dd class="figure">{decimal(mean.value)}</dd>
          <dd class="muted">
            {decimal(mean.low)} to {decimal(mean.high)} at all times, {counted(mean.count, 'value')}
          </dd>
        </div>
      )}
      {baseline !== null && (
        <div class="panel">
          <dt>Baseline</dt>
          <dd class="figure">{decimal(baseline.value)}</dd>
          <dd class="muted">
            {decimal(baseline.low)} to {decimal(baseline.high)}
          </dd>
        </div>
      )}
      {baselineLacks > 0 && (
        <div class="panel">
          <dt>Baseline</dt>
          <dd class="figure">{count(baselineLacks)}</dd>
          <dd class="muted">
            {baselineLacks === 1 ? 'value is' : 'values are'} still to be learned from
          </dd>
        </div>
      )}
      <div class="panel">
        <dt>Evidence</dt>
        <dd class="figure">{decimal(evidence)}</dd>
        <dd class="muted">an alarm is raised at 1</dd>
      </div>
      {anchors !== null && (
        <div class="panel">
          <dt>Who moved</dt>
          <dd class="figure">{anchors.moved}</dd>
          <dd class="muted">
            {anchors.awaited > 0
              ? `${counted(anchors.awaited, 'anchor is', 'anchors are')} awaited`
              : `as ${counted(anchors.anchors, anchors.dataset === null ? 'frozen verdict' : 'anchor')} say`}
            {[anchors.fault, anchors.awaited > 0 ? null : anchors.reason].map(
              (said) =>
                said !== null && (
                  <>
                    <br />
                    {said}
                  </>
                ),
            )}
          </dd>
        </div>
      )}
      <div class="panel">
        <dt>Verdicts</dt>
        <dd class="figure">{count(counts.seen)}</dd>
        <dd class="muted">
          {counted(counts.errors, 'error')}, {count(counts.abstained)} abstained
        </dd>
      </div>
    </dl>
  );
}

function Reset({ name, onChanged }: { name: string; onChanged(): void }) {
  const { isBusy, error, run } = useAction();
  const reset = (baseline: 'keep' | 'learn') =>
    void run(async () => {
      await session().assay.monitors.reset(name, { baseline });
      onChanged();
    });
  return (
    <div class="monitor-actions">
      <button type="button" class="button" disabled={isBusy} onClick={() => reset('keep')}>
        End alarms and start again
      </button>
      <button type="button" class="button" disabled={isBusy} onClick={() => reset('learn')}>
        Learn a new baseline
      </button>
      {error !== undefined && <Failure error={error} />}
    </div>
  );
}
