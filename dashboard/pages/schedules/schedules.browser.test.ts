import { afterEach, beforeAll, expect } from 'vitest';
import { Assay } from '../../../sdk/index.ts';
import { MISSING_BROWSER } from '../../testing/chromium.ts';
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

const CONTENT = { cron: '0 2 * * *', run: { kind: 'batch' as const, dataset: 'page-cases' } };

beforeAll(async () => {
  if (MISSING_BROWSER) return;
  const { datasets } = new Assay(served());
  const sample = { output: 'a', expected: 'a' };
  await datasets.create({ name: 'page-cases', items: [{ id: 'a', sample }] });
});

afterEach(async () => {
  if (MISSING_BROWSER) return;
  const { schedules } = new Assay(served());
  for (const { name } of (await schedules.list()).items) await schedules.delete(name);
});

test('a schedule is made, edited, paused, run now and deleted', async () => {
  const page = await open({ to: '/schedules', allows: /400/ });
  const form = page.getByRole('form', { name: 'New schedule' });
  await form.getByLabel('Name', { exact: true }).fill('page-nightly');
  await form.getByLabel('Cron expression').fill('30 2 * *');
  await form.getByLabel('Time zone').fill('Europe/Berlin');
  await form.getByLabel('Data set', { exact: true }).fill('page-cases');
  await form.getByLabel('Scorers').fill('exact-match');
  await form.getByLabel('At most so many points').fill('5');
  await form.getByRole('button', { name: 'Create the schedule' }).click();
  await form.getByText('must have five fields').waitFor();
  await form.getByLabel('Cron expression').fill('30 2 * * 1-5');
  await form.getByRole('button', { name: 'Create the schedule' }).click();
  const row = page.getByRole('listitem').filter({ hasText: 'page-nightly' }).first();
  await row.getByText('a batch over page-cases with exact-match').waitFor();
  expect(await row.textContent()).toContain('30 2 * * 1-5 Europe/Berlin, due');
  expect(await form.getByLabel('Name', { exact: true }).inputValue()).toBe('');
  expect(await violationsOn(page)).toEqual([]);

  await row.getByRole('button', { name: 'Edit' }).click();
  const edit = page.getByRole('form', { name: 'Edit page-nightly' });
  expect(await edit.getByLabel('At most so many points').inputValue()).toBe('5');
  await edit.getByLabel('Cron expression').fill('0 4 * * *');
  expect(await violationsOn(page)).toEqual([]);
  await edit.getByRole('button', { name: 'Save' }).click();
  await row.getByText('0 4 * * *').waitFor();
  await row.getByRole('button', { name: 'Pause' }).click();
  await row.getByText('paused').waitFor();
  await row.getByRole('button', { name: 'Run now' }).click();
  await row.getByText('by hand').waitFor();
  const { schedules } = new Assay(served());
  expect(await schedules.get('page-nightly')).toMatchObject({
    ...{ cron: '0 4 * * *', timeZone: 'Europe/Berlin', isPaused: true, alert: 'error' },
    run: { ...CONTENT.run, scorers: ['exact-match'], gate: { maxRegression: 0.05 } },
    lastRun: { trigger: 'manual' },
  });
  await row.getByRole('button', { name: 'Delete' }).click();
  await row.getByRole('button', { name: 'Delete for good' }).click();
  await row.waitFor({ state: 'detached' });
});

test('what has more than the fields can say is edited as JSON, on a phone in the dark too', async () => {
  const { schedules } = new Assay(served());
  const params = { values: ['a'] };
  const run = { ...CONTENT.run, scorers: [{ scorer: 'contains-any', params }], tags: ['page'] };
  await schedules.create({ name: 'page-more', ...CONTENT, run });
  const page = await open({ to: '/schedules', width: 390, colorScheme: 'dark' });
  const row = page.getByRole('listitem').filter({ hasText: 'page-more' }).first();
  await row.getByRole('button', { name: 'Edit' }).click();
  const edit = page.getByRole('form', { name: 'Edit page-more' });
  const json = edit.getByLabel('What it runs, as JSON');
  expect(JSON.parse(await json.inputValue())).toEqual(run);
  await json.fill('{');
  await edit.getByText('Not JSON yet').waitFor();
  expect(await edit.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true);
  await json.fill(JSON.stringify({ ...run, tags: ['other'] }));
  expect(await violationsOn(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  await edit.getByRole('button', { name: 'Save' }).click();
  await edit.waitFor({ state: 'detached' });
  expect(await schedules.get('page-more')).toMatchObject({ run: { ...run, tags: ['other'] } });
});

test('a key that only reads sees them, and is offered no buttons', async () => {
  const page = await open({ to: '/schedules', key: served().readingKey, colorScheme: 'dark' });
  await page.getByText('Nothing is scheduled.').waitFor();
  expect(await page.getByRole('button', { name: 'Run now' }).count()).toBe(0);
  expect(await page.getByRole('form').count()).toBe(0);
  expect(await violationsOn(page)).toEqual([]);
});
