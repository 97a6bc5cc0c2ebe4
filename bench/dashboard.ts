/**
 * `npm run bench:dashboard`: opens a batch of 1,000 and one of 100,000 samples in Chromium, and measures
 * the time to the first row and to a filtered view, a scroll to the end of what is loaded, the heap and
 * the bytes transferred. Sizes can be given as arguments.
 */
import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { launchChromium } from '../dashboard/testing/chromium.ts';
import { startLocalWorker } from '../scripts/local-worker.ts';
import { Assay } from '../sdk/index.ts';

const SIZES = process.argv.slice(2).map(Number);
const ROW = '[role=grid] .grid-body [role=row]';

/**
 * Scrolls through the rows as they load, and gives the longest time between two frames. A text: it runs
 * in the page, whose globals the benchmarks do not have.
 */
const SCROLL_THROUGH = `(async () => {
  const grid = document.querySelector('[role=grid]');
  let longest = 0;
  let last = performance.now();
  for (let frame = 0; frame < 200; frame += 1) {
    await new Promise(requestAnimationFrame);
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
    grid.scrollTop += 400;
  }
  return longest;
})()`;
const HEAP_BYTES = 'performance.memory.usedJSHeapSize';

const persistTo = await mkdtemp(join(tmpdir(), 'assay-bench-dashboard-'));
process.once('exit', () => rmSync(persistTo, { recursive: true, force: true }));
const worker = await startLocalWorker({ persistTo, isVerbose: false });
const browser = await launchChromium();
try {
  for (const size of SIZES.length === 0 ? [1_000, 100_000] : SIZES) {
    const { base, batch } = await twoRuns(size);
    const page = await browser.newPage({ viewport: { width: 1280, height: 860 } });
    const figures = await measure(page, batch);
    console.log(`${size} samples, compared with ${base}`);
    console.table(figures);
    await page.close();
  }
} finally {
  await browser.close();
  await worker.stop();
}

/** Two batches of the same samples; one in ten is worse in the second, one in twenty better. */
async function twoRuns(size: number): Promise<{ base: string; batch: string }> {
  const assay = new Assay(worker);
  const run = async (isSecond: boolean) => {
    const { id } = await assay.batches.create(samples(size, isSecond), {
      scorers: ['exact-match', 'levenshtein', 'length'].map((scorer) =>
        scorer === 'length' ? { scorer, params: { unit: 'words', max: 60 } } : scorer,
      ),
      tags: [`size-${size}`],
    });
    await assay.batches.wait(id);
    return id;
  };
  return { base: await run(false), batch: await run(true) };
}

function* samples(size: number, isSecond: boolean) {
  const expected = 'Items can be returned within 30 days of delivery if they are unused.';
  for (let i = 0; i < size; i += 1) {
    const isGood = isSecond ? i % 10 !== 0 : i % 20 !== 1;
    const output = isGood ? expected : `Sample ${i} says something else.`;
    yield { id: `s${i}`, input: `Question ${i}?`, output, expected };
  }
}

async function measure(page: Page, batch: string): Promise<Record<string, number>> {
  const network = await page.context().newCDPSession(page);
  let bytes = 0;
  await network.send('Network.enable');
  network.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength;
  });
  const opened = performance.now();
  await page.goto(`${worker.baseUrl}/batches/${batch}#key=${worker.apiKey}`);
  await page.locator(ROW).first().waitFor();
  const firstRowMs = performance.now() - opened;
  await page.getByText(/McNemar|too (large|many)/).waitFor({ timeout: 120_000 });
  const answerMs = performance.now() - opened;
  const filtering = performance.now();
  await page.getByRole('button', { name: 'Regressed' }).click();
  await page.getByText(/^[1-9][\d,]* matching samples/).waitFor();
  const filteredMs = performance.now() - filtering;
  await page.getByRole('button', { name: 'All' }).click();
  await page.locator(ROW).first().waitFor();
  const longestMs = await page.evaluate<number>(SCROLL_THROUGH);
  const heap = await page.evaluate<number>(HEAP_BYTES);
  return {
    'first row, ms': Math.round(firstRowMs),
    'answer, ms': Math.round(answerMs),
    'filtered view, ms': Math.round(filteredMs),
    'longest frame while scrolling, ms': Math.round(longestMs),
    'heap, MB': Math.round(heap / 1e5) / 10,
    'transferred, kB': Math.round(bytes / 1000),
  };
}
