import { newId } from '@assay/schema/ids.ts';
import type {
  Page,
  Schedule,
  ScheduleContent,
  ScheduleInput,
  ScheduleRun,
} from '@assay/schema/types.ts';
import { PAGE_ITEMS, pageFrom } from '../../core/page-from.ts';
import { ApiProblem } from '../../core/problem.ts';
import type { ScheduleStore, StoredSchedule, StoredScheduleRun } from '../../store/schedules.ts';
import { endAlertsOf } from '../alerts/end-alerts-of.ts';
import type { RaiseAlertNeeds } from '../alerts/raise-alert.ts';
import { checkTiming, next, upcoming } from './cron.ts';
import { type KindNeeds, kindOf } from './kinds.ts';

export interface ScheduleNeeds extends KindNeeds {
  schedules: ScheduleStore;
  nowMs(): number;
}

type Reading = Pick<ScheduleNeeds, 'schedules' | 'nowMs'>;

export const MOST_SCHEDULES = 50;
const SHOWN_TIMES = 3;
const TRIES = 5;

/**
 * Creates a schedule, which is due for the first time after now.
 *
 * @throws InvalidScorers, or ApiProblem `invalid_request`, `schedule_exists`, `unknown_dataset` or `unknown_suite`
 */
export async function createSchedule(
  projectId: string,
  { name, ...content }: ScheduleInput,
  needs: ScheduleNeeds,
): Promise<Schedule> {
  if ((await needs.schedules.list(projectId)).length >= MOST_SCHEDULES) {
    throw new ApiProblem('invalid_request', {
      detail: `A project has at most ${MOST_SCHEDULES} schedules. Delete one first.`,
    });
  }
  await check(projectId, content, needs);
  const atMs = needs.nowMs();
  const made: StoredSchedule = {
    ...{ projectId, name, content, isPaused: false, nextDueAtMs: next(content, atMs) },
    ...{ revision: 1, createdAtMs: atMs, updatedAtMs: atMs },
  };
  if (!(await needs.schedules.insert(made))) {
    throw new ApiProblem('schedule_exists', {
      detail: `A schedule "${name}" exists. Use PUT /v1/schedules/${name} to replace it.`,
    });
  }
  return scheduleOf(made, needs);
}

/**
 * Replaces what a schedule runs and when. Runs that have begun go on as they were.
 *
 * @throws InvalidScorers, or ApiProblem as `createSchedule`, or `schedule_not_found`
 */
export async function replaceSchedule(
  projectId: string,
  name: string,
  content: ScheduleContent,
  needs: ScheduleNeeds,
): Promise<Schedule> {
  await findSchedule(projectId, name, needs);
  await check(projectId, content, needs);
  return change(projectId, name, () => ({ content }), needs);
}

/** Pauses a schedule, or resumes it: times that passed in between are not caught up. @throws ApiProblem `schedule_not_found` */
export function pauseSchedule(
  projectId: string,
  name: string,
  isPaused: boolean,
  needs: Reading,
): Promise<Schedule> {
  return change(projectId, name, () => ({ isPaused }), needs);
}

/** @throws ApiProblem `schedule_not_found` */
export async function getSchedule(
  projectId: string,
  name: string,
  needs: Reading,
): Promise<Schedule> {
  return scheduleOf(await findSchedule(projectId, name, needs), needs);
}

/** The schedules of the project, by name. */
export async function listSchedules(
  projectId: string,
  { limit = PAGE_ITEMS, cursor = '' }: { limit?: number | undefined; cursor?: string | undefined },
  needs: Reading,
): Promise<Page<Schedule>> {
  const stored = (await needs.schedules.list(projectId)).filter(({ name }) => name > cursor);
  const shown = pageFrom(stored.slice(0, limit + 1), limit, (of) => scheduleOf(of, needs), nameOf);
  return { ...shown, items: await Promise.all(shown.items) };
}

const nameOf = ({ name }: StoredSchedule) => name;

/** Deletes a schedule and ends its alerts; its runs stay, and go on. @throws ApiProblem `schedule_not_found` */
export async function deleteSchedule(
  projectId: string,
  name: string,
  needs: Reading & RaiseAlertNeeds,
): Promise<void> {
  await findSchedule(projectId, name, needs);
  await needs.schedules.remove(projectId, name);
  await endAlertsOf(projectId, `schedule:${name}`, needs);
}

