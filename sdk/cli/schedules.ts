import type { Schedule, ScheduleRun } from '@assay/schema/types.ts';
import { NotFoundError } from '../errors.ts';
import { CliError } from './cli-error.ts';
import { defineCommand } from './command.ts';
import { EXIT } from './exit-code.ts';
import { collect, LIMIT_OPTION, limitOf, pageOf } from './listing.ts';
import { asked, readFiles } from './resource-files.ts';
import { SCHEDULES } from './schedule-file.ts';
import { json, oneLine, printable, table } from './text.ts';

export const schedulesList = defineCommand({
  name: 'schedules list',
  summary: 'Lists the schedules, when they are due next, and how the newest run ended.',
  options: {},
  async run({ isJson, system, client }) {
    const schedules = await collect((await client()).schedules.list());
    system.stdout.write(isJson ? json(schedules) : printable(table(schedules.map(scheduleRow))));
    return EXIT.passed;
  },
});

export const schedulesPush = defineCommand({
  name: 'schedules push',
  summary: 'Creates or replaces schedules from YAML files. Needs a key with the scope admin.',
  args: ['<path…>'],
  options: {},
  examples: ['assay schedules push schedules/'],
  async run({ args, isJson, system, client }) {
    const { schedules } = await client();
    const pushed: Schedule[] = [];
    for (const file of await readFiles(args, SCHEDULES, system)) {
      const { name, ...content } = file.schedule;
      const replace = () =>
        schedules.replace(name, content).catch((cause: unknown) => {
          if (!(cause instanceof NotFoundError)) throw cause;
          return schedules.create(file.schedule);
        });
      pushed.push(await asked(file, async () => replace()));
    }
    system.stdout.write(isJson ? json(pushed) : printable(table(pushed.map(scheduleRow))));
    return EXIT.passed;
  },
});

export const schedulesRuns = defineCommand({
  name: 'schedules runs',
  summary: 'Lists the runs of a schedule, newest first.',
  args: ['<name>'],
  options: LIMIT_OPTION,
  async run({ values, args: [name = ''], isJson, system, client }) {
    const limit = limitOf(values);
    const listed = (await client()).schedules.runs(name, { limit: pageOf(limit) });
    const runs = await collect(listed, limit);
    system.stdout.write(isJson ? json(runs) : printable(table(runs.map(runRow))));
    return EXIT.passed;
  },
});

export const schedulesRun = defineCommand({
  name: 'schedules run',
  summary: 'Runs a schedule now. Needs a key with the scope admin.',
  args: ['<name>'],
  options: {},
  async run({ args: [name = ''], isJson, system, client }) {
    const run = await (await client()).schedules.run(name);
    system.stdout.write(isJson ? json(run) : printable(table([runRow(run)])));
    return EXIT.passed;
  },
});

export const schedulesPause = defineCommand({
  name: 'schedules pause',
  summary: 'Pauses a schedule, or resumes it. Needs a key with the scope admin.',
  args: ['<name>'],
  options: { off: { help: 'Resume it.' } },
  async run({ values, args: [name = ''], isJson, system, client }) {
    const { schedules } = await client();
    const schedule = await (values.off ? schedules.resume(name) : schedules.pause(name));
    system.stdout.write(isJson ? json(schedule) : printable(table([scheduleRow(schedule)])));
    return EXIT.passed;
  },
});

export const schedulesDelete = defineCommand({
  name: 'schedules delete',
  summary: 'Deletes a schedule. Needs a key with the scope admin.',
  args: ['<name>'],
  options: { yes: { help: 'Confirm the deletion.' } },
  async run({ values, args: [name = ''], client }) {
    if (!values.yes) throw new CliError('Add --yes to delete the schedule.');
    await (await client()).schedules.delete(name);
    return EXIT.passed;
  },
});

function scheduleRow({ name, cron, timeZone, run, isPaused, next, lastRun }: Schedule): string[] {
  return [
    name,
    run.kind,
    `${cron} ${timeZone ?? 'UTC'}`,
    isPaused ? 'paused' : `next ${next[0] ?? 'never'}`,
    lastRun === null ? 'no run yet' : `last ${lastRun.outcome ?? lastRun.status}`,
  ];
}

function runRow({ id, dueAt, trigger, status, outcome, made, reasons }: ScheduleRun): string[] {
  return [
    id,
    dueAt,
    trigger === 'manual' ? 'by hand' : '',
    outcome ?? status,
    made ?? '',
    oneLine(reasons.join(' '), 80),
  ];
}
