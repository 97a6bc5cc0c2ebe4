import { expect } from 'vitest';
import { describePages, violationsOn } from '../../testing/open-page.ts';

const { open, served, test } = describePages();
const at = '2026-11-30T02:00:00.000Z';
const run = {
  ...{ id: 'srn_1', schedule: 'nightly', trigger: 'due', dueAt: at, missed: 2, kind: 'batch' },
  ...{ status: 'completed', made: 'bat_1', path: '/batches/bat_1', outcome: 'failed' },
  ...{ reasons: ['The mean of <i>exact-match</i> fell.'], createdAt: at, endedAt: at },
};
const schedule = {
  ...{ name: 'nightly', cron: '0 2 * * *', timeZone: 'Europe/Berlin', isPaused: false },
  run: { kind: 'batch', dataset: 'cases', scorers: ['exact-match'] },
  ...{ next: [at], lastRun: run, createdAt: at, updatedAt: at },
};

test('schedules are shown with their runs; one is paused and run now', async () => {
  const page = await open({ to: '/playground', width: 390 });
  const asked: string[] = [];
  let isPaused = false;
  await page.route(/\/v1\/schedules/, async (route) => {
    const { pathname } = new URL(route.request().url());
    asked.push(`${route.request().method()} ${pathname}`);
    if (pathname.endsWith('/pause')) isPaused = true;
    const now = { ...schedule, isPaused };
    const isOne = /\/(pause|run)$/.test(pathname);
    const items = pathname.endsWith('/runs') ? [run] : [now];
    await route.fulfill({ json: isOne ? now : { items, nextCursor: null } });
  });
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.goto(`${new URL(page.url()).origin}/schedules`);
  const row = page.getByRole('listitem').filter({ hasText: 'nightly' }).first();
  await row.getByText('2 missed before it').waitFor();
  expect(await row.textContent()).toContain('The mean of <i>exact-match</i> fell.');
  expect(await row.getByRole('link').getAttribute('href')).toBe('/batches/bat_1');
  expect(await violationsOn(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  await row.getByRole('button', { name: 'Pause' }).click();
  await row.getByRole('button', { name: 'Resume' }).waitFor();
  await row.getByRole('button', { name: 'Run now' }).click();
  await expect.poll(() => asked).toContain('POST /v1/schedules/nightly/run');
});

test('a key that only reads sees them, and is offered no buttons', async () => {
  const page = await open({ to: '/schedules', key: served().readingKey, colorScheme: 'dark' });
  await page.getByText('Nothing is scheduled.').waitFor();
  expect(await page.getByRole('button', { name: 'Run now' }).count()).toBe(0);
  expect(await violationsOn(page)).toEqual([]);
});
