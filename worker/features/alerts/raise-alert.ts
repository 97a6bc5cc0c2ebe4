import { newId } from '@assay/schema/ids.ts';
import type { AlertLink, AlertSeverity, JsonObject, JsonValue } from '@assay/schema/types.ts';
import type { Log } from '../../core/log.ts';
import { ApiProblem } from '../../core/problem.ts';
import type { AlertChannelStore } from '../../store/alert-channels.ts';
import type { AlertQueue } from '../../store/alert-queue.ts';
import type { AlertStore, NewAlertDelivery, StoredAlert } from '../../store/alerts.ts';
import { alertOf } from './alert-of.ts';
import { type AlertRecipient, recipientsOf } from './recipients.ts';
import { isAtLeast } from './severity.ts';

export interface RaiseAlertNeeds {
  alerts: AlertStore;
  alertChannels: AlertChannelStore;
  alertQueue: AlertQueue;
  nowMs(): number;
  log: Log;
}

/** What raises alerts, with its name. */
export type AlertSource = `${'monitor' | 'schedule' | 'health'}:${string}`;

/** Something that a person should know of. */
export interface AlertSignal {
  projectId: string;
  /** What it is about, such as `monitor/answers/pass-rate`: one alert of a key is open at a time. */
  key: string;
  source: AlertSource;
  severity: AlertSeverity;
  /** One line. */
  title: string;
  /** A few sentences. */
  summary: string;
  /** Figures for programs, up to 16 KB as JSON; what is more is left out. */
  details?: JsonObject;
  links?: readonly AlertLink[];
  /** When it was so. */
  atMs: number;
}

/** Until then the queue has what was just written; the sweep sends it otherwise. */
export const FIRST_LEASE_MS = 2 * 60_000;
const TRIES = 5;
const TITLE_CHARACTERS = 200;
const SUMMARY_CHARACTERS = 2_000;
const DETAILS_CHARACTERS = 16_000;

/**
 * Opens an alert, unless one of the key is open: then that is raised once more, and channels hear of it
 * only if it is more severe than before. What is not newer than the end of the last alert of the key changes
 * nothing, so that signals may come twice or in any order. When it returns, the alert and its deliveries
 * are in the database.
 *
 * @returns the id of the open alert; null if the signal is older than the end of the last
 */
export async function raiseAlert(
  signal: AlertSignal,
  needs: RaiseAlertNeeds,
): Promise<string | null> {
  for (let tried = 1; tried <= TRIES; tried += 1) {
    const last = await needs.alerts.latest(signal.projectId, signal.key);
    if (last?.resolvedAtMs != null && isBefore(signal.atMs, last.resolvedAtMs + 1, needs))
      return null;
    const change = changeBy(signal, last?.status === 'open' ? last : undefined, needs);
    if (await writeAlert(change, needs)) return change.next.id;
  }
  throw new ApiProblem('storage_unavailable');
}

/**
 * Ends the open alert of a key. One that was raised after `atMs` stays open.
 *
 * @returns whether an alert was ended
 */
export async function resolveAlert(
  { projectId, key, atMs }: Pick<AlertSignal, 'projectId' | 'key' | 'atMs'>,
  needs: RaiseAlertNeeds,
): Promise<boolean> {
  for (let tried = 1; tried <= TRIES; tried += 1) {
    const last = await needs.alerts.latest(projectId, key);
    if (last?.status !== 'open' || isBefore(atMs, last.raisedAtMs, needs)) return false;
    const next: StoredAlert = {
      ...last,
      ...{ status: 'resolved', resolvedAtMs: atMs },
      ...{ revision: last.revision + 1, attempt: newId('attempt') },
    };
    if (await writeAlert({ last, next, event: 'resolved' }, needs)) return true;
  }
  throw new ApiProblem('storage_unavailable');
}

/** By how much clocks differ. */
const SKEW_MS = 60_000;

/** A time that lies ahead is of a clock that was wrong: nothing is before it, or it would be for as long. */
function isBefore(atMs: number, knownMs: number, { nowMs }: RaiseAlertNeeds): boolean {
  return atMs < knownMs && knownMs <= nowMs() + SKEW_MS;
}

