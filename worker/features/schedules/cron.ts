import { Cron } from 'croner';
import { ApiProblem } from '../../core/problem.ts';

/** A cron expression in a time zone. */
export interface Timing {
  cron: string;
  timeZone?: string | undefined;
}

/** Due times are whole minutes: no more than these can be missed in a year. */
const MOST_MISSED = 1_000;

/** @throws ApiProblem `invalid_request` that names the field */
export function checkTiming(timing: Timing): void {
  const refuse = (pointer: string, message: string): never => {
    throw new ApiProblem('invalid_request', { errors: [{ pointer, message }] });
  };
  const { cron, timeZone = 'UTC' } = timing;
  if (!isTimeZone(timeZone)) {
    refuse('/timeZone', 'must be an IANA time zone, such as `Europe/Berlin`');
  }
  if (cron.trim().split(/\s+/).length !== 5) {
    refuse(
      '/cron',
      'must have five fields: minute, hour, day of the month, month, day of the week',
    );
  }
  try {
    if (next(timing, 0) === null) refuse('/cron', 'never comes true');
  } catch (cause) {
    if (cause instanceof ApiProblem) throw cause;
    refuse('/cron', 'is not a cron expression, such as `30 2 * * 1-5`');
  }
}

/** The first time after another that a schedule is due; null if it never is. */
export function next({ cron, timeZone = 'UTC' }: Timing, afterMs: number): number | null {
  const job = new Cron(cron.trim(), { timezone: timeZone, paused: true, mode: '5-part' });
  return job.nextRun(new Date(afterMs))?.getTime() ?? null;
}

/** The next times that a schedule is due. */
export function upcoming(timing: Timing, afterMs: number, count: number): number[] {
  const times: number[] = [];
  for (let at = next(timing, afterMs); at !== null && times.length < count; ) {
    times.push(at);
    at = next(timing, at);
  }
  return times;
}

/**
 * The last time that a schedule was due, up to now, and how many before it were missed; both from `dueMs`,
 * which was one of them.
 */
export function lastDue(
  timing: Timing,
  dueMs: number,
  nowMs: number,
): { atMs: number; missed: number } {
  let atMs = dueMs;
  for (let missed = 0; ; missed += 1) {
    const following = next(timing, atMs);
    if (following === null || following > nowMs) return { atMs, missed };
    // After a long time only the last counts, however many there were.
    if (missed === MOST_MISSED) return { atMs: lastBefore(timing, nowMs) ?? atMs, missed };
    atMs = following;
  }
}

function lastBefore({ cron, timeZone = 'UTC' }: Timing, nowMs: number): number | null {
  const job = new Cron(cron.trim(), { timezone: timeZone, paused: true, mode: '5-part' });
  return job.previousRuns(1, new Date(nowMs + 1))[0]?.getTime() ?? null;
}

function isTimeZone(timeZone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
