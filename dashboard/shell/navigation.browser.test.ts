import { expect } from 'vitest';
import { describePages, violationsOn } from '../testing/open-page.ts';

const { open, served, test } = describePages();

test('where there is room, all pages are in sight, by section', async () => {
  const page = await open({ to: '/monitors' });
  const pages = page.getByRole('navigation', { name: 'Pages' });
  const watch = pages.getByRole('list', { name: 'Watch' });
  await watch.waitFor();
  expect(await watch.getByRole('link').allTextContents()).toEqual([
    ...['Rules', 'Monitors', 'Alerts', 'Schedules'],
  ]);
  expect(await pages.locator('[aria-current]').textContent()).toBe('Monitors');
  const links = await pages.getByRole('link').all();
  expect(links.length).toBeGreaterThan(15);
  for (const link of links) {
    const { y = 0, height = 0 } = (await link.boundingBox()) ?? {};
    expect(y + height).toBeLessThanOrEqual(800);
    // The least that WCAG 2.2 asks of what is pressed.
    expect(height).toBeGreaterThanOrEqual(24);
  }
  expect(await violationsOn(page)).toEqual([]);
});

test('on a phone they are a row, in which the page that is shown is in sight', async () => {
  const page = await open({ to: '/settings', width: 390 });
  const link = page.getByRole('link', { name: 'Settings' });
  await link.waitFor();
  const { x = -1, width = 0 } = (await link.boundingBox()) ?? {};
  expect(x).toBeGreaterThanOrEqual(0);
  expect(x + width).toBeLessThanOrEqual(390);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
});

test('a section of which a key may see no page is not shown', async () => {
  const page = await open({ to: '/', key: served().readingKey });
  const pages = page.getByRole('navigation', { name: 'Pages' });
  await pages.getByRole('link', { name: 'Verdicts' }).waitFor();
  expect(await pages.getByRole('link', { name: 'Settings' }).count()).toBe(0);
  expect(await pages.getByRole('list', { name: 'Project' }).getByRole('link').count()).toBe(1);
});
