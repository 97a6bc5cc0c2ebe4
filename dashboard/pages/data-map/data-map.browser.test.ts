import { expect } from 'vitest';
import { describePages, violationsOn } from '../../testing/open-page.ts';

const { open, served, test } = describePages();

test('the data map says where data is, who could see it, and what is kept', async () => {
  const page = await open({ to: '/playground' });
  const recipients = [
    {
      ...{ kind: 'model', name: 'openai', host: 'api.openai.com', receives: 'texts' },
      ...{ isReachable: true, lately: { times: 12, lastDay: '2026-11-28' } },
    },
    {
      ...{ kind: 'http-step', name: '<b>chat</b>', host: 'enrich.example.com', receives: 'texts' },
      ...{ isReachable: true, lately: null },
    },
  ];
  await page.route(/\/v1\/data-map/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ json: { ...(await response.json()), recipients } });
  });
  await page.getByRole('link', { name: 'Data map' }).click();
  const openai = page.getByRole('row').filter({ hasText: 'api.openai.com' });
  await openai.waitFor();
  expect(await openai.textContent()).toContain('can be reached');
  expect(await openai.textContent()).toContain('12 requests, last on 2026-11-28');
  const step = page.getByRole('row').filter({ hasText: 'enrich.example.com' });
  expect(await step.textContent()).toMatch(/<b>chat<\/b>.*not recorded/);
  expect(await page.locator('.fact-list').textContent()).toContain('unknown');
  const classes = page.getByRole('region', { name: 'Classes of data' });
  const hidden = await classes.evaluate((table) => table.scrollWidth - table.clientWidth);
  expect(hidden).toBe(0);
  expect(await violationsOn(page)).toEqual([]);
});

test('a key that may read sees it too, on a phone', async () => {
  const page = await open({ to: '/data-map', width: 390, key: served().readingKey });
  await page.getByRole('heading', { name: 'What is kept' }).waitFor();
  expect(await page.getByText('salted hashes').count()).toBe(1);
  expect(await violationsOn(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
});