function changeBy(
  signal: AlertSignal,
  last: StoredAlert | undefined,
  needs: RaiseAlertNeeds,
): Change {
  if (last === undefined) return { last, next: opened(signal, needs), event: 'triggered' };
  const next = raisedAgain(last, signal);
  return { last, next, event: next.severity === last.severity ? undefined : 'escalated' };
}

function opened(signal: AlertSignal, { nowMs }: RaiseAlertNeeds): StoredAlert {
  const { projectId, key, source, atMs } = signal;
  return {
    id: newId('alert', nowMs()),
    ...{ projectId, key, source, status: 'open' },
    ...said(signal),
    ...{ raised: 1, openedAtMs: atMs, raisedAtMs: atMs, resolvedAtMs: null },
    ...{ revision: 1, attempt: newId('attempt') },
  };
}

function raisedAgain(last: StoredAlert, signal: AlertSignal): StoredAlert {
  const isNewer = signal.atMs >= last.raisedAtMs;
  return {
    ...last,
    ...(isNewer && said(signal)),
    severity: isAtLeast(signal.severity, last.severity) ? signal.severity : last.severity,
    raised: last.raised + 1,
    raisedAtMs: Math.max(last.raisedAtMs, signal.atMs),
    openedAtMs: Math.min(last.openedAtMs, signal.atMs),
    revision: last.revision + 1,
    attempt: newId('attempt'),
  };
}

function said({ severity, title, summary, details = {}, links = [] }: AlertSignal) {
  return {
    severity,
    title: title.slice(0, TITLE_CHARACTERS),
    summary: summary.slice(0, SUMMARY_CHARACTERS),
    details: JSON.stringify(fitting(details)),
    links: JSON.stringify(links),
  };
}

function fitting(details: JsonObject): JsonObject {
  const kept: [string, JsonValue][] = [];
  let characters = 0;
  for (const [name, value] of Object.entries(details)) {
    if (value === undefined) continue;
    characters += name.length + JSON.stringify(value).length;
    if (characters <= DETAILS_CHARACTERS) kept.push([name, value]);
  }
  return Object.fromEntries(kept);
}

interface Change {
  /** The open alert as it was; undefined for a new one. */
  last: StoredAlert | undefined;
  next: StoredAlert;
  event: 'triggered' | 'escalated' | 'resolved' | undefined;
}

async function writeAlert(change: Change, needs: RaiseAlertNeeds): Promise<boolean> {
  const deliveries = await deliveriesOf(change, needs);
  if (!(await needs.alerts.write(change.next, deliveries))) return false;
  const pending = deliveries.filter(({ status }) => status === 'pending').map(({ id }) => id);
  try {
    await needs.alertQueue.send(pending);
  } catch (cause) {
    // They are in the database: the sweep sends them.
    const error = cause instanceof Error ? cause.name : 'unknown';
    needs.log({ level: 'warn', event: 'alert_not_queued', alertId: change.next.id, error });
  }
  return true;
}

async function deliveriesOf(
  { last, next, event }: Change,
  needs: RaiseAlertNeeds,
): Promise<NewAlertDelivery[]> {
  if (event === undefined) return [];
  const atMs = needs.nowMs();
  const message = { alert: alertOf(next), previousSeverity: last?.severity ?? null };
  const told = last === undefined ? new Set<string>() : await needs.alerts.toldOf(last.id);
  const recipients = await addressed(next, told, needs);
  return recipients.map(({ channel, isMuted }) => ({
    id: newId('alertDelivery', atMs),
    channel,
    event: event === 'escalated' && !told.has(channel) ? 'triggered' : event,
    message: JSON.stringify(message),
    status: isMuted ? 'muted' : 'pending',
    createdAtMs: atMs,
    leaseUntilMs: atMs + FIRST_LEASE_MS,
  }));
}

/** An end goes to all that were told of the beginning, muted or not, and to nobody else. */
async function addressed(
  { projectId, status, severity, source }: StoredAlert,
  told: ReadonlySet<string>,
  { alertChannels, nowMs }: RaiseAlertNeeds,
): Promise<AlertRecipient[]> {
  const channels = await alertChannels.list(projectId);
  if (status === 'open') {
    const mutes = await alertChannels.mutes(projectId, nowMs());
    return recipientsOf({ severity, source }, { channels, mutes });
  }
  return channels
    .filter(({ name }) => told.has(name))
    .map(({ name }) => ({ channel: name, isMuted: false }));
}
