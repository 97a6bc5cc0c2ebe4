import { expect } from 'vitest';
import { describePages, violationsOn } from '../../testing/open-page.ts';

const { open, served, test } = describePages();

const days = [0, 5, 3].map((calls, i) => ({
  ...{ day: `2026-11-0${i + 1}`, calls, cached: i, errors: 0, costUsd: 0.01 },
}));
const models = [
  {
    ...{ model: 'openai/gpt-5-mini', version: 'gpt-5-mini-2026-10', errors: 2, costUsd: 1.5, days },
    ...{ firstDay: '2026-11-01', lastDay: '2026-11-03', calls: 8, cached: 2 },
    usage: { inputTokens: 10, outputTokens: 5 },
  },
];

test('judges are shown by the version they reported, with cost, cache hits and errors', async () => {
  const page = await open({ to: '/playground' });
  await page.route(/\/v1\/project\/judges/, (route) => route.fulfill({ json: { items: models } }));
  await page.getByRole('link', { name: 'Judges' }).click();
  const row = page.getByRole('row').filter({ hasText: 'openai/gpt-5-mini' });
  await row.waitFor();
  expect(await row.textContent()).toMatch(/gpt-5-mini-2026-10.*8.*20%.*2.*\$1\.50/);
  expect(await violationsOn(page)).toEqual([]);
});

test('where no model was asked the page says so, on a phone too', async () => {
  const page = await open({ to: '/judges', width: 390, key: served().readingKey });
  await page.getByText('No model was asked').waitFor();
  expect(await violationsOn(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
});
