import { pageOf, pageQuery } from '@assay/schema/page.ts';
import { Schedule, ScheduleContent, ScheduleInput, ScheduleRun } from '@assay/schema/schedule.ts';
import * as z from 'zod';
import {
  createSchedule,
  deleteSchedule,
  getSchedule,
  listScheduleRuns,
  listSchedules,
  pauseSchedule,
  replaceSchedule,
  runSchedule,
} from '../../features/schedules/schedules.ts';
import { json, noBody } from './bodies.ts';
import { operation } from './operation.ts';

const named = { name: 'Name of the schedule.' };

// A schedule spends what judges cost without anyone asking: an admin decides on that.
export const SCHEDULES = [
  operation({
    id: 'listSchedules',
    scope: 'read',
    route: 'GET /v1/schedules',
    tag: 'Schedules',
    summary: 'List schedules by name, each with its next times and its newest run',
    query: pageQuery(/^[a-z0-9][a-z0-9._-]{0,63}$/),
    answers: { status: 200, description: 'A page.', schema: pageOf('SchedulePage', Schedule) },
    problems: ['invalid_request'],
    run: ({ projectId, query }, services) => listSchedules(projectId, query, services),
    rpc: 'schedules.list',
    tool: {
      name: 'list_schedules',
      title: 'List schedules',
      description:
        'Lists what the project runs every so often: batches and calibrations, when they are due next, and how the newest run ended.',
      input: z.strictObject({
        cursor: z.string().exactOptional().describe('`nextCursor` of the previous page.'),
        limit: z.int().min(1).max(100).exactOptional().describe('Items per page. Defaults to 20.'),
      }),
      isReading: true,
      isOpen: false,
    },
  }),
  operation({
    id: 'createSchedule',
    scope: 'admin',
    route: 'POST /v1/schedules',
    tag: 'Schedules',
    summary: 'Create a schedule',
    description: 'It is due for the first time after now.',
    body: json(ScheduleInput),
    isIdempotent: true,
    audit: {
      kind: 'change',
      subject: ({ body }) => body.name,
      state: ({ projectId, body }, services) => getSchedule(projectId, body.name, services),
    },
    answers: { status: 201, description: 'The schedule.', schema: Schedule },
    problems: ['unknown_scorer', 'unknown_suite', 'unknown_dataset', 'schedule_exists'],
    run: ({ projectId, body }, services) => createSchedule(projectId, body, services),
  }),
  operation({
    id: 'getSchedule',
    scope: 'read',
    route: 'GET /v1/schedules/:name',
    tag: 'Schedules',
    summary: 'Get a schedule',
    parameters: named,
    answers: { status: 200, description: 'The schedule.', schema: Schedule },
    problems: ['schedule_not_found'],
    run: ({ projectId, path }, services) => getSchedule(projectId, path.name, services),
    rpc: 'schedules.get',
  }),
  operation({
    id: 'replaceSchedule',
    scope: 'admin',
    route: 'PUT /v1/schedules/:name',
    tag: 'Schedules',
    summary: 'Replace what a schedule runs, and when',
    description: 'Runs that have begun go on as they were.',
    parameters: named,
    body: json(ScheduleContent),
    audit: {
      kind: 'change',
      subject: ({ path }) => path.name,
      state: ({ projectId, path }, services) => getSchedule(projectId, path.name, services),
    },
    answers: { status: 200, description: 'The schedule.', schema: Schedule },
    problems: ['unknown_scorer', 'unknown_suite', 'unknown_dataset', 'schedule_not_found'],
    run: ({ projectId, path, body }, services) =>
      replaceSchedule(projectId, path.name, body, services),
  }),
  operation({
    id: 'pauseSchedule',
    scope: 'admin',
    route: 'POST /v1/schedules/:name/pause',
    tag: 'Schedules',
    summary: 'Pause a schedule',
    parameters: named,
    body: noBody,
    audit: {
      kind: 'change',
      subject: ({ path }) => path.name,
      state: ({ projectId, path }, services) => getSchedule(projectId, path.name, services),
    },
    answers: { status: 200, description: 'The schedule.', schema: Schedule },
    problems: ['schedule_not_found'],
    run: ({ projectId, path }, services) => pauseSchedule(projectId, path.name, true, services),
  }),
  operation({
    id: 'resumeSchedule',
    scope: 'admin',
    route: 'POST /v1/schedules/:name/resume',
    tag: 'Schedules',
    summary: 'Resume a schedule',
    description: 'Times that passed while it was paused are not caught up.',
    parameters: named,
    body: noBody,
    audit: {
      kind: 'change',
      subject: ({ path }) => path.name,
      state: ({ projectId, path }, services) => getSchedule(projectId, path.name, services),
    },
    answers: { status: 200, description: 'The schedule.', schema: Schedule },
    problems: ['schedule_not_found'],
    run: ({ projectId, path }, services) => pauseSchedule(projectId, path.name, false, services),
  }),
  operation({
    id: 'runSchedule',
    scope: 'admin',
    route: 'POST /v1/schedules/:name/run',
    tag: 'Schedules',
    summary: 'Run a schedule now',
    description: 'Whatever its times, paused or not. It starts within a minute.',
    parameters: named,
    body: noBody,
    isIdempotent: true,
    audit: { kind: 'change', subject: ({ path }) => path.name },
    answers: { status: 202, description: 'The run.', schema: ScheduleRun },
    problems: ['schedule_not_found'],
    run: ({ projectId, path }, services) => runSchedule(projectId, path.name, services),
  }),
  operation({
    id: 'listScheduleRuns',
    scope: 'read',
    route: 'GET /v1/schedules/:name/runs',
    tag: 'Schedules',
    summary: 'List the runs of a schedule, newest first',
    parameters: named,
    query: pageQuery(/^srn_[0-9a-z]{26}$/),
    answers: {
      status: 200,
      description: 'A page.',
      schema: pageOf('ScheduleRunPage', ScheduleRun),
    },
    problems: ['schedule_not_found'],
    run: ({ projectId, path, query }, services) =>
      listScheduleRuns(projectId, path.name, query, services),
    rpc: 'schedules.runs',
  }),
  operation({
    id: 'deleteSchedule',
    scope: 'admin',
    route: 'DELETE /v1/schedules/:name',
    tag: 'Schedules',
    summary: 'Delete a schedule',
    description: 'Its runs stay, and what has begun goes on.',
    parameters: named,
    audit: {
      kind: 'change',
      subject: ({ path }) => path.name,
      state: ({ projectId, path }, services) => getSchedule(projectId, path.name, services),
    },
    answers: { status: 204, description: 'The schedule is deleted.' },
    problems: ['schedule_not_found'],
    async run({ projectId, path }, services) {
      await deleteSchedule(projectId, path.name, services);
      return null;
    },
  }),
] as const;
