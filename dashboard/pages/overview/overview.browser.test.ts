import { expect } from 'vitest';
import { describePages, violationsOn } from '../../testing/open-page.ts';

const { open, served, test } = describePages();

test('a batch is shown with its pass rate and the change against the one before it', async () => {
  const page = await open({ to: '/' });
  const rows = page.getByRole('row').filter({ hasText: 'support@1' });
  await rows.first().waitFor();
  expect(await rows.count()).toBe(2);
  expect(await rows.first().textContent()).toMatch(/[+−]\d/);
  expect(await rows.last().textContent()).toContain('first');
  expect(await violationsOn(page)).toEqual([]);
});

test('tags are shown as text, whatever they hold', async () => {
  const page = await open({ to: '/' });
  await page.getByText('<script>alert(1)</script>').waitFor();
});

test('the keyboard leads from the page into a batch', async () => {
  const page = await open({ to: '/' });
  const second = page.getByRole('grid').getByRole('row').nth(2).getByRole('link');
  const href = await second.getAttribute('href');
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await page.waitForURL(`${served().baseUrl}${href}`);
});

test.each(['light', 'dark'] as const)(
  'the overview can be read on a phone, %s',
  async (colorScheme) => {
    const page = await open({ to: '/', width: 390, colorScheme });
    await page.getByRole('grid').waitFor();
    expect(await violationsOn(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  },
);

test('verdicts a day are a table too, and spend is shown against the cap', async () => {
  const page = await open({ to: '/' });
  await page.getByText('As a table').click();
  await page.getByRole('columnheader', { name: 'In batches' }).waitFor();
  await page.getByText('No daily cap is set.').waitFor();
  await page.getByRole('heading', { name: 'Errors' }).waitFor();
  expect(await violationsOn(page)).toEqual([]);
});
