import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect } from 'vitest';
import { Assay, type ProbeInput } from '../../../sdk/index.ts';
import { MISSING_BROWSER } from '../../testing/chromium.ts';
import { describePages, violationsOn } from '../../testing/open-page.ts';

const { open, served, test } = describePages();

let app: Server;
let url: string;
const ids = new Map<string, string>();

const samples = Array.from({ length: 8 }, (_, i) => ({
  id: `q${i}`,
  input: `She asks about <b>parcel</b> ${i}. Where should customers pick it up today?`,
  expected: 'yes',
}));
const more = Array.from({ length: 6 }, (_, i) => ({
  id: `m${i}`,
  input: `When was parcel ${i} sent?`,
  contexts: [`It was sent on day ${i}.`],
  expected: 'yes',
}));
const passages = Array.from({ length: 6 }, (_, i) => ({
  id: `q${i}`,
  input: `Where is parcel ${i}?`,
  contexts: [`Needed: parcel ${i} is here.`],
  expected: 'yes',
}));

const choices = Array.from({ length: 8 }, (_, i) => ({
  id: `c${i}`,
  input: `Which colour is <i>box</i> ${i}?\nA) red ${i}\nB) green ${i}\nC) blue ${i}\nD) grey ${i}`,
  expected: `red ${i}`,
}));

/** An application that is case-sensitive, biased, lost in the middle, confused by noise, and takes option A. */
function answerTo(input: string): string {
  const first = /^A\) (.+)$/m.exec(input)?.[1];
  if (first !== undefined) return first;
  if (input.startsWith('Noise ')) return input.split('\n\n').length > 3 ? 'no' : 'yes';
  if (input.includes('SHOULD')) return 'no';
  if (input.startsWith('He ')) return "I'm sorry, but I can't help with that.";
  const lines = input.split('\n').filter((line) => line.trim() !== '');
  const at = lines.findIndex((line) => line.startsWith('Needed'));
  return at > 0 && at < lines.length - 2 ? 'no' : 'yes';
}

beforeAll(async () => {
  if (MISSING_BROWSER) return;
  app = createServer(async (request, response) => {
    const body: Buffer[] = [];
    for await (const chunk of request) body.push(chunk);
    const { input } = JSON.parse(Buffer.concat(body).toString());
    if (request.url === '/slow') await new Promise((resolve) => setTimeout(resolve, 1_000));
    response.writeHead(200, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify({ output: answerTo(input) }));
  });
  app.listen(0, '127.0.0.1');
  await once(app, 'listening');
  url = `http://127.0.0.1:${(app.address() as AddressInfo).port}/`;
  const { baseUrl, apiKey } = served();
  const { probes } = new Assay({ baseUrl, apiKey });
  const run = async (name: string, given: Partial<ProbeInput> & Pick<ProbeInput, 'kind'>) => {
    const input = { target: { url }, samples, scorers: ['exact-match'], name, ...given };
    const { id } = await probes.create(input);
    ids.set(given.kind, id);
    await probes.wait(id, { pollMs: 200, totalTimeoutMs: 100_000 });
    return id;
  };
  const since = await run('Again', { kind: 'consistency', repeats: 2 });
  await run('Wording <i>', { kind: 'phrasing', phrasing: { rewordings: ['upper-case', 'typos'] } });
  await run('People', { kind: 'counterfactual', counterfactual: { dimensions: ['gender'] } });
  await run('Place', {
    ...{ kind: 'position', samples: passages, position: { lengths: [5] } },
    prompt: '{{contexts}}\n\n{{input}}',
  });
  await run('Options', { kind: 'order', samples: choices });
  await run('Noise', {
    ...{ kind: 'distraction', samples: [...passages, ...more] },
    prompt: 'Noise {{contexts}}\n\n{{input}}',
  });
  const { id } = await probes.create({ kind: 'drift', drift: { since }, name: 'Later' });
  ids.set('drift', id);
  await probes.wait(id, { pollMs: 200, totalTimeoutMs: 100_000 });
}, 300_000);

afterAll(() => {
  app?.close();
  app?.closeAllConnections();
});

test('a probe of a wording shows the line to act on, the differences, and what was changed', async () => {
  const page = await open({ to: '/probes?kind=phrasing' });
  await page.getByRole('row').filter({ hasText: 'Wording <i>' }).click();
  const line = page.getByRole('region', { name: 'What to do' });
  await line.getByText('normalize case before the prompt').waitFor();
  const differences = page.getByRole('region', { name: 'Differences' });
  await differences.getByText('−100 pp').first().waitFor();
  const shown = page.getByRole('region', { name: 'Largest differences' });
  expect(await shown.locator('del').count()).toBeGreaterThan(0);
  expect(await shown.getByText('<b>parcel</b>').count()).toBeGreaterThan(0);
  expect(await violationsOn(page)).toEqual([]);
});

