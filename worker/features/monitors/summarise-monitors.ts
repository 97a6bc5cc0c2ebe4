import { LIMITS } from '@assay/schema/limits.ts';
import type {
  Monitor,
  MonitorAlarm,
  MonitorMove,
  MonitorState,
  MonitorSummary,
} from '@assay/schema/types.ts';
import { listMonitors, type MonitorNeeds } from './monitors.ts';

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
  needs: MonitorNeeds,
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
  return {
    from: new Date(fromMs).toISOString(),
    to: new Date(nowMs).toISOString(),
    monitors: monitors.length,
    alarms: read
      .flatMap(({ alarms }) => alarms.filter(isRecent))
      .sort((one, other) => (one.raisedAt < other.raisedAt ? 1 : -1))
      .slice(0, MOST_ALARMS),
    moves: read
      .flatMap(({ monitor, state }) => moveOf(monitor, state, fromMs))
      .sort((one, other) => worse(other) - worse(one))
      .slice(0, MOST_MOVES),
  };
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
