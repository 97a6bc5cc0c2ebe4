import { beforeAll, expect } from 'vitest';
import { Assay } from '../../../sdk/index.ts';
import { MISSING_BROWSER } from '../../testing/chromium.ts';
import { describePages, violationsOn } from '../../testing/open-page.ts';

const { open, served, test } = describePages();
const hostile = 'owned <img src=x onerror=alert(1)>';
let auditor: string;

beforeAll(async () => {
  if (MISSING_BROWSER) return;
  const { baseUrl, apiKey } = served();
  const assay = new Assay({ baseUrl, apiKey });
  // Other pages are tested on the same project: what they change is not counted here.
  await assay.suites.create({ name: 'revised', description: 'One.', scorers: ['levenshtein'] });
  await assay.suites.addVersion('revised', { description: 'Two.', scorers: ['levenshtein'] });
  await assay.suites.delete('revised');
  await assay.suites.create({ name: 'audited', description: hostile, scorers: ['levenshtein'] });
  await assay.suites.delete('audited');
  auditor = (await assay.keys.create({ name: 'auditor', scopes: ['audit'] })).key;
});

test('an auditor filters by the address, and opens an entry with what changed, by keyboard', async () => {
  const page = await open({ to: '/audit?operation=addSuiteVersion&subject=revised', key: auditor });
  const rows = page.getByRole('row').filter({ has: page.getByRole('gridcell') });
  await rows.first().waitFor();
  expect(await rows.count()).toBe(1);
  expect(await violationsOn(page)).toEqual([]);
  await rows.first().getByRole('gridcell').first().focus();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'addSuiteVersion' }).waitFor();
  const change = page.getByRole('row').filter({ hasText: '/description' });
  expect(await change.locator('ins').textContent()).toBe('"Two."');
  expect(await violationsOn(page)).toEqual([]);
});

test('a suite that was deleted is shown as it was, and its words stay text', async () => {
  const page = await open({ to: '/audit?kind=change&subject=audited', key: auditor });
  await page.getByRole('gridcell', { name: 'deleteSuite' }).click();
  await page.getByRole('heading', { name: 'deleteSuite' }).waitFor();
  const change = page.getByRole('row').filter({ hasText: '/description' });
  expect(await change.locator('del').textContent()).toContain(hostile);
  await page.goBack();
  await page.getByLabel('Kind').selectOption('read');
  await page.getByText('No entry matches the filter.').waitFor();
});

test('a key of an auditor is shown the audit log alone, on a phone too', async () => {
  const page = await open({ to: '/', key: auditor, width: 390 });
  await page.getByRole('link', { name: 'the audit log' }).click();
  await page.getByRole('heading', { name: 'Audit log' }).waitFor();
  expect(await page.getByRole('link', { name: 'Scorers' }).count()).toBe(0);
  expect(await violationsOn(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
});
