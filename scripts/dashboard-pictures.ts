/**
 * `npm run docs:screens`: takes the pictures of docs/dashboard.md and docs/live-traffic.md, of a Worker with the
 * sample answers and live traffic. With a folder as argument, takes every page in every form, to look at.
 */
import { rmSync } from 'node:fs';
import { mkdir, mkdtemp } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchChromium } from '../dashboard/testing/chromium.ts';
import { seed } from '../dashboard/testing/seed.ts';
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
};
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
  } else {
    for (const picture of formsOf(PAGES)) await take(picture);
    for (const picture of formsOf(LISTS, '-empty')) await take({ ...picture, isWhole: true });
    const alert = `/alerts/${await seedLive({ ...worker, hook: HOOK })}`;
    const live = { ...LISTS, rule: RULE, monitor: MONITOR, alert };
    for (const picture of formsOf(live)) await take({ ...picture, isWhole: true });
  }
} finally {
  hook.close();
  await browser.close();
  await worker.stop();
}

function formsOf(pages: Record<string, string>, suffix = ''): Picture[] {
  return Object.entries(pages).flatMap(([name, to]): Picture[] => [
    { name: `${name}${suffix}-light`, to, colorScheme: 'light', ...WIDE },
    { name: `${name}${suffix}-dark`, to, colorScheme: 'dark', ...WIDE },
    { name: `${name}${suffix}-narrow`, to, colorScheme: 'light', ...NARROW },
  ]);
}

async function take(picture: Picture): Promise<void> {
  const { name, to, colorScheme, width, height = 860, isWhole = false, from } = picture;
  const page = await browser.newPage({ viewport: { width, height }, colorScheme });
  await page.goto(`${worker.baseUrl}${to}#key=${worker.apiKey}`);
  await page.waitForLoadState('networkidle');
  if (from !== undefined) {
    const heading = page.getByRole('heading', { name: from, exact: true });
    await heading.evaluate((element) => element.scrollIntoView());
  }
  await page.screenshot({ path: join(target, `${name}.png`), fullPage: isWhole });
  await page.close();
}
