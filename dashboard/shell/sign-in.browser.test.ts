import { expect } from 'vitest';
import { describePages, violationsOn } from '../testing/open-page.ts';

const { open, served, test } = describePages();

test('the key of the address signs in, and leaves the address and the history', async () => {
  const page = await open({ to: '/' });
  await page.getByRole('heading', { name: 'Overview' }).waitFor();
  expect(page.url()).toBe(`${served().baseUrl}/`);
  expect(await page.evaluate(() => window.history.length)).toBeLessThanOrEqual(2);
  expect(await page.evaluate(() => window.localStorage.length)).toBe(1);
});

test('a person signs in with a key, stays signed in over a reload, and signs out', async () => {
  const page = await open({ to: '/', key: '' });
  expect(await violationsOn(page)).toEqual([]);
  await page.getByLabel('API key').fill(served().readingKey);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('grid').waitFor();
  await page.reload();
  await page.locator('summary').getByText('prj_development').click();
  expect(await page.getByText('read', { exact: true }).isVisible()).toBe(true);
  expect(await violationsOn(page)).toEqual([]);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByLabel('API key').waitFor();
  expect(await page.evaluate(() => window.sessionStorage.length)).toBe(0);
});

test('pages of the dashboard open directly, and no page takes the place of a route of the API', async () => {
  const navigate = { headers: { 'Sec-Fetch-Mode': 'navigate', Accept: 'text/html' } };
  const typeOf = async (path: string) => {
    const response = await fetch(served().baseUrl + path, navigate);
    return [response.status, response.headers.get('content-type')?.split(';')[0]];
  };
  expect(await typeOf('/batches/x')).toEqual([200, 'text/html']);
  expect(await typeOf('/v1/none')).toEqual([404, 'application/problem+json']);
  expect(await typeOf('/v1/batches')).toEqual([401, 'application/problem+json']);
  expect(await typeOf('/healthz')).toEqual([200, 'application/json']);
  const { headers } = await fetch(`${served().baseUrl}/docs/`, navigate);
  expect(headers.get('content-security-policy')).toMatch(
    /^default-src 'self'; style-src 'self' 'unsafe-inline'/,
  );
});

test('the help lists the shortcuts, and closes again', async () => {
  const page = await open({ to: '/' });
  await page.getByRole('grid').waitFor();
  await page.keyboard.press('?');
  await page.getByRole('dialog').getByText('Go to the overview').waitFor();
  expect(await violationsOn(page)).toEqual([]);
  await page.keyboard.press('Escape');
  expect(await page.getByRole('dialog').count()).toBe(0);
});
