import { expect } from 'vitest';
import { describePages, violationsOn } from '../../testing/open-page.ts';

const { open, served, test } = describePages();
const at = (batch: string, index: number) => `/batches/${batch}/samples/${index}`;

// Their places in hostile-samples.ts.
const [SCRIPT, MARKDOWN, BIDI, LONG_LINE, FINDINGS, ASTRAL] = [0, 1, 2, 3, 4, 5];

test('a sample shows its texts, its scores with reasons, and what the baseline answered', async () => {
  const page = await open({ to: at(served().batch, 5) });
  await page.getByRole('heading', { name: 'Output', exact: true }).waitFor();
  await page.getByRole('complementary', { name: 'Scores' }).getByText('rouge-l').first().waitFor();
  await page.getByRole('heading', { name: 'Output against the baseline' }).waitFor();
  await page.locator('del').first().waitFor();
  await page.getByText('Raw JSON').click();
  await page.getByText('"sampleHash"').waitFor();
  expect(await violationsOn(page)).toEqual([]);
});

test('j and k go through the samples that match the filters, and u leads back to them', async () => {
  const page = await open({ to: `/batches/${served().batch}?status=failed` });
  await page.getByRole('grid').getByRole('row').nth(1).click();
  await page.getByText(/^1 of \d+$/).waitFor();
  await page.keyboard.press('j');
  await page.getByText(/^2 of \d+$/).waitFor();
  await page.keyboard.press('k');
  await page.getByText(/^1 of \d+$/).waitFor();
  await page.keyboard.press('u');
  await page.waitForURL(/\/batches\/[^/]+\?status=failed$/);
});

test('evidence is marked in the very text, beyond the basic plane too', async () => {
  const page = await open({ to: at(served().hostile, ASTRAL) });
  await page.locator('mark').first().waitFor();
  expect(await page.locator('mark').allTextContents()).toEqual(['someone@example.com']);
});

test('markup of a model is shown as text and does nothing', async () => {
  for (const [index, text] of [
    [SCRIPT, '<script>document.title = "owned"</script>'],
    [MARKDOWN, '![a picture](https://evil.example/pixel.png)'],
  ] as const) {
    const page = await open({ to: at(served().hostile, index) });
    await page.getByText(text).first().waitFor();
    expect(await page.locator('main img, main script, main iframe').count()).toBe(0);
    expect(await page.title()).not.toBe('owned');
  }
});

test('controls of direction are named, and cannot turn a text around', async () => {
  const page = await open({ to: at(served().hostile, BIDI) });
  const output = page.getByRole('heading', { name: 'Output' }).locator('..');
  await output.getByText('U+202E').waitFor();
  expect(await output.textContent()).toContain('Transfer to U+202E54321U+202C, not 12345');
  expect(await output.textContent()).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
});

test('a line of 256 KiB is shown in part, then whole, without widening the page', async () => {
  const page = await open({ to: at(served().hostile, LONG_LINE), width: 390 });
  await page
    .getByRole('button', { name: /^Show all 262,1\d\d characters/ })
    .first()
    .click();
  await page
    .getByText(/x safe$/)
    .first()
    .waitFor();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
});

test('ten thousand findings are marked, and few of them listed', async () => {
  const page = await open({ to: at(served().hostile, FINDINGS) });
  await page.locator('mark').first().waitFor();
  await page.getByText(/^and [\d,]+ more, marked in the texts$/).waitFor();
  expect(await page.getByRole('listitem').count()).toBeLessThan(60);
});

test.each(['light', 'dark'] as const)(
  'a sample can be read on a phone, %s',
  async (colorScheme) => {
    const page = await open({ to: at(served().hostile, ASTRAL), width: 390, colorScheme });
    await page.locator('mark').first().waitFor();
    expect(await violationsOn(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  },
);