/**
 * Runs a schedule now, whatever its times, paused or not.
 *
 * @throws ApiProblem `schedule_not_found`
 */
export async function runSchedule(
  projectId: string,
  name: string,
  needs: Reading,
): Promise<ScheduleRun> {
  const { content } = await findSchedule(projectId, name, needs);
  const atMs = needs.nowMs();
  const run: StoredScheduleRun = {
    ...{ id: newId('scheduleRun', atMs), projectId, schedule: name, dueAtMs: atMs },
    ...{ trigger: 'manual', missed: 0, content, status: 'waiting', madeId: null, outcome: null },
    ...{ reasons: '[]', attempts: 0, nextAtMs: atMs, createdAtMs: atMs, endedAtMs: null },
  };
  await needs.schedules.insertRun(run);
  return runOf(run);
}

/** Runs of a schedule, newest first, also of one that was deleted. */
export async function listScheduleRuns(
  projectId: string,
  name: string,
  { limit = PAGE_ITEMS, cursor }: { limit?: number | undefined; cursor?: string | undefined },
  { schedules }: Pick<ScheduleNeeds, 'schedules'>,
): Promise<Page<ScheduleRun>> {
  const rows = await schedules.listRuns(projectId, name, { limit: limit + 1, cursor });
  if (rows.length === 0 && cursor === undefined && !(await schedules.find(projectId, name))) {
    throw notFound(name);
  }
  return pageFrom(rows, limit, runOf, ({ id }) => id);
}

/** @throws ApiProblem `schedule_not_found` */
async function findSchedule(
  projectId: string,
  name: string,
  { schedules }: Pick<ScheduleNeeds, 'schedules'>,
): Promise<StoredSchedule> {
  const found = await schedules.find(projectId, name);
  if (found === undefined) throw notFound(name);
  return found;
}

async function check(
  projectId: string,
  content: ScheduleContent,
  needs: ScheduleNeeds,
): Promise<void> {
  checkTiming(content);
  await kindOf(content.run).check(projectId, needs);
}

async function change(
  projectId: string,
  name: string,
  to: () => Partial<Pick<StoredSchedule, 'content' | 'isPaused'>>,
  needs: Reading,
): Promise<Schedule> {
  for (let tried = 1; tried <= TRIES; tried += 1) {
    const before = await findSchedule(projectId, name, needs);
    const atMs = needs.nowMs();
    const changed = { ...before, ...to() };
    const made: StoredSchedule = {
      ...changed,
      nextDueAtMs: changed.isPaused ? null : next(changed.content, atMs),
      revision: before.revision + 1,
      updatedAtMs: atMs,
    };
    if (await needs.schedules.update(made)) return scheduleOf(made, needs);
  }
  throw new ApiProblem('storage_unavailable');
}

async function scheduleOf(
  { projectId, name, content, isPaused, nextDueAtMs, createdAtMs, updatedAtMs }: StoredSchedule,
  { schedules }: Reading,
): Promise<Schedule> {
  const [last] = await schedules.listRuns(projectId, name, { limit: 1 });
  const times =
    nextDueAtMs === null ? [] : [nextDueAtMs, ...upcoming(content, nextDueAtMs, SHOWN_TIMES - 1)];
  return {
    name,
    ...content,
    isPaused,
    next: times.map((at) => new Date(at).toISOString()),
    lastRun: last === undefined ? null : runOf(last),
    createdAt: new Date(createdAtMs).toISOString(),
    updatedAt: new Date(updatedAtMs).toISOString(),
  };
}

/** A run as callers see it. */
export function runOf(stored: StoredScheduleRun): ScheduleRun {
  const { id, schedule, trigger, dueAtMs, missed, content, status, madeId, outcome } = stored;
  return {
    ...{ id, schedule, trigger, dueAt: new Date(dueAtMs).toISOString(), missed },
    ...{ kind: content.run.kind, status, made: madeId, outcome },
    path: madeId === null ? null : kindOf(content.run).pathOf(madeId),
    reasons: JSON.parse(stored.reasons),
    createdAt: new Date(stored.createdAtMs).toISOString(),
    endedAt: stored.endedAtMs === null ? null : new Date(stored.endedAtMs).toISOString(),
  };
}

function notFound(name: string): ApiProblem {
  return new ApiProblem('schedule_not_found', {
    detail: `There is no schedule "${name}" in this project. GET /v1/schedules lists them.`,
  });
}
