import type { MonitorAlarm } from '@assay/schema/types.ts';
import type { MonitorEvent } from '../../core/monitoring/writer.ts';
import type { MonitorWriters } from '../../store/monitor-writers.ts';
import { type RaiseAlertNeeds, raiseAlert, resolveAlert } from '../alerts/raise-alert.ts';

export interface TellNeeds extends RaiseAlertNeeds {
  monitorWriters: MonitorWriters;
}

/**
 * Alerts of a monitor's events, in their order, and then forgets them: whatever is not forgotten is
 * told again, which changes nothing.
 */
export async function tellEvents(
  projectId: string,
  name: string,
  events: readonly MonitorEvent[],
  needs: TellNeeds,
): Promise<void> {
  if (events.length === 0) return;
  for (const { kind, alarm, subject, isMuted, atMs } of events) {
    const key = `monitor/${name}/${subject}`;
    if (kind === 'over') {
      await resolveAlert({ projectId, key, atMs }, needs);
      continue;
    }
    if (isMuted || (kind === 'stands' && (await isOpen(projectId, key, needs)))) continue;
    await raiseAlert({ ...signalOf(alarm), projectId, key, atMs }, needs);
  }
  await needs.monitorWriters.of(projectId, name).told(events.map(({ id }) => id));
}

async function isOpen(projectId: string, key: string, { alerts }: TellNeeds): Promise<boolean> {
  return (await alerts.latest(projectId, key))?.status === 'open';
}

function signalOf(alarm: MonitorAlarm) {
  const { monitor, severity, title, summary, since, before, after, effect, threshold } = alarm;
  return {
    source: `monitor:${monitor}` as const,
    ...{ severity, title, summary },
    links: [{ title: 'Monitor', path: `/monitors/${monitor}` }],
    details: {
      ...{ monitor, alarm: alarm.id, kind: alarm.kind, since },
      ...(before && { before: { ...before } }),
      ...(after && { after: { ...after } }),
      ...(effect && { effect: { ...effect } }),
      ...(alarm.attribution && { moved: alarm.attribution.moved }),
      ...(threshold && { measure: threshold.measure, value: threshold.value }),
      causes: alarm.causes.map((cause) => ({ ...cause })),
      verdicts: alarm.examples.map(({ id }) => id),
    },
  };
}
