import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import worker from '../../index.ts';
import { runTasks } from './run-tasks.ts';

test('a task that fails keeps no other from running, is logged, and is reported at the end', async () => {
  const ran: string[] = [];
  const lines: object[] = [];
  const down = new RangeError('down');
  const tasks = {
    first: async () => async () => ran.push('first'),
    broken: async () => async () => {
      throw down;
    },
    unloadable: () => Promise.reject(new Error('no such module')),
    last: async () => async () => ran.push('last'),
  };
  await expect(runTasks(tasks, { log: (line) => lines.push(line) })).rejects.toBe(down);
  expect(ran).toEqual(['first', 'last']);
  expect(lines).toMatchObject([
    { event: 'task_failed', task: 'broken', error: 'RangeError' },
    { event: 'task_failed', task: 'unloadable' },
  ]);
});

test.each(['* * * * *', '17 * * * *'])(
  'every task of the schedule %s runs on an empty database',
  async (cron) => {
    const controller = {
      cron,
      scheduledTime: Date.now(),
      type: 'scheduled' as const,
      noRetry() {},
    };
    await expect(worker.scheduled(controller, env)).resolves.toBeUndefined();
  },
);
