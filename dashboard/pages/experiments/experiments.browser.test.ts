import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
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
