import { beforeAll, expect } from 'vitest';
import { Assay } from '../../../sdk/index.ts';
import { MISSING_BROWSER } from '../../testing/chromium.ts';
import { describePages, violationsOn } from '../../testing/open-page.ts';

const { open, served, test } = describePages();

beforeAll(async () => {
  if (MISSING_BROWSER) return;
  const { baseUrl, apiKey } = served();
  const { suites } = new Assay({ baseUrl, apiKey });
  await suites.create({ name: 'versions', scorers: ['levenshtein', 'chrf'] });
  const scorers = [{ scorer: 'levenshtein' as const, threshold: 0.9 }, 'exact-match' as const];
  await suites.addVersion('versions', { scorers });
});

test('a suite shows what each version changed', async () => {
  const page = await open({ to: '/suites' });
  await page.getByRole('row').filter({ hasText: 'versions' }).click();
  const second = page.getByRole('region', { name: /^Version 2/ });
  await second.waitFor();
  const items = await second.getByRole('listitem').allTextContents();
  expect(items.map((text) => text.trim().replace(/\s+/g, ' ').slice(0, 13))).toEqual([
    ...['~ levenshtein', '+ exact-match', 'policy {"rule', '− chrf remove'],
  ]);
  expect(await violationsOn(page)).toEqual([]);
});
