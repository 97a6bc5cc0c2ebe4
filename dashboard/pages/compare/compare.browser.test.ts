import { expect } from 'vitest';
import { describePages, violationsOn } from '../../testing/open-page.ts';

const { open, served, test } = describePages();
const at = (query = '') => `/batches/${served().batch}/compare/${served().base}${query}`;

test('regressions come first, with the test and the interval in words', async () => {
  const page = await open({ to: at() });
  await page.getByText(/95% interval .* McNemar p = /).waitFor();
  await page.getByRole('button', { name: /^regressed \d+/, pressed: true }).waitFor();
  await page.getByRole('grid', { name: 'Samples that are regressed' }).waitFor();
  await page.getByRole('img', { name: /^\d+ samples by their value/ }).waitFor();
  expect(await violationsOn(page)).toEqual([]);
});

test('a sample shows what changed in its output, word by word', async () => {
  const page = await open({ to: at('?change=fixed') });
  const grid = page.getByRole('grid', { name: 'Samples that are fixed' });
  await grid.getByRole('row').nth(1).click();
  await page.locator('ins').first().waitFor();
  await page.getByRole('link', { name: 'Open the sample' }).click();
  await page.waitForURL(/\/samples\/\d+\?base=/);
});

test('a box drawn in the scatter lists the samples in it, and the keyboard can do the same', async () => {
  const page = await open({ to: at('?change=unchanged') });
  const plot = page.getByRole('img', { name: /samples by their value/ });
  await plot.scrollIntoViewIfNeeded();
  const box = await plot.boundingBox();
  if (box === null) throw new Error('The scatter is not shown.');
  await page.mouse.move(box.x + box.width * 0.15, box.y + box.height * 0.95);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.7, box.y + box.height * 0.3, { steps: 4 });
  await page.mouse.up();
  await page.waitForURL(/box=/);
  await page.getByText(/ in the box/).waitFor();
  await page.getByRole('button', { name: 'No box' }).click();
  await page.getByLabel('Batch to', { exact: true }).fill('0.6');
  await page.keyboard.press('Enter');
  await page.waitForURL(/box=0%2C1%2C0%2C0\.6/);
});

test('another score compares by that score', async () => {
  const page = await open({ to: at() });
  await page.getByRole('combobox', { name: /^Score/ }).selectOption('overlap');
  await page.getByRole('button', { name: /^unpaired 0/ }).waitFor();
  expect(page.url()).toContain('scorer=overlap');
});

test.each(['light', 'dark'] as const)(
  'a comparison can be read on a phone, %s',
  async (colorScheme) => {
    const page = await open({ to: at(), width: 390, colorScheme });
    await page.getByRole('img', { name: /samples by their value/ }).waitFor();
    expect(await violationsOn(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  },
);
