import type { MonitorReport, MonitorThreshold } from '@assay/sdk';
import { useSignal } from '@preact/signals';
import { Failure } from '../../parts/failure.tsx';
import { useAction } from '../../parts/use-action.ts';
import { session } from '../../session/session.ts';
import { ThresholdRows } from './threshold-rows.tsx';

interface EditorProps {
  monitor: MonitorReport;
  onSaved(): void;
}

/** The thresholds of a monitor in a form. Saving them adds a version, and what was seen stays. */
export function ThresholdEditor({ monitor, onSaved }: EditorProps) {
  const { name, version: _, fingerprint: __, createdAt: ___, state: ____, ...content } = monitor;
  const before = content.thresholds ?? [];
  const thresholds = useSignal<readonly MonitorThreshold[]>(before);
  const { isBusy, error, run } = useAction();
  const isChanged = JSON.stringify(thresholds.value) !== JSON.stringify(before);
  const submit = (event: Event) => {
    event.preventDefault();
    const { thresholds: ____, ...rest } = content;
    const now = [...thresholds.peek()];
    void run(async () => {
      const changed = { ...rest, ...(now.length > 0 && { thresholds: now }) };
      await session().assay.monitors.addVersion(name, changed);
      onSaved();
    });
  };
  return (
    <details class="panel monitor-edit">
      <summary>{before.length === 0 ? 'Add thresholds' : 'Edit thresholds'}</summary>
      <form class="monitor-form" aria-label="Thresholds of the monitor" onSubmit={submit}>
        <p class="muted">
          An alarm is raised while a figure of the last minutes is beyond its limit. Saving adds a
          version; what the monitor has seen stays.
        </p>
        <ThresholdRows
          thresholds={thresholds.value}
          onChange={(changed) => {
            thresholds.value = changed;
          }}
        />
        <div>
          <button type="submit" class="button primary" disabled={isBusy || !isChanged}>
            {isBusy ? 'Saving …' : 'Save the thresholds'}
          </button>
        </div>
        {error !== undefined && <Failure error={error} />}
      </form>
    </details>
  );
}
