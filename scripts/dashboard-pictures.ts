/**
 * `npm run docs:screens`: takes the pictures of docs/dashboard.md, docs/live-traffic.md, docs/experiments.md and
 * docs/probes.md, of a Worker with the sample answers, live traffic, an experiment and probes. With a folder as argument, takes every page in every form, to look at.
 */
import { rmSync } from 'node:fs';
import { mkdir, mkdtemp } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { launchChromium } from '../dashboard/testing/chromium.ts';
import { seed } from '../dashboard/testing/seed.ts';
import { seedExperiments } from '../dashboard/testing/seed-experiments.ts';
import { LIVE_NAME, seedLive } from '../dashboard/testing/seed-live.ts';
import { Assay } from '../sdk/index.ts';
import { startLocalWorker } from './local-worker.ts';

const HOOK_PORT = 9_797;
const HOOK = `http://127.0.0.1:${HOOK_PORT}/alerts`;
const persistTo = await mkdtemp(join(tmpdir(), 'assay-pictures-'));
process.once('exit', () => rmSync(persistTo, { recursive: true, force: true }));
const [folder] = process.argv.slice(2);
const target = folder ?? join(import.meta.dirname, '..', 'docs', 'images');
await mkdir(target, { recursive: true });

const worker = await startLocalWorker({ persistTo, isVerbose: false });
const { base, batch, hostile } = await seed(worker);
const assay = new Assay(worker);
const { items: regressed } = await assay.batches.rows(batch, { base, change: ['regressed'] });
if (folder === undefined) await assay.batches.delete(hostile);
const browser = await launchChromium();
// What alerts are sent to.
const hook = createServer((_, response) => response.end());
await new Promise<void>((resolve) => hook.listen(HOOK_PORT, '127.0.0.1', resolve));

interface Picture {
  name: string;
  to: string;
  colorScheme: 'light' | 'dark';
  width: number;
  height?: number;
  /** The whole page, however long. */
  isWhole?: boolean;
  /** Text of what is scrolled to. */
  from?: string;
  /** What is done on the page before it is taken. */
  prepare?(page: Page): Promise<void>;
}

const PAGES = {
  overview: '/',
  batch: `/batches/${batch}`,
  regressed: `/batches/${batch}?change=regressed&group=scorer`,
  sample: `/batches/${batch}/samples/${regressed[0]?.index ?? 0}?change=regressed`,
  compare: `/batches/${batch}/compare/${base}`,
  hostile: `/batches/${hostile}/samples/5`,
};
const LISTS = {
  rules: '/rules',
  monitors: '/monitors',
  alerts: '/alerts',
  schedules: '/schedules',
  experiments: '/experiments',
  probes: '/probes',
  'model-card': '/model-card',
};
const FORMS = { 'new-experiment': '/experiments/new', 'new-probe': '/probes/new?kind=phrasing' };
const RULE = `/rules/${LIVE_NAME}`;
const MONITOR = `/monitors/${LIVE_NAME}`;

const WIDE = { width: 1280, height: 860 };
const NARROW = { width: 390, height: 800 };

const FOR_DOCS: Picture[] = [
  { name: 'dashboard-batch-light', to: PAGES.batch, colorScheme: 'light', ...WIDE },
  { name: 'dashboard-batch-dark', to: PAGES.batch, colorScheme: 'dark', ...WIDE },
  { name: 'dashboard-sample', to: PAGES.sample, colorScheme: 'light', ...WIDE },
  { name: 'dashboard-compare', to: PAGES.compare, colorScheme: 'light', ...WIDE },
  { name: 'dashboard-overview', to: PAGES.overview, colorScheme: 'light', ...WIDE },
  { name: 'dashboard-narrow', to: PAGES.batch, colorScheme: 'dark', ...NARROW },
];
const LIVE_FOR_DOCS: Picture[] = [
  { name: 'dashboard-rule', to: RULE, colorScheme: 'light', ...WIDE },
  { name: 'dashboard-monitor', to: MONITOR, colorScheme: 'light', ...WIDE },
  { name: 'dashboard-alarm', to: MONITOR, colorScheme: 'light', ...WIDE, from: 'Alarms' },
  { name: 'dashboard-alerts', to: LISTS.alerts, colorScheme: 'light', ...WIDE },
];

