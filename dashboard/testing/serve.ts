import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startLocalWorker } from '../../scripts/local-worker.ts';
import { MISSING_BROWSER, requireBrowserInCi } from './chromium.ts';
import { type Seeded, seed } from './seed.ts';

/** The Worker that all tests of pages share, and what is in it. */
export interface Served extends Seeded {
  baseUrl: string;
  apiKey: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    served: Served;
  }
}

export default async function serve(
  project: TestProject,
): Promise<(() => Promise<void>) | undefined> {
  requireBrowserInCi();
  if (MISSING_BROWSER) return undefined;
  const persistTo = await mkdtemp(join(tmpdir(), 'assay-dashboard-'));
  // A provider that pipelines can name; nothing asks it.
  process.env.ASSAY_PROVIDERS = JSON.stringify({ answers: { baseUrl: 'http://127.0.0.1:9/v1' } });
  const worker = await startLocalWorker({ persistTo, isVerbose: false });
  const { baseUrl, apiKey } = worker;
  const stop = async () => {
    await worker.stop();
    rmSync(persistTo, { recursive: true, force: true });
  };
  try {
    project.provide('served', { baseUrl, apiKey, ...(await seed({ baseUrl, apiKey })) });
  } catch (cause) {
    await stop();
    throw cause;
  }
  return stop;
}
