import { LIMITS } from '@assay/schema/limits.ts';
import type {
  Monitor,
  MonitorAlarm,
  MonitorMove,
  MonitorState,
  MonitorSummary,
} from '@assay/schema/types.ts';
import { type AlertSettingsNeeds, dashboardUrlOf } from '../alerts/settings.ts';
import { listMonitors, type MonitorNeeds } from './monitors.ts';
import { summaryText } from './summary-text.ts';

const DAY_MS = 24 * 3_600_000;
const DEFAULT_DAYS = 7;
/** Alarms of one monitor that are looked at, and those that are told of all. */
const MOST_LOOKED = 50;
const MOST_ALARMS = 50;
const MOST_MOVES = 20;

/** The alarms of the last days over all monitors, and the means that moved most, worst first. */
export async function summariseMonitors(
  projectId: string,
  { days = DEFAULT_DAYS }: { days?: number | undefined },
  needs: MonitorNeeds & AlertSettingsNeeds,
): Promise<MonitorSummary> {
  const nowMs = needs.nowMs();
  const fromMs = nowMs - days * DAY_MS;
  const { items: monitors } = await listMonitors(projectId, { limit: LIMITS.monitors }, needs);
  const read = await Promise.all(
    monitors.map(async (monitor) => {
      const writer = needs.monitorWriters.of(projectId, monitor.name);
      const [state, alarms] = await Promise.all([writer.state(nowMs), writer.alarms(MOST_LOOKED)]);
      return { monitor, state, alarms };
    }),
  );
  const isRecent = ({ raisedAt, status }: MonitorAlarm) =>
    status === 'open' || Date.parse(raisedAt) >= fromMs;
  const alarms = read
    .flatMap((one) => one.alarms.filter(isRecent))
    .sort((one, other) => (one.raisedAt < other.raisedAt ? 1 : -1))
    .slice(0, MOST_ALARMS);
  const moves = read
    .flatMap(({ monitor, state }) => moveOf(monitor, state, fromMs))
    .sort((one, other) => worse(other) - worse(one))
    .slice(0, MOST_MOVES);
  const namesOf = (is: (state: MonitorState) => boolean) =>
    read.flatMap(({ monitor, state }) => (is(state) ? monitor.name : []));
  const unseen = namesOf(({ counts }) => counts.seen === 0);
  const learning = namesOf(({ status, counts }) => status === 'learning' && counts.seen > 0);
  return {
    from: new Date(fromMs).toISOString(),
    to: new Date(nowMs).toISOString(),
    monitors: monitors.length,
    summary: summaryText({ days, monitors: monitors.length, unseen, learning, alarms, moves }),
    ...{ alarms, moves },
    links: linksTo([...alarms, ...moves], await dashboardUrlOf(projectId, needs)),
  };
}

function linksTo(named: readonly { monitor: string }[], dashboardUrl: string | null) {
  if (dashboardUrl === null) return [];
  const names = new Set(named.map(({ monitor }) => monitor));
  return [...names].map((title) => ({ title, url: `${dashboardUrl}/monitors/${title}` }));
}

function moveOf(monitor: Monitor, state: MonitorState, fromMs: number): MonitorMove[] {
  const { baseline: before, mean: after, status, lastValueAt } = state;
  if (before === null || after === null) return [];
  if (lastValueAt === null || Date.parse(lastValueAt) < fromMs) return [];
  const change = after.value - before.value;
  // Scores are better the higher they are; a monitor of increases watches for what is worse the higher.
  const isWorse = monitor.direction === 'increase' ? change > 0 : change < 0;
  return [{ monitor: monitor.name, status, before, after, change, isWorse }];
}

const worse = ({ change, isWorse }: MonitorMove) => (isWorse ? 1 : -1) * Math.abs(change);