try {
  if (folder === undefined) {
    for (const picture of FOR_DOCS) await take(picture);
    await seedLive({ ...worker, hook: HOOK });
    for (const picture of LIVE_FOR_DOCS) await take(picture);
    for (const picture of await probedForDocs()) await take(picture);
  } else {
    for (const picture of formsOf(PAGES)) await take(picture);
    for (const picture of formsOf(LISTS, '-empty')) await take({ ...picture, isWhole: true });
    const alert = `/alerts/${await seedLive({ ...worker, hook: HOOK })}`;
    const { experiment, probes } = await probed();
    const live = { ...LISTS, ...FORMS, rule: RULE, monitor: MONITOR, alert, experiment, ...probes };
    for (const picture of formsOf(live)) await take({ ...picture, isWhole: true });
  }
} finally {
  hook.close();
  await browser.close();
  await worker.stop();
}

/** The paths of an experiment and of probes that have ended. */
async function probed() {
  const { experiment, probes } = await seedExperiments(worker);
  const { phrasing, position, consistency } = probes;
  return {
    experiment: `/experiments/${experiment}`,
    probes: {
      phrasing: `/probes/${phrasing}`,
      position: `/probes/${position}`,
      consistency: `/probes/${consistency}`,
    },
  };
}

async function probedForDocs(): Promise<Picture[]> {
  const { experiment, probes } = await probed();
  const card = LISTS['model-card'];
  return [
    { name: 'dashboard-experiment', to: experiment, colorScheme: 'light', ...WIDE },
    {
      ...{ name: 'dashboard-new-experiment', to: FORMS['new-experiment'], colorScheme: 'light' },
      ...{ ...WIDE, prepare: fillExperiment },
    },
    { name: 'dashboard-probe', to: probes.phrasing, colorScheme: 'light', ...WIDE },
    { name: 'dashboard-probe-position', to: probes.position, colorScheme: 'dark', ...WIDE },
    { name: 'dashboard-model-card', to: card, colorScheme: 'light', ...WIDE },
  ];
}

async function fillExperiment(page: Page): Promise<void> {
  const form = page.getByRole('form', { name: 'New experiment', exact: true });
  await form.getByLabel('Name').first().fill('capitals');
  const samples = 'What is the capital of Peru?\n{"input":"And of Ghana?","expected":"Accra"}';
  await form.getByLabel('A question a line').fill(samples);
  const prompts = { brief: 'Answer in one word. {{input}}', plain: '{{input}}' };
  for (const [i, [name, prompt]] of Object.entries(prompts).entries()) {
    const variant = form.getByRole('group', { name: `Variant ${i + 1}` });
    await variant.getByLabel('Name').fill(name);
    await variant.getByLabel('Target').fill('openai/gpt-5-mini');
    await variant.getByLabel('Prompt').fill(prompt);
  }
  await page.getByRole('heading', { level: 1 }).scrollIntoViewIfNeeded();
}

function formsOf(pages: Record<string, string>, suffix = ''): Picture[] {
  return Object.entries(pages).flatMap(([name, to]): Picture[] => [
    { name: `${name}${suffix}-light`, to, colorScheme: 'light', ...WIDE },
    { name: `${name}${suffix}-dark`, to, colorScheme: 'dark', ...WIDE },
    { name: `${name}${suffix}-narrow`, to, colorScheme: 'light', ...NARROW },
  ]);
}

async function take(picture: Picture): Promise<void> {
  const { name, to, colorScheme, width, height = 860, isWhole = false, from, prepare } = picture;
  const page = await browser.newPage({ viewport: { width, height }, colorScheme });
  await page.goto(`${worker.baseUrl}${to}#key=${worker.apiKey}`);
  await page.waitForLoadState('networkidle');
  await prepare?.(page);
  if (from !== undefined) {
    const heading = page.getByRole('heading', { name: from, exact: true });
    await heading.evaluate((element) => element.scrollIntoView());
  }
  await page.screenshot({ path: join(target, `${name}.png`), fullPage: isWhole });
  await page.close();
}
