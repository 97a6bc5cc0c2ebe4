import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Change, Estimate, Sample, ScorerComparison } from '@assay/schema/types.ts';
import type { AxeResults } from 'axe-core';
import fc from 'fast-check';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fakeSystem } from '../../testing/fake-system.ts';
import { scoreOf, verdictOf } from '../../testing/verdict.ts';
import { answerOf } from './answer.ts';
import type { ReportData } from './collect.ts';
import { cutTexts } from './cut.ts';
import { escaped } from './html.ts';
import { reportPage } from './page.ts';

const CHROMIUM = '/usr/bin/chromium';
const isThere = existsSync(CHROMIUM);
const HOSTILE = [
  '<script>document.title="owned"</script><img src=x onerror="document.title=1">',
  '</pre></details></main><style>*{display:none}</style><svg onload=alert(1)>',
  '![a](https://evil.example/pixel.png)<meta http-equiv=refresh content=0>',
  'Transfer to \u202e54321\u202c, not 12345\u2066\u2069.\u200b',
  `${'<'.repeat(262_144)}`,
  Array.from({ length: 10_000 }, (_, i) => `u${i}@example.com`).join(' '),
];

function dataOf(count: number, outputOf: (i: number) => string): ReportData {
  const changes: Change[] = ['regressed', 'fixed', 'unchanged'];
  const batch = {
    ...{ id: 'bat_2', status: 'completed', suite: null, tags: [HOSTILE[0]], costUsd: 0 },
    counts: {
      total: count,
      passed: count,
      failed: 0,
      abstained: 0,
      error: 0,
      pending: 0,
      scored: count,
    },
    ...{ invalid: { count: 0, first: [] }, createdAt: '2026-11-01T00:00:00.000Z', statistics: [] },
  };
  const samples = Array.from({ length: count }, (_, index) => {
    const output = outputOf(index);
    const sample: Sample = {
      id: `${output.slice(0, 60)}${index}`,
      input: output,
      output,
      contexts: [output],
    };
    const scores = [
      scoreOf({ name: HOSTILE[1] ?? '', passed: true, reason: output.slice(0, 500) }),
    ];
    const own = { index, status: 'passed' as const, value: 0.5, passed: true, scores: [] };
    const base = { ...own, output: null, difference: 0, change: changes[index % 3] ?? null };
    const item = {
      index,
      sampleId: sample.id ?? null,
      status: own.status,
      attempts: 1,
      error: null,
    };
    return {
      row: {
        ...own,
        sampleId: item.sampleId,
        error: null,
        latencyMs: 1,
        costUsd: 0,
        input: null,
        output: null,
        base,
      },
      item: { ...item, verdict: verdictOf(scores), sample },
      baseItem: undefined,
    };
  });
  // Of a batch, a report reads only this.
  return {
    batch,
    base: { ...batch, id: 'bat_1' },
    comparison: undefined,
    changes: new Map(),
    samples,
  } as unknown as ReportData;
}

const page = (count: number) => reportPage(dataOf(count, (i) => HOSTILE[i % HOSTILE.length] ?? ''));

test('1,000 samples with long and hostile texts take 3 MB at most', () => {
  const bytes = Buffer.byteLength(page(1_000));
  expect(bytes).toBeLessThanOrEqual(3_000_000);
  expect(bytes).toBeGreaterThan(1_000_000);
});

test('a text adds no element and no attribute', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(escaped(text)).not.toMatch(/[<>"'\u202a-\u202e\u2066-\u2069]/);
    }),
  );
});

test('texts are cut to their bytes, the longest first', () => {
  const [short, long = ''] = cutTexts(['short', '<'.repeat(1_000)], 105);
  expect(short).toBe('short');
  expect(long).toBe(`${'<'.repeat(25)}… (975 more characters)`);
  expect(cutTexts(['a', 'b'], 10)).toEqual(['a', 'b']);
});

