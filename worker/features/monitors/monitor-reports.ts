import type {
  Monitor,
  MonitorAlarm,
  MonitorPreview,
  MonitorReport,
  MonitorResetInput,
  MonitorState,
  MonitorTimeline,
  MonitorVersionInput,
  Page,
} from '@assay/schema/types.ts';
import { PAGE_ITEMS, pageFrom } from '../../core/page-from.ts';
import { ApiProblem } from '../../core/problem.ts';
import { baselineOf } from './baseline-of.ts';
import { definitionOf } from './definition-of.ts';
import { getMonitor, listMonitors, type MonitorNeeds } from './monitors.ts';
import { batchValues, storedVerdicts } from './stored-values.ts';
import { type TellNeeds, tellEvents } from './tell-events.ts';

/** Monitors by name, each with what it knows. */
export async function listMonitorReports(
  projectId: string,
  asked: { limit?: number | undefined; cursor?: string | undefined },
  needs: MonitorNeeds,
): Promise<Page<MonitorReport>> {
  const { items, nextCursor } = await listMonitors(projectId, asked, needs);
  const reports = items.map((monitor) => reportOf(projectId, monitor, needs));
  return { items: await Promise.all(reports), nextCursor };
}

/** @param reference `name`, or `name@3` for an older version beside the state. @throws ApiProblem `monitor_not_found` */
export async function getMonitorReport(
  projectId: string,
  reference: string,
  needs: MonitorNeeds,
): Promise<MonitorReport> {
  return reportOf(projectId, await getMonitor(projectId, reference, needs), needs);
}

async function reportOf(
  projectId: string,
  monitor: Monitor,
  { monitorWriters, nowMs }: MonitorNeeds,
): Promise<MonitorReport> {
  const state = await monitorWriters.of(projectId, monitor.name).state(nowMs());
  return { ...monitor, state: shown(monitor, state) };
}

/** The state of a monitor that has seen nothing yet, or is turned off, says so. */
function shown({ isEnabled, baseline }: Monitor, state: MonitorState): MonitorState {
  const isOff = isEnabled === false || (state.version === null && baseline === undefined);
  return isOff ? { ...state, status: 'off' } : state;
}

/** @throws ApiProblem `monitor_not_found` */
export async function getMonitorTimeline(
  projectId: string,
  name: string,
  needs: MonitorNeeds,
): Promise<MonitorTimeline> {
  await getMonitor(projectId, name, needs);
  return needs.monitorWriters.of(projectId, name).timeline();
}

/** Alarms of a monitor, newest first. @throws ApiProblem `monitor_not_found` */
export async function listMonitorAlarms(
  projectId: string,
  name: string,
  { limit = PAGE_ITEMS, cursor }: { limit?: number | undefined; cursor?: string | undefined },
  needs: MonitorNeeds,
): Promise<Page<MonitorAlarm>> {
  await getMonitor(projectId, name, needs);
  const rows = await needs.monitorWriters.of(projectId, name).alarms(limit + 1, cursor);
  return pageFrom(
    rows,
    limit,
    (alarm) => alarm,
    ({ id }) => id,
  );
}

/** @throws ApiProblem `monitor_not_found` or `alarm_not_found` */
export async function getMonitorAlarm(
  projectId: string,
  { name, id }: { name: string; id: string },
  needs: MonitorNeeds,
): Promise<MonitorAlarm> {
  await getMonitor(projectId, name, needs);
  const alarm = await needs.monitorWriters.of(projectId, name).findAlarm(id);
  if (alarm === null) throw new ApiProblem('alarm_not_found');
  return alarm;
}

/** Notes that somebody looks after an alarm. @throws ApiProblem `monitor_not_found` or `alarm_not_found` */
export async function acknowledgeAlarm(
  projectId: string,
  { name, id, by }: { name: string; id: string; by: string },
  needs: MonitorNeeds,
): Promise<MonitorAlarm> {
  await getMonitor(projectId, name, needs);
  const writer = needs.monitorWriters.of(projectId, name);
  const alarm = await writer.acknowledge(id, by, needs.nowMs());
  if (alarm === null) throw new ApiProblem('alarm_not_found');
  return alarm;
}

/** Ends the alarms of a monitor and starts it again. @throws ApiProblem `monitor_not_found` */
export async function resetMonitor(
  projectId: string,
  name: string,
  { baseline = 'keep' }: MonitorResetInput,
  needs: MonitorNeeds & TellNeeds,
): Promise<MonitorReport> {
  const monitor = await getMonitor(projectId, name, needs);
  const events = await needs.monitorWriters.of(projectId, name).reset(baseline, needs.nowMs());
  await tellEvents(projectId, name, events, needs);
  return reportOf(projectId, monitor, needs);
}

/**
 * What a monitor would have said of the newest stored verdicts, or of a batch. Nothing is saved.
 *
 * @throws ApiProblem `invalid_request` or `batch_not_found`
 */
export async function previewMonitor(
  projectId: string,
  { monitor, batch, from, to }: MonitorPreviewGiven,
  needs: MonitorNeeds,
): Promise<MonitorPreview> {
  const { description: _, ...content } = monitor;
  const baseline = await baselineOf(projectId, content, needs);
  const { looked, observations } =
    batch === undefined
      ? await storedVerdicts(projectId, content, { from, to }, needs)
      : await batchValues(projectId, batch, content, needs);
  const definition = definitionOf({
    ...{ name: 'test', version: 1, content },
    baseline: baseline === undefined ? null : JSON.stringify(baseline),
  });
  const last = observations.at(-1)?.atMs ?? needs.nowMs();
  const trial = needs.monitorWriters.trialOf(projectId);
  return {
    ...{ looked, matched: observations.length },
    ...(await trial.trial(definition, observations, last)),
  };
}

interface MonitorPreviewGiven {
  monitor: MonitorVersionInput;
  batch?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
}
