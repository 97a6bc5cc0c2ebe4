import { beforeAll, expect } from 'vitest';
import { Assay, type Verdict } from '../../../sdk/index.ts';
import { MISSING_BROWSER } from '../../testing/chromium.ts';
import { describePages, violationsOn } from '../../testing/open-page.ts';

const { open, served, test } = describePages();
let failing: Verdict;

beforeAll(async () => {
  if (MISSING_BROWSER) return;
  const { baseUrl, apiKey } = served();
  const assay = new Assay({ baseUrl, apiKey });
  failing = await assay.score({
    sample: {
      input: 'Who is it?',
      output: '😀 Write to maria.keller@posteo.de <script>document.title="owned"</script>',
      contexts: ['Call +49 30 901820.', { text: 'Nothing here.' }],
    },
    scorers: ['detect-pii', { scorer: 'contains', params: { values: ['Paris'] } }],
    tags: ['<img src=x>', 'verdict-page'],
    metadata: { user: 'u-7' },
  });
  await assay.score({
    sample: { output: 'Paris', expected: 'Paris' },
    scorers: ['exact-match'],
    tags: ['verdict-page'],
  });
});

test('verdicts are filtered by the address, and opened', async () => {
  const page = await open({ to: '/verdicts?tag=verdict-page' });
  const rows = page.getByRole('row').filter({ has: page.getByRole('gridcell') });
  await rows.nth(1).waitFor();
  expect(await rows.count()).toBe(2);
  await page.getByLabel('Outcome').selectOption('failed');
  await page.waitForURL(/outcome=failed/);
  await page.getByText('<img src=x>, verdict-page').waitFor();
  expect(await rows.count()).toBe(1);
  expect(await violationsOn(page)).toEqual([]);
  await rows.first().click();
  await page.waitForURL(`${served().baseUrl}/verdicts/${failing.id}`);
});

test('evidence is highlighted in the very text, and what a model wrote stays text', async () => {
  const page = await open({ to: `/verdicts/${failing.id}` });
  const output = page
    .locator('.field')
    .filter({ has: page.getByRole('heading', { name: 'Output' }) });
  await output.locator('mark').first().waitFor();
  expect(await output.locator('mark').first().textContent()).toBe('maria.keller@posteo.de');
  expect(await output.textContent()).toContain('<script>document.title="owned"</script>');
  expect(await page.title()).toBe('Verdict · Assay');
  expect(await violationsOn(page)).toEqual([]);
});

test('the lineage opens, and a replay says that nothing differs', async () => {
  const page = await open({ to: `/verdicts/${failing.id}` });
  await page.getByText('Lineage', { exact: true }).click();
  await page.getByText(failing.lineage.requestId).waitFor();
  await page.getByRole('button', { name: 'Score again' }).click();
  await page.getByText('the same to the bit').waitFor();
  expect(await violationsOn(page)).toEqual([]);
});

test('the prompt of a judge is rendered from the settings of the verdict', async () => {
  const { baseUrl, apiKey } = served();
  const { id } = await new Assay({ baseUrl, apiKey }).score({
    sample: { output: 'Thanks <b>a lot</b>.' },
    scorers: [{ scorer: 'rubric', as: 'polite', params: { criterion: 'It is very polite.' } }],
  });
  const page = await open({ to: `/verdicts/${id}`, key: served().readingKey });
  await page.getByText('Prompt', { exact: true }).click();
  await page.getByText('It is very polite.').first().waitFor();
  expect(await page.locator('.prompt').textContent()).toContain('Thanks <b>a lot</b>.');
  expect(await violationsOn(page)).toEqual([]);
});

test('a key that only reads is offered no replay', async () => {
  const page = await open({ to: `/verdicts/${failing.id}`, key: served().readingKey });
  await page.getByRole('complementary', { name: 'Scores' }).waitFor();
  expect(await page.getByRole('button', { name: 'Score again' }).count()).toBe(0);
});

test('a verdict that is not there is said, not shown', async () => {
  const page = await open({ to: '/verdicts/ver_01ARZ3NDEKTSV4RRFFQ69G5FAV', allows: /404/ });
  await page.getByRole('alert').waitFor();
});

test.each(['light', 'dark'] as const)(
  'a verdict can be read on a phone, %s',
  async (colorScheme) => {
    const page = await open({ to: `/verdicts/${failing.id}`, width: 390, colorScheme });
    await page.getByRole('complementary', { name: 'Scores' }).waitFor();
    expect(await violationsOn(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  },
);