test.each([
  [
    { value: -0.04, low: -0.06, high: -0.02 },
    /^Worse than the base by 4.0 percentage points .*More than chance/,
  ],
  [{ value: 0.04, low: -0.01, high: 0.09 }, /^Better than the base by 4.0 .*This can be chance/],
  [
    { value: 0, low: -0.1, high: 0.1 },
    /^Neither better nor worse than the base \(95% interval −10\.0 .* to \+10\.0 .*\)\. 50/,
  ],
])('the first line says by how much, and whether it is sure', (difference: Estimate, expected) => {
  const verdict: ScorerComparison = {
    ...{ name: 'verdict', pairs: 100, mean: null, wins: 0, losses: 0, ties: 0, lost: 0 },
    passRate: { batch: 0.5, base: 0.5, difference, resamples: 0 },
    mcnemar: { onlyBatchPassed: 1, onlyBasePassed: 5, exactP: 0.2, midP: 0.0001 },
  };
  const comparison = {
    ...{ batch: 'bat_2', base: 'bat_1', pairs: 100, unpaired: 0, changed: 0, regressions: [] },
    gate: { outcome: 'passed' as const, passed: true, failures: [] },
    scorers: [verdict],
  };
  expect(answerOf(comparison)).toMatch(expected);
  expect(answerOf(comparison)).toContain(
    'Fixed: 1, regressed: 5 (McNemar’s test, mid-p: p < 0.001).',
  );
});

test('a base that is asked for must be there', async () => {
  const { batch } = dataOf(0, () => '');
  const routes = {
    'GET /v1/batches/bat_2': batch,
    'GET /v1/batches/bat_2/rows': { items: [], nextCursor: null },
  };
  const results = { 'GET /v1/batches/bat_2/results': '\n' };
  const first = fakeSystem({ routes: { ...routes, ...results } });
  expect((await first.assay('report', 'bat_2', '--html', 'r.html')).code).toBe(0);
  expect(first.files.get('r.html')).toContain('There is no earlier batch to compare with.');
  const second = fakeSystem({ routes: { ...routes, ...results } });
  expect((await second.assay('report', 'bat_2', '--base', 'latest:main')).code).toBe(2);
});

let browser: Browser;
let folder: string;

beforeAll(async () => {
  if (!isThere && process.env.CI) throw new Error(`Reports are not tested: no ${CHROMIUM}`);
  if (!isThere) return;
  folder = mkdtempSync(join(tmpdir(), 'assay-report-'));
  const args = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'];
  browser = await chromium.launch({ executablePath: CHROMIUM, args });
}, 60_000);

afterAll(async () => {
  if (!isThere) return;
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
});

test.skipIf(!isThere)(
  `a report opens from the disk, filters, and asks nothing of any server (${CHROMIUM})`,
  async () => {
    const path = join(folder, 'report.html');
    writeFileSync(path, page(60));
    const shown = await browser.newPage({ viewport: { width: 390, height: 800 } });
    const faults: string[] = [];
    shown.on('console', (message) => faults.push(message.text()));
    shown.on('pageerror', ({ message }) => faults.push(message));
    shown.on('request', (request) => faults.push(request.url()));
    const address = pathToFileURL(path).href;
    await shown.goto(address);
    expect(await shown.title()).toBe('Batch bat_2');
    expect(await shown.locator('#shown').textContent()).toBe('60 of 60 shown');
    await shown.getByLabel('Change').selectOption('regressed');
    expect(await shown.locator('#shown').textContent()).toBe('20 of 60 shown');
    expect(shown.url()).toBe(`${address}#change=regressed`);
    await shown.locator('summary:visible').first().click();
    await shown.getByText('document.title="owned"').first().waitFor();
    expect(await shown.evaluate('document.documentElement.scrollWidth')).toBe(390);
    expect(await shown.locator('svg[onload], img, pre script').count()).toBe(0);
    await shown.reload();
    expect(await shown.locator('#shown').textContent()).toBe('20 of 60 shown');
    expect(faults.filter((fault) => fault.split('#')[0] !== address)).toEqual([]);
  },
  60_000,
);

test.skipIf(!isThere)(
  `a report has no violation of WCAG 2.2 AA, light and dark (${CHROMIUM})`,
  async () => {
    const path = join(folder, 'report.html');
    // The policy of the page lets in no script but its own, so the checks come with a page that has none.
    writeFileSync(path, page(12).replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, ''));
    for (const colorScheme of ['light', 'dark'] as const) {
      const shown = await browser.newPage({ colorScheme });
      await shown.goto(pathToFileURL(path).href);
      await shown.locator('summary').first().click();
      await shown.addScriptTag({
        path: createRequire(import.meta.url).resolve('axe-core/axe.min.js'),
      });
      const { violations } = await shown.evaluate((): Promise<AxeResults> => {
        return (globalThis as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run();
      });
      expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
    }
  },
  60_000,
);
