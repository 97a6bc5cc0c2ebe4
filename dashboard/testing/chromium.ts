import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const PATH = '/usr/bin/chromium';
const ARGUMENTS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
];

/** Why the tests of pages are skipped; undefined where they run. */
export const MISSING_BROWSER = existsSync(PATH)
  ? undefined
  : `no ${PATH}: apt-get install chromium`;

/** @throws Error in continuous integration without a browser, where nothing may be skipped */
export function requireBrowserInCi(): void {
  if (MISSING_BROWSER && process.env.CI)
    throw new Error(`The dashboard is not tested: ${MISSING_BROWSER}`);
}

export function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: PATH, args: ARGUMENTS });
}
