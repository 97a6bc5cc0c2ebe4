import { expect } from 'vitest';
import { describePages, violationsOn } from '../../testing/open-page.ts';

const { open, served, test } = describePages();

test('scorers are found in plain words, and one is explained with examples', async () => {
  const page = await open({ to: '/scorers', key: served().readingKey });
  await page.getByLabel('Search').fill('edit distance');
  await page.waitForURL(/q=edit\+distance/);
  await page.getByRole('link', { name: /^levenshtein / }).click();
  await page.getByRole('heading', { name: 'levenshtein', level: 1 }).waitFor();
  await page.getByRole('heading', { name: 'Examples' }).waitFor();
  expect(await violationsOn(page)).toEqual([]);
});

test('what can be tried is offered to keys that may score only', async () => {
  const page = await open({ to: '/scorers/levenshtein', key: served().readingKey });
  await page.getByRole('heading', { name: 'Examples' }).waitFor();
  expect(await page.getByRole('link', { name: 'Try it' }).count()).toBe(0);
  expect(await page.getByRole('link', { name: 'Playground' }).count()).toBe(0);
  expect(await page.getByRole('link', { name: 'Settings' }).count()).toBe(0);
});

test('the list of scorers has no violations', async () => {
  const page = await open({ to: '/scorers', colorScheme: 'dark' });
  await page.getByText(/of \d+ scorers/).waitFor();
  expect(await violationsOn(page)).toEqual([]);
});
