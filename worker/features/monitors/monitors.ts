import { newId } from '@assay/schema/ids.ts';
import { LIMITS } from '@assay/schema/limits.ts';
import type {
  Monitor,
  MonitorContent,
  MonitorInput,
  MonitorVersionInput,
  Page,
} from '@assay/schema/types.ts';
import { fingerprint } from '@assay/scorers/fingerprint.ts';
import { ApiProblem } from '../../core/problem.ts';
import type { MonitorWriters } from '../../store/monitor-writers.ts';
import type { MonitorStore, StoredMonitor } from '../../store/monitors.ts';
import { endAlertsOf } from '../alerts/end-alerts-of.ts';
import type { RaiseAlertNeeds } from '../alerts/raise-alert.ts';
import { versionsIn } from '../scoring/versions.ts';
import { type AnchorNeeds, checkAnchors } from './anchor-set.ts';
import { baselineOf } from './baseline-of.ts';
import { definitionOf } from './definition-of.ts';
import type { StoredValueNeeds } from './stored-values.ts';
import { tellEvents } from './tell-events.ts';

export interface MonitorNeeds extends StoredValueNeeds, AnchorNeeds {
  monitors: MonitorStore;
  monitorWriters: MonitorWriters;
}

type Reading = Pick<MonitorNeeds, 'monitors'>;

/** The stored versions of monitors, as callers see them. */
export const storedMonitors = ({ monitors }: Reading) => versionsIn(monitors, toMonitor, notFound);

/**
 * Creates version 1 of a monitor.
 *
 * @throws ApiProblem `invalid_request`, `batch_not_found` or `monitor_exists`
 */
export async function createMonitor(
  projectId: string,
  input: MonitorInput,
  needs: MonitorNeeds,
): Promise<Monitor> {
  const existing = await needs.monitors.list(projectId, LIMITS.monitors);
  if (existing.length === LIMITS.monitors) {
    throw new ApiProblem('invalid_request', {
      detail: `A project has at most ${LIMITS.monitors} monitors. Delete one first.`,
    });
  }
  const added = await needs.monitors.add(
    await newVersion(projectId, input.name, input, needs),
    false,
  );
  if (added === undefined) {
    throw new ApiProblem('monitor_exists', {
      detail: `The monitor "${input.name}" already exists. To add a version, use POST /v1/monitors/${input.name}/versions.`,
    });
  }
  return toMonitor(added);
}

/**
 * Adds a version to a monitor; content equal to the newest version's adds none. One that is not enabled
 * ends the alerts of the monitor, which looks at nothing any more that could end them; one that switches
 * it on again raises those of alarms that are still open.
 *
 * @throws ApiProblem `invalid_request`, `batch_not_found` or `monitor_not_found`
 */
export async function addMonitorVersion(
  projectId: string,
  name: string,
  input: MonitorVersionInput,
  needs: MonitorNeeds & RaiseAlertNeeds,
): Promise<{ monitor: Monitor; isNew: boolean }> {
  const newest = await storedMonitors(needs).find(projectId, name);
  const next = await newVersion(projectId, name, input, needs);
  const isNew = newest.fingerprint !== next.fingerprint || newest.description !== next.description;
  const added = isNew ? await needs.monitors.add(next, true) : newest;
  if (added === undefined) throw notFound(name);
  if (added.content.isEnabled === false) await endAlertsOf(projectId, `monitor:${name}`, needs);
  else if (newest.content.isEnabled === false) await lookAt(added, needs);
  return { monitor: toMonitor(added), isNew };
}

/** Where this fails, the next value that the monitor takes does it. */
async function lookAt(
  monitor: StoredMonitor,
  needs: Pick<MonitorNeeds, 'monitorWriters' | 'nowMs'> & RaiseAlertNeeds,
): Promise<void> {
  const { projectId, name } = monitor;
  const writer = needs.monitorWriters.of(projectId, name);
  const events = await writer.check(definitionOf(monitor), needs.nowMs());
  await tellEvents(projectId, name, events, needs);
}

/** @param reference `name` for the newest version, or `name@3`. @throws ApiProblem `monitor_not_found` */
export function getMonitor(projectId: string, reference: string, needs: Reading): Promise<Monitor> {
  return storedMonitors(needs).get(projectId, reference);
}

/** Every version of a monitor, newest first. @throws ApiProblem `monitor_not_found` */
export function listMonitorVersions(
  projectId: string,
  name: string,
  needs: Reading,
): Promise<Monitor[]> {
  return storedMonitors(needs).all(projectId, name);
}

/** The newest version of each monitor of the project, by name. */
export function listMonitors(
  projectId: string,
  asked: { limit?: number | undefined; cursor?: string | undefined },
  needs: Reading,
): Promise<Page<Monitor>> {
  return storedMonitors(needs).list(projectId, asked);
}

/**
 * Deletes a monitor with all that it has seen and ends its alerts, or only version 3 for `name@3`.
 *
 * @throws ApiProblem `monitor_not_found`
 */
export async function deleteMonitor(
  projectId: string,
  reference: string,
  needs: MonitorNeeds & RaiseAlertNeeds,
): Promise<void> {
  const { name, version } = await storedMonitors(needs).find(projectId, reference);
  const versions = await needs.monitors.versions(projectId, name);
  if (reference === name || versions.length === 1) {
    // The row goes last: a deletion that fails on the way can be asked for again.
    await needs.monitorWriters.of(projectId, name).erase(version);
    await endAlertsOf(projectId, `monitor:${name}`, needs);
  }
  await storedMonitors(needs).remove(projectId, reference, needs.nowMs());
}

export function notFound(reference: string): ApiProblem {
  return new ApiProblem('monitor_not_found', {
    detail: `There is no monitor "${reference}" in this project. GET /v1/monitors lists them.`,
  });
}

const MINUTE_MS = 60_000;

async function newVersion(
  projectId: string,
  name: string,
  { description = '', ...given }: MonitorVersionInput & { name?: string },
  needs: MonitorNeeds,
) {
  const { name: _, ...content } = given;
  await checkAnchors(projectId, content, needs);
  const baseline = await baselineOf(projectId, content, needs);
  const nowMs = needs.nowMs();
  return {
    ...{ projectId, name, description, content },
    baseline: baseline === undefined ? null : JSON.stringify(baseline),
    fingerprint: fingerprint(content),
    createdAtMs: nowMs,
    checkAtMs: hasWindows(content) ? nowMs + MINUTE_MS : null,
    anchorsAtMs: content.anchors && content.isEnabled !== false ? nowMs : null,
    attempt: newId('attempt'),
  };
}

function hasWindows({ thresholds = [], isEnabled }: MonitorContent): boolean {
  return thresholds.length > 0 && isEnabled !== false;
}

export function toMonitor({
  name,
  version,
  description,
  content,
  fingerprint: print,
  createdAtMs,
}: StoredMonitor): Monitor {
  const createdAt = new Date(createdAtMs).toISOString();
  return { name, version, description, ...content, fingerprint: print, createdAt };
}
