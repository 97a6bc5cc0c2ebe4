import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { Assay } from '../../../sdk/index.ts';
import { MISSING_BROWSER } from '../../testing/chromium.ts';
import { describePages, violationsOn } from '../../testing/open-page.ts';

const { open, served, test } = describePages();

let app: Server;
let id: string;

beforeAll(async () => {
  if (MISSING_BROWSER) return;
  app = createServer(async (request, response) => {
    const body: Buffer[] = [];
    for await (const chunk of request) body.push(chunk);
    const { input } = JSON.parse(Buffer.concat(body).toString());
    response.writeHead(200, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify({ output: input.startsWith('Briefly') ? 'yes' : '<b>well</b>' }));
  });
  app.listen(0, '127.0.0.1');
  await once(app, 'listening');
  const { baseUrl, apiKey } = served();
  const { experiments } = new Assay({ baseUrl, apiKey });
  const target = { url: `http://127.0.0.1:${(app.address() as AddressInfo).port}/` };
  const made = await experiments.create({
    name: 'Two <i>prompts</i>',
    variants: [
      { name: 'brief', target, prompt: 'Briefly: {{input}}' },
      { name: 'plain', target, prompt: '{{input}}' },
    ],
    samples: Array.from({ length: 6 }, (_, i) => ({ input: `question ${i}`, expected: 'yes' })),
    repeats: 2,
    scorers: ['exact-match'],
    choose: 'best variant',
  });
  id = made.id;
  await experiments.wait(id, { pollMs: 200, totalTimeoutMs: 50_000 });
});

afterAll(() => {
  app?.close();
  app?.closeAllConnections();
});

test('an experiment shows its variants, how they differ, the choice, and the matrix', async () => {
  const page = await open({ to: '/experiments' });
  await page.getByRole('row').filter({ hasText: 'Two <i>prompts</i>' }).click();
  await page.getByRole('heading', { name: 'Choice: brief' }).waitFor();
  const variants = page.getByRole('region', { name: 'Variants' });
  expect(await variants.getByRole('row').nth(1).textContent()).toContain('brief');
  const pairs = page.getByRole('region', { name: 'Differences' });
  expect(await pairs.getByRole('row').nth(1).textContent()).toContain('+100 pp');
  const matrix = page.getByRole('region', { name: 'Samples' });
  await matrix.getByText('question 5').waitFor();
  expect(await matrix.getByText('<b>well</b>').count()).toBeGreaterThan(0);
  expect(await violationsOn(page)).toEqual([]);
});

test('an experiment can be read on a phone in the dark', async () => {
  const page = await open({ to: `/experiments/${id}`, width: 390, colorScheme: 'dark' });
  await page.getByRole('region', { name: 'Samples' }).waitFor();
  expect(await violationsOn(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
});

const FORM = { name: 'New experiment', exact: true } as const;

/** The form, filled in but for what a test is about. */
async function filled(page: Page): Promise<Locator> {
  const form = page.getByRole('form', FORM);
  const { port } = app.address() as AddressInfo;
  await form.getByLabel('A question a line').fill('one?\n{"input":"two?","expected":"yes"}');
  await form.getByLabel('Scorers').fill('exact-match');
  for (const [i, prompt] of ['Briefly: {{input}}', '{{input}}'].entries()) {
    const variant = form.getByRole('group', { name: `Variant ${i + 1}` });
    await variant.getByLabel('Name').fill(`v${i + 1}`);
    await variant.getByLabel('Target').fill(`http://127.0.0.1:${port}/`);
    await variant.getByLabel('Prompt').fill(prompt);
  }
  return form;
}

test('an experiment is written in a form, shows its cost, and only then starts', async () => {
  const page = await open({ to: '/experiments' });
  await page.getByRole('link', { name: 'New experiment' }).click();
  const form = await filled(page);
  const start = page.getByRole('button', { name: 'Start the experiment' });
  expect(await start.count()).toBe(0);
  await form.getByRole('button', { name: 'Show the cost' }).click();
  const cost = page.getByRole('region', { name: 'Cost' });
  await cost.getByText('4 answers').waitFor();
  expect(await violationsOn(page)).toEqual([]);
  // What was shown is what is started.
  await form.getByLabel('Answers per variant').fill('2');
  await cost.waitFor({ state: 'detached' });
  await form.getByRole('button', { name: 'Show the cost' }).click();
  await cost.getByText('8 answers').waitFor();
  await start.click();
  await page.waitForURL(/\/experiments\/exp_/);
  await page.getByRole('region', { name: 'Variants' }).getByText('v2').first().waitFor();
});

test('variants are added and removed by keyboard, and one that is added begins as the last', async () => {
  const page = await open({ to: '/experiments/new' });
  const form = await filled(page);
  await form.getByRole('button', { name: 'Add a variant' }).focus();
  await page.keyboard.press('Enter');
  const third = form.getByRole('group', { name: 'Variant 3' });
  await third.waitFor();
  await page.keyboard.type('v3');
  expect(await third.getByLabel('Name').inputValue()).toBe('v3');
  expect(await third.getByLabel('Prompt').inputValue()).toBe('{{input}}');
  await third.getByRole('button', { name: 'Remove variant 3' }).focus();
  await page.keyboard.press('Space');
  await third.waitFor({ state: 'detached' });
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Add a variant');
});

test('the fields become JSON that takes all that an experiment can have', async () => {
  const page = await open({ to: '/experiments/new' });
  const form = await filled(page);
  const parameters = form.getByRole('group', { name: 'Variant 1' }).getByLabel('Parameters');
  await parameters.fill('hot');
  await form.getByLabel('Written as').selectOption('json');
  await page.getByRole('alert').getByText('Parameters of variant “v1” must be JSON').waitFor();
  await parameters.fill('');
  await form.getByLabel('Written as').selectOption('json');
  const json = form.getByLabel('The experiment, as JSON');
  const written = JSON.parse(await json.inputValue());
  expect(written).toMatchObject({ variants: [{ name: 'v1' }, { name: 'v2' }], repeats: 1 });
  await json.fill('{');
  await form.getByRole('button', { name: 'Show the cost' }).click();
  await page.getByRole('alert').getByText('The experiment must be JSON').waitFor();
  await json.fill(JSON.stringify({ ...written, repeats: 3 }));
  await form.getByRole('button', { name: 'Show the cost' }).click();
  await page.getByRole('region', { name: 'Cost' }).getByText('12 answers').waitFor();
});

test('the form fits a phone in the dark', async () => {
  const page = await open({ to: '/experiments/new', width: 390, colorScheme: 'dark' });
  const form = await filled(page);
  await form.getByRole('button', { name: 'Show the cost' }).click();
  await page.getByRole('region', { name: 'Cost' }).waitFor();
  expect(await violationsOn(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
});
