import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { Assay } from '../../../sdk/index.ts';
import { describePages, violationsOn } from '../../testing/open-page.ts';

const { open, served, test } = describePages();

/** The overview of a project without batches, as the API is made to say, however often it is asked. */
async function openEmpty(key?: string): Promise<Page> {
  // The suite of the samples is there already.
  const page = await open({ to: '/playground', allows: /409/, ...(key !== undefined && { key }) });
  await page.getByRole('link', { name: 'Overview' }).waitFor();
  const empty = { items: [], nextCursor: null };
  // The playground may still ask for batches that are open.
  await page.route(/\/v1\/batches\?limit=/, (route) => route.fulfill({ json: empty }));
  await page.getByRole('link', { name: 'Overview' }).click();
  await page.getByText('Three ways to a first verdict').waitFor();
  return page;
}

test('an empty project shows three commands with its address and key', async () => {
  const page = await openEmpty();
  const { baseUrl, apiKey } = served();
  for (const way of ['With curl', 'With TypeScript', 'On the command line']) {
    const text = await page.getByRole('region', { name: way }).locator('pre').textContent();
    expect(text).toContain(baseUrl);
    expect(text).toContain(apiKey);
  }
  expect(await violationsOn(page)).toEqual([]);
});

test('the samples are scored twice and opened against each other', async () => {
  const page = await openEmpty();
  await page.getByRole('button', { name: 'Load the samples' }).click();
  await page.waitForURL(/\/batches\/bat_/, { timeout: 40_000 });
  await page.getByText(/of 36 samples/).waitFor();
  await page.getByText(/36 pairs/).waitFor();
  // Other tests look at the same project.
  const { baseUrl, apiKey } = served();
  const { batches } = new Assay({ baseUrl, apiKey });
  for await (const { id } of batches.list({ tag: 'demo' })) await batches.delete(id);
});

test('a key that only reads is offered no samples', async () => {
  const page = await openEmpty(served().readingKey);
  expect(await page.getByRole('button', { name: 'Load the samples' }).count()).toBe(0);
  await page.getByText('This key cannot score').waitFor();
});
