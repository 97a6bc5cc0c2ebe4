import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';
import { launchChromium, MISSING_BROWSER } from './chromium.ts';
import type { Served } from './serve.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Visit {
  /** Path and query. */
  to: string;
  key?: string;
  width?: number;
  colorScheme?: 'light' | 'dark';
  /** Errors of the console that the test provokes. */
  allows?: RegExp;
  /** Paths the API answers with these values, in place of the Worker. */
  answers?: [path: RegExp, json: unknown][];
  /** Whether the test looks at what the page shows before all of it is loaded. */
  isEarly?: boolean;
}

/**
 * A browser for the tests of a file, and what every one of them must keep: no error in the console,
 * no request to another origin. Tests are skipped by name where there is no browser.
 */
export function describePages() {
  let browser: Browser;
  let served: Served;
  let faults: string[] = [];
  const opened: Page[] = [];

  beforeAll(async () => {
    if (MISSING_BROWSER) return;
    served = inject('served');
    browser = await launchChromium();
  });
  afterAll(() => browser?.close());
  afterEach(async ({ task }) => {
    const pages = opened.splice(0);
    if (task.result?.state === 'fail') {
      for (const page of pages) console.error(`${page.url()} shows:\n${await textOf(page)}`);
    }
    for (const page of pages) await page.close();
    const seen = faults;
    faults = [];
    expect(seen).toEqual([]);
  });

  async function open({
    to,
    key,
    width = 1280,
    colorScheme = 'light',
    allows,
    answers = [],
    isEarly = false,
  }: Visit): Promise<Page> {
    const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme });
    opened.push(page);
    page.setDefaultTimeout(60_000);
    page.on('console', (message) => {
      // A batch without a predecessor is an answer, which Chromium logs as an error.
      const isFirst = /\/base\?base=previous$/.test(message.location().url);
      const isProvoked = isFirst || allows?.test(message.text());
      if (message.type() === 'error' && !isProvoked) faults.push(message.text());
    });
    page.on('pageerror', ({ message }) => faults.push(message));
    page.on('request', (request) => {
      if (!request.url().startsWith(`${served.baseUrl}/`))
        faults.push(`requested ${request.url()}`);
    });
    for (const [path, json] of answers) await page.route(path, (route) => route.fulfill({ json }));
    await page.goto(`${served.baseUrl}${to}#key=${key ?? served.apiKey}`);
    if (isEarly) return page;
    // What loads late moves what is pressed. Pages that look again and again are never idle.
    await page.waitForLoadState('networkidle', { timeout: 5_000 }).catch(() => {});
    return page;
  }

  return {
    open,
    served: () => served,
    test: test.skipIf(MISSING_BROWSER !== undefined),
  };
}

/** What a reader would find on a page whose test has failed. */
function textOf(page: Page): Promise<string> {
  return page.locator('body').ariaSnapshot({ timeout: 2_000 }).catch(String);
}

/** Violations of WCAG 2.2 AA and of good practice, one line each. */
export async function violationsOn(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(
    (): Promise<AxeResults> =>
      (globalThis as unknown as { axe: typeof import('axe-core') }).axe.run(),
  );
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}
