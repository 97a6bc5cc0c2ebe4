/**
 * `npm run docs:screens`: takes the pictures of docs/dashboard.md, of a Worker with the sample answers.
 * With a folder as argument, takes every page in every form, to look at.
 */
import { rmSync } from 'node:fs';
import { mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchChromium } from '../dashboard/testing/chromium.ts';
import { seed } from '../dashboard/testing/seed.ts';
import { Assay } from '../sdk/index.ts';
import { startLocalWorker } from './local-worker.ts';

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

interface Picture {
  name: string;
  to: string;
  colorScheme: 'light' | 'dark';
  width: number;
  height?: number;
}

const PAGES = {
  overview: '/',
  batch: `/batches/${batch}`,
  regressed: `/batches/${batch}?change=regressed&group=scorer`,
  sample: `/batches/${batch}/samples/${regressed[0]?.index ?? 0}?change=regressed`,
  compare: `/batches/${batch}/compare/${base}`,
  hostile: `/batches/${hostile}/samples/5`,
};

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

const EVERY: Picture[] = Object.entries(PAGES).flatMap(([name, to]) => [
  { name: `${name}-light`, to, colorScheme: 'light', ...WIDE },
  { name: `${name}-dark`, to, colorScheme: 'dark', ...WIDE },
  { name: `${name}-narrow`, to, colorScheme: 'light', ...NARROW },
]);

try {
  for (const picture of folder === undefined ? FOR_DOCS : EVERY) await take(picture);
} finally {
  await browser.close();
  await worker.stop();
}

async function take({ name, to, colorScheme, width, height = 860 }: Picture): Promise<void> {
  const page = await browser.newPage({ viewport: { width, height }, colorScheme });
  await page.goto(`${worker.baseUrl}${to}#key=${worker.apiKey}`);
  await page.waitForLoadState('networkidle');
  await page.screenshot({ path: join(target, `${name}.png`) });
  await page.close();
}