test('a probe of people shows the sentences, and who was refused', async () => {
  const page = await open({ to: `/probes/${ids.get('counterfactual')}` });
  const shown = page.getByRole('region', { name: 'Largest differences' });
  await shown.getByText(', refused').first().waitFor();
  expect(await shown.getByText('He asks about').count()).toBeGreaterThan(0);
  const variants = page.getByRole('region', { name: 'Variants' });
  expect(await variants.getByRole('columnheader', { name: 'Refused' }).count()).toBe(1);
});

test('a probe of positions draws the curve and has its numbers', async () => {
  const page = await open({ to: `/probes/${ids.get('position')}` });
  await page.getByRole('img', { name: /Mean score by depth/ }).waitFor();
  const curve = page.getByRole('region', { name: 'The needed passage among 5' });
  expect(await curve.getByRole('row').count()).toBe(6);
  expect(await curve.getByText('Middle less ends').count()).toBe(1);
  expect(await violationsOn(page)).toEqual([]);
});

test('a probe of options says whether their place counts, and shows the orders', async () => {
  const page = await open({ to: `/probes/${ids.get('order')}` });
  const differences = page.getByRole('region', { name: 'Differences' });
  const first = differences.getByRole('row').filter({ hasText: 'correct option at place 1' });
  await first.getByText('+100 pp').waitFor();
  await first.getByText('affected').waitFor();
  const shown = page.getByRole('region', { name: 'Largest differences' });
  expect(await shown.getByText('<i>box</i>').count()).toBeGreaterThan(0);
  expect(await shown.locator('ins').count()).toBeGreaterThan(0);
  expect(await violationsOn(page)).toEqual([]);
});

test('a probe of irrelevant passages says how much they cost, also on a phone in the dark', async () => {
  const to = `/probes/${ids.get('distraction')}`;
  const page = await open({ to, width: 390, colorScheme: 'dark' });
  await page.getByRole('region', { name: 'What to do' }).getByText('affected').waitFor();
  const differences = page.getByRole('region', { name: 'Differences' });
  expect(await differences.getByText('−100 pp').count()).toBeGreaterThan(0);
  expect(await violationsOn(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
});

test('one that was cancelled says what is missing and why', async () => {
  const { baseUrl, apiKey } = served();
  const { probes, experiments } = new Assay({ baseUrl, apiKey });
  const target = { url: `${url}slow` };
  const { id } = await probes.create({
    kind: 'consistency',
    target,
    samples,
    scorers: ['exact-match'],
  });
  await experiments.cancel(id);
  const page = await open({ to: `/probes/${id}` });
  await page.getByText('because the probe was cancelled').waitFor();
  expect(await violationsOn(page)).toEqual([]);
});

test('consistency says how meaning was decided, and drift what it is compared with', async () => {
  const page = await open({ to: `/probes/${ids.get('consistency')}` });
  await page.getByText('Set ASSAY_EMBEDDING_MODEL').waitFor();
  await page.getByRole('row').filter({ hasText: 'one meaning' }).getByText('not run').waitFor();
  await page.goto(page.url().replace(ids.get('consistency') ?? '', ids.get('drift') ?? ''));
  await page.getByRole('link', { name: 'the earlier probe' }).click();
  await page.getByRole('heading', { name: 'Again', exact: true }).waitFor();
});

test('the model card links to the newest probe of each kind, and offers those that were not run', async () => {
  const page = await open({ to: '/model-card', width: 390, colorScheme: 'dark' });
  const bias = page.getByRole('region', { name: 'Bias' });
  await bias.getByText('affected').waitFor();
  expect(await violationsOn(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  await bias.getByRole('link', { name: 'People' }).click();
  await page.getByRole('heading', { name: 'People' }).waitFor();
  const other = await open({ to: '/model-card?target=openai%2Fother' });
  await other.getByRole('link', { name: 'Start one: order' }).waitFor();
});

test('the form fits a phone', async () => {
  const page = await open({ to: '/probes/new', width: 390 });
  await page.getByLabel('Most to spend').waitFor();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
});

test('a probe is shown before it runs, and started by a form', async () => {
  const page = await open({ to: '/probes/new?kind=phrasing' });
  await page.getByLabel('Target').fill(url);
  await page.getByLabel(/^Samples/).fill('Where should customers pick up parcel 1 today?');
  await page.getByLabel('Scorers').fill('json-valid');
  await page.getByRole('button', { name: 'Show changes and cost' }).click();
  await page.getByRole('region', { name: 'What would be asked' }).waitFor();
  expect(await violationsOn(page)).toEqual([]);
  await page.getByRole('button', { name: 'Start probe' }).click();
  await page.getByRole('heading', { name: 'phrasing probe' }).waitFor();
});
