import { beforeAll, expect } from 'vitest';
import { Assay } from '../../../sdk/index.ts';
import { MISSING_BROWSER } from '../../testing/chromium.ts';
import { describePages, violationsOn } from '../../testing/open-page.ts';

const { open, served, test } = describePages();

const targets = [
  { name: 'small', model: 'answers/small' },
  { name: 'large', model: 'answers/large' },
];
const gold = {
  name: 'gold',
  when: { metadata: { tier: { in: ['gold'] } } },
  use: { targets: ['large'] },
};

beforeAll(async () => {
  if (MISSING_BROWSER) return;
  const { baseUrl, apiKey } = served();
  const { pipelines } = new Assay({ baseUrl, apiKey });
  await pipelines.create({ name: 'shop', description: 'For <b>customers</b>.', targets });
  await pipelines.addVersion('shop', {
    description: 'For <b>customers</b>.',
    guardInput: {},
    targets,
    route: { rules: [gold] },
    otherwise: { targets: ['small'] },
    judge: { scorers: ['json-valid'] },
  });
});

test('a pipeline shows its steps in the order of a request, and what each version changed', async () => {
  const page = await open({ to: '/pipelines' });
  await page.getByRole('row').filter({ hasText: 'shop' }).click();
  const steps = page.getByRole('list', { name: 'Steps' });
  await steps.waitFor();
  const titles = await steps.getByRole('heading').allTextContents();
  expect(titles).toEqual(['Guard input', 'Route', 'Targets', 'Judge']);
  expect(await page.getByText('For <b>customers</b>.').count()).toBe(1);
  const second = page.getByRole('region', { name: /^Version 2/ });
  expect(await second.getByRole('rowheader').allTextContents()).toContain(
    '/route/rules/gold/use/targets',
  );
  expect(await violationsOn(page)).toEqual([]);
});

test('a request is tried, and every rule says why, on a phone in the dark too', async () => {
  const page = await open({ to: '/pipelines/shop', width: 390, colorScheme: 'dark' });
  await page.getByLabel('Message').fill('Where is my order?');
  await page.getByLabel('Metadata').fill('tier=gold');
  await page.getByRole('button', { name: 'Show the route' }).click();
  await page.getByRole('heading', { name: 'Rule gold' }).waitFor();
  expect(await page.getByRole('status').last().textContent()).toContain('metadata.tier` matches');
  await page.getByLabel('Metadata').fill('');
  await page.getByRole('button', { name: 'Show the route' }).click();
  await page.getByRole('heading', { name: 'No rule: otherwise' }).waitFor();
  expect(await violationsOn(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
});

test('a key that only reads sees the pipeline, and is offered no trial', async () => {
  const page = await open({ to: '/pipelines/shop', key: served().readingKey });
  await page.getByRole('list', { name: 'Steps' }).waitFor();
  expect(await page.getByRole('button', { name: 'Show the route' }).count()).toBe(0);
});
