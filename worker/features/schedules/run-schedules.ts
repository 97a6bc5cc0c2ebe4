import { PROBLEMS } from '@assay/schema/errors.ts';
import { hashedId } from '@assay/schema/ids.ts';
import { sha256Hex } from '@assay/schema/sha256.ts';
import { InvalidScorers } from '@assay/scorers/resolve.ts';
import type { Log } from '../../core/log.ts';
import { ApiProblem } from '../../core/problem.ts';
import type { StoredSchedule, StoredScheduleRun } from '../../store/schedules.ts';
import { type RaiseAlertNeeds, raiseAlert, resolveAlert } from '../alerts/raise-alert.ts';
import { lastDue, next } from './cron.ts';
import { kindOf } from './kinds.ts';
import type { RunEnd } from './scheduled-kind.ts';
import type { ScheduleNeeds } from './schedules.ts';

export interface RunScheduleNeeds extends ScheduleNeeds, RaiseAlertNeeds {
  log: Log;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** How long a step of a run may take before another takes it up. */
const LEASE_MS = 10 * MINUTE_MS;
const MOST_DUE = 200;
const MOST_STEPS = 50;
const MOST_ATTEMPTS = 12;
/** Of runs that are not looked at after so long, something is lost. */
const LONGEST_MS = 7 * 24 * HOUR_MS;

/**
 * Begins the runs that are due, and takes the next step of those that have begun. Each step may be cut off
 * anywhere and taken again: a time that was due is run once, also if it was missed, however often it is found
 * due and wherever the clock jumps.
 */
export async function runSchedules(needs: RunScheduleNeeds): Promise<void> {
  const { schedules, nowMs } = needs;
  const atMs = nowMs();
  await returnFromTheFuture(atMs, needs);
  for (const schedule of await schedules.due(atMs, MOST_DUE)) await begin(schedule, atMs, needs);
  for (const run of await schedules.claim(atMs, atMs + LEASE_MS, MOST_STEPS)) {
    await step(run, needs);
  }
}

/**
 * The last of the times that were due is run; those before it are counted as missed. The id says which time
 * it is of, so that nobody can run it again.
 */
async function begin(
  schedule: StoredSchedule,
  atMs: number,
  { schedules }: RunScheduleNeeds,
): Promise<void> {
  const { projectId, name, content, nextDueAtMs } = schedule;
  if (nextDueAtMs === null) return;
  const due = lastDue(content, nextDueAtMs, atMs);
  const run: StoredScheduleRun = {
    id: hashedId('scheduleRun', due.atMs, sha256Hex(`${projectId}\n${name}\n${due.atMs}`)),
    ...{
      projectId,
      schedule: name,
      dueAtMs: due.atMs,
      trigger: 'due',
      missed: due.missed,
      content,
    },
    ...{ status: 'waiting', madeId: null, outcome: null, reasons: '[]', attempts: 0 },
    ...{ nextAtMs: atMs, createdAtMs: atMs, endedAtMs: null },
  };
  await schedules.begin(run, schedule, next(content, atMs));
}

/** A clock that ran ahead leaves schedules due only then; once it is right, they are due as they should. */
async function returnFromTheFuture(atMs: number, { schedules }: RunScheduleNeeds): Promise<void> {
  if (Math.floor(atMs / MINUTE_MS) % 60 !== 0) return;
  for (const schedule of await schedules.later(atMs + HOUR_MS, MOST_DUE)) {
    const { content, nextDueAtMs } = schedule;
    const rightMs = next(content, atMs);
    if (rightMs === null || nextDueAtMs === null || rightMs >= nextDueAtMs) continue;
    await schedules.update({
      ...schedule,
      nextDueAtMs: rightMs,
      revision: schedule.revision + 1,
    });
  }
}

async function step(run: StoredScheduleRun, needs: RunScheduleNeeds): Promise<void> {
  try {
    await (run.madeId === null ? start(run, needs) : look(run, run.madeId, needs));
  } catch (cause) {
    await fail(run, cause, needs);
  }
}

async function start(run: StoredScheduleRun, needs: RunScheduleNeeds): Promise<void> {
  const { id, projectId, schedule, content } = run;
  const madeId = await kindOf(content.run).start({ projectId, schedule, seed: id }, needs);
  const nextAtMs = needs.nowMs();
  await needs.schedules.change(run, { status: 'running', madeId, attempts: 0, nextAtMs });
}

async function look(
  run: StoredScheduleRun,
  madeId: string,
  needs: RunScheduleNeeds,
): Promise<void> {
  const { projectId, content } = run;
  const before = await needs.schedules.before(run);
  const started = { projectId, id: madeId, previousId: before?.madeId ?? null };
  const end = await kindOf(content.run).end(started, needs);
  const atMs = needs.nowMs();
  if (end !== undefined) return finish(run, end, needs);
  if (atMs - run.createdAtMs < LONGEST_MS) {
    await needs.schedules.change(run, { nextAtMs: atMs + MINUTE_MS / 2 });
    return;
  }
  await finish(run, ended('It did not end within a week.'), needs);
}

/** What may go away is tried again, ever later, for about half a day. */
async function fail(
  run: StoredScheduleRun,
  cause: unknown,
  needs: RunScheduleNeeds,
): Promise<void> {
  const { schedules, nowMs, log } = needs;
  const attempts = run.attempts + 1;
  const reason = reasonOf(cause);
  log({
    ...{ level: 'warn', event: 'schedule_step_failed', projectId: run.projectId },
    ...{ schedule: run.schedule, run: run.id, attempts, reason },
  });
  if (isFinal(cause) || attempts >= MOST_ATTEMPTS) return finish(run, ended(reason), needs);
  const waitMs = Math.min(2 * HOUR_MS, MINUTE_MS * 2 ** attempts);
  await schedules.change(run, { attempts, nextAtMs: nowMs() + waitMs });
}

const ended = (reason: string): RunEnd => ({ status: 'failed', outcome: null, reasons: [reason] });

function isFinal(cause: unknown): boolean {
  if (cause instanceof InvalidScorers) return true;
  return (
    cause instanceof ApiProblem && PROBLEMS[cause.code].status < 500 && !WAITED_FOR.has(cause.code)
  );
}

/** Refusals that pass by themselves. */
const WAITED_FOR = new Set<string>(['quota_exceeded', 'batch_busy', 'rate_limited']);

function reasonOf(cause: unknown): string {
  if (cause instanceof ApiProblem) return cause.detail;
  if (cause instanceof InvalidScorers) return cause.message;
  return 'Something failed inside.';
}

/** The alert comes first: if it is told and the end is not written, it is told again under the same key. */
async function finish(
  run: StoredScheduleRun,
  { status, outcome, reasons }: RunEnd,
  needs: RunScheduleNeeds,
): Promise<void> {
  const atMs = needs.nowMs();
  await alertOn(run, { status, outcome, reasons }, needs);
  await needs.schedules.change(run, {
    ...{ status, outcome, reasons: JSON.stringify(reasons), endedAtMs: atMs },
  });
}

async function alertOn(
  run: StoredScheduleRun,
  end: RunEnd,
  needs: RunScheduleNeeds,
): Promise<void> {
  const { projectId, schedule, content, madeId, dueAtMs } = run;
  const { alert = 'error', run: what } = content;
  if (alert === 'none') return;
  const signal = { projectId, key: `schedule/${schedule}`, atMs: needs.nowMs() };
  const isAmiss = end.status === 'failed' || (end.outcome !== null && end.outcome !== 'passed');
  // Nobody waits for what a schedule that was deleted has begun.
  const isKept = (await needs.schedules.find(projectId, schedule)) !== undefined;
  if (!isAmiss || !isKept) {
    await resolveAlert(signal, needs);
    return;
  }
  const isUndecided = end.status === 'completed' && end.outcome === 'undecided';
  await raiseAlert(
    {
      ...signal,
      source: `schedule:${schedule}`,
      severity: isUndecided ? 'warning' : alert,
      title:
        end.status === 'failed'
          ? `The schedule ${schedule} failed`
          : `The gate of the schedule ${schedule} ${isUndecided ? 'is undecided' : 'failed'}`,
      summary: end.reasons.join(' '),
      details: {
        ...{ run: run.id, kind: what.kind, made: madeId, outcome: end.outcome },
        dueAt: new Date(dueAtMs).toISOString(),
      },
      links: [
        { title: 'Schedules', path: '/schedules' },
        ...(madeId === null ? [] : [{ title: 'Run', path: kindOf(what).pathOf(madeId) }]),
      ],
    },
    needs,
  );
}
