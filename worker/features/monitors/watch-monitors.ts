import type { Verdict } from '@assay/schema/types.ts';
import type { Log } from '../../core/log.ts';
import type { Observation } from '../../core/monitoring/writer.ts';
import type { LoggedVerdict, LoggedVerdicts } from '../../store/logged-verdicts.ts';
import type { MonitorEntry, MonitorOutbox } from '../../store/monitor-outbox.ts';
import type { StoredMonitor } from '../../store/monitors.ts';
import { definitionOf } from './definition-of.ts';
import type { MonitorNeeds } from './monitors.ts';
import { observationOf, type WatchedVerdict } from './observation-of.ts';
import { itemOf, watchedOf } from './stored-values.ts';
import { type TellNeeds, tellEvents } from './tell-events.ts';

export interface WatchNeeds extends MonitorNeeds, TellNeeds {
  monitorOutbox: MonitorOutbox;
  loggedVerdicts: LoggedVerdicts;
  log: Log;
}

const STEP_ENTRIES = 1_000;
const PAGE_ITEMS = 500;
const MOST_MS = 20_000;
const MOST_MONITORS = 100;
const MOST_CHECKS = 200;
const MINUTE_MS = 60_000;

/**
 * Shows monitors what was stored since, and looks at windows that are due, for up to 20 seconds.
 * Whatever step it stops at, the next run goes on: a monitor takes a verdict once, and only when all
 * have taken it, and alerts have heard of what that raised, the outbox forgets it.
 */
export async function watchMonitors(needs: WatchNeeds): Promise<void> {
  const untilMs = needs.nowMs() + MOST_MS;
  for (const projectId of await needs.monitorOutbox.projects()) {
    if (needs.nowMs() >= untilMs) return;
    await safely(projectId, needs, () => watchProject(projectId, untilMs, needs));
  }
  for (const monitor of await needs.monitors.due(needs.nowMs(), MOST_CHECKS)) {
    if (needs.nowMs() >= untilMs) return;
    await safely(monitor.projectId, needs, () => checkMonitor(monitor, needs));
  }
}

/** What fails for one project keeps no other waiting. */
async function safely(projectId: string, { log }: WatchNeeds, work: () => Promise<void>) {
  try {
    await work();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.name : 'unknown';
    log({ level: 'error', event: 'monitoring_failed', projectId, reason });
  }
}

async function watchProject(projectId: string, untilMs: number, needs: WatchNeeds): Promise<void> {
  while (needs.nowMs() < untilMs) {
    const entries = await needs.monitorOutbox.first(projectId, STEP_ENTRIES);
    if (entries.length === 0) return;
    const all = await needs.monitors.list(projectId, MOST_MONITORS);
    const monitors = all.filter(({ content }) => content.isEnabled !== false);
    const of = (kind: MonitorEntry['kind']) => entries.filter((entry) => entry.kind === kind);
    await forget(projectId, of('deletion'), all, needs);
    await watchVerdicts(projectId, of('verdict'), monitors, needs);
    for (const batch of of('batch')) {
      if (!(await watchBatch({ projectId, batch, monitors, untilMs }, needs))) return;
    }
  }
}

async function forget(
  projectId: string,
  entries: readonly MonitorEntry[],
  monitors: readonly StoredMonitor[],
  { monitorOutbox, monitorWriters }: WatchNeeds,
): Promise<void> {
  if (entries.length === 0) return;
  const ids = entries.map(({ id }) => id);
  for (const { name } of monitors) await monitorWriters.of(projectId, name).forget(ids);
  await monitorOutbox.remove(projectId, entries);
}

async function watchVerdicts(
  projectId: string,
  entries: readonly MonitorEntry[],
  monitors: readonly StoredMonitor[],
  needs: WatchNeeds,
): Promise<void> {
  const live = monitors.filter(({ content }) => content.source !== 'batches');
  let left = entries.toSorted((one, other) => (one.id < other.id ? -1 : 1));
  while (left.length > 0) {
    const rows =
      live.length === 0
        ? []
        : await needs.loggedVerdicts.some(
            projectId,
            left.map(({ id }) => id),
          );
    await show(projectId, live, rows.flatMap(readRow), needs);
    const last = rows.at(-1)?.id;
    const isShown = ({ id }: MonitorEntry) => last === undefined || id <= last;
    await needs.monitorOutbox.remove(projectId, left.filter(isShown));
    left = left.filter((entry) => !isShown(entry));
  }
}

/** A verdict that was deleted, or cannot be read, shows nothing. */
function readRow({ isDeleted, verdict: text, sample }: LoggedVerdict): WatchedVerdict[] {
  if (isDeleted || text === null) return [];
  try {
    const verdict: Verdict = JSON.parse(text);
    const generation = sample === null ? undefined : JSON.parse(sample)?.generation;
    return [{ ...watchedOf(verdict), ...(generation && { generation }) }];
  } catch {
    return [];
  }
}

interface Watching {
  projectId: string;
  batch: MonitorEntry;
  monitors: readonly StoredMonitor[];
  untilMs: number;
}

/** @returns false if the time was over before all of it was shown */
async function watchBatch(
  { projectId, batch, monitors, untilMs }: Watching,
  needs: WatchNeeds,
): Promise<boolean> {
  const { batches, items, monitorOutbox, nowMs } = needs;
  const watching = monitors.filter(({ content }) => content.source === 'batches');
  const stored = watching.length === 0 ? undefined : await batches.find(projectId, batch.id);
  let entry = batch;
  while (stored !== undefined) {
    const page = { batchId: batch.id, after: entry.place, limit: PAGE_ITEMS };
    const { items: found, isLast } = await items.page(page);
    const final = found.filter(({ status }) => status !== null && status !== 'retry');
    const shown = final.map((item) => itemOf(stored, item));
    await show(projectId, watching, shown, needs);
    if (isLast) break;
    const place = found.at(-1)?.at ?? entry.place;
    await monitorOutbox.advance(projectId, entry, place);
    entry = { ...entry, place };
    if (nowMs() >= untilMs) return false;
  }
  await monitorOutbox.remove(projectId, [entry]);
  return true;
}

async function show(
  projectId: string,
  monitors: readonly StoredMonitor[],
  shown: readonly WatchedVerdict[],
  needs: WatchNeeds,
): Promise<void> {
  for (const monitor of monitors) {
    const observations = shown.flatMap((one): Observation[] => {
      const observation = observationOf(monitor.content, one);
      return observation === undefined ? [] : [observation];
    });
    if (observations.length === 0) continue;
    const writer = needs.monitorWriters.of(projectId, monitor.name);
    const events = await writer.observe(definitionOf(monitor), observations, needs.nowMs());
    await tellEvents(projectId, monitor.name, events, needs);
  }
}

/** Looks at the windows of a monitor, which time alone can cross. */
async function checkMonitor(monitor: StoredMonitor, needs: WatchNeeds): Promise<void> {
  const { projectId, name, content } = monitor;
  const nowMs = needs.nowMs();
  const writer = needs.monitorWriters.of(projectId, name);
  await tellEvents(projectId, name, await writer.check(definitionOf(monitor), nowMs), needs);
  const shortest = Math.min(...(content.thresholds ?? []).map((one) => one.windowMinutes));
  const minutes = Math.max(1, Math.floor(shortest / 10));
  await needs.monitors.checkAgain(monitor, nowMs + minutes * MINUTE_MS);
}
