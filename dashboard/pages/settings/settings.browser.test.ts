import { expect } from 'vitest';
import { describePages, violationsOn } from '../../testing/open-page.ts';

const { open, served, test } = describePages();

test('a key is created, shown once, and revoked', async () => {
  const page = await open({ to: '/settings' });
  await page.getByLabel('Name').fill('from the page');
  await page.getByLabel(/^score /).check();
  await page.getByRole('button', { name: 'Create a key' }).click();
  await page.getByText('Copy it now').waitFor();
  const key = (await page.locator('.new-key code').textContent()) ?? '';
  const scopes = async () => {
    const headers = { Authorization: `Bearer ${key}` };
    const response = await fetch(`${served().baseUrl}/v1/keys/current`, { headers });
    return (await response.json()) as { scopes?: string[]; code?: string };
  };
  expect((await scopes()).scopes?.toSorted()).toEqual(['read', 'score']);
  expect(await violationsOn(page)).toEqual([]);
  const row = page.getByRole('listitem').filter({ hasText: 'from the page' });
  await row.getByRole('button', { name: 'Revoke', exact: true }).click();
  await row.getByRole('button', { name: 'Revoke for good' }).click();
  await row.getByText('revoked').waitFor();
});

test('the settings of judges are saved, and shown again', async () => {
  const page = await open({ to: '/settings', width: 390, colorScheme: 'dark' });
  await page.getByLabel(/^Daily cap/).fill('12.5');
  await page.getByLabel(/^Allowed models/).fill('local/a\n\nlocal/b');
  const family = page.getByLabel(/own family/);
  const before = await family.inputValue();
  await family.selectOption('refuse');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Saved.').waitFor();
  await page.reload();
  await page.waitForFunction(
    () => document.querySelector<HTMLInputElement>('[name=dailyCapUsd]')?.value === '12.5',
  );
  expect(await page.getByLabel(/^Allowed models/).inputValue()).toBe('local/a\nlocal/b');
  expect(await family.inputValue()).toBe('refuse');
  expect(await violationsOn(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  // Other pages are tested with the same project.
  await page.getByLabel(/^Daily cap/).fill('');
  await page.getByLabel(/^Allowed models/).fill('');
  await family.selectOption(before);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Saved.').waitFor();
});

test('the days of each class are saved, and shown again', async () => {
  const page = await open({ to: '/settings' });
  await page.getByLabel(/^Batches/).fill('90');
  await page.getByRole('button', { name: 'Save the retention' }).click();
  await page.getByText('Saved.').waitFor();
  await page.reload();
  await page.waitForFunction(
    () => document.querySelector<HTMLInputElement>('[name=batches]')?.value === '90',
  );
  expect(await page.getByLabel(/^Verdicts/).inputValue()).toBe('');
  expect(await violationsOn(page)).toEqual([]);
  await page.getByLabel(/^Batches/).fill('');
  await page.getByRole('button', { name: 'Save the retention' }).click();
  await page.getByText('Saved.').waitFor();
});

test('the signing secret is shown when it is asked for', async () => {
  const page = await open({ to: '/settings' });
  await page.getByRole('button', { name: 'Show the signing secret' }).click();
  await page.getByText(/^whsec_/).waitFor();
});

test('a key that may not administer has no settings', async () => {
  const page = await open({ to: '/settings', key: served().readingKey });
  await page.getByText('It lacks the scope').waitFor();
});
