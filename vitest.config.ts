import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin';
import { defineConfig } from 'vitest/config';
import { DEVELOPMENT_KEY } from './worker/features/auth/development.ts';

const inNode = [
  'schema',
  'scorers',
  'scripts',
  'sdk',
  'examples',
  'bench',
  'training',
  'dashboard',
].map((folder) => `${folder}/**/*.test.ts`);

// The official JSON Schema suite, where it lies beside the checkout: workerd has no files to read it from.
function jsonSchemaSuite(draft: string): string | null {
  const path = join(import.meta.dirname, '..', 'shared', 'data', `jsonschema_draft${draft}.json`);
  return existsSync(path) ? readFileSync(path, 'utf8') : null;
}

// What the command line imports: workerd has no files to read it from.
function importExamples(): Record<string, string> {
  const folder = join(import.meta.dirname, 'examples', 'import');
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) =>
    /\.\w+$/.test(path),
  );
  return Object.fromEntries(paths.map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
}

declare module 'vitest' {
  interface ProvidedContext {
    jsonSchemaSuites: Record<'2020-12' | '2019-09' | '7', string | null>;
    developmentKey: string;
    importExamples: Record<string, string>;
    /** What fast-check draws its cases from; null for other cases in every run. */
    casesSeed: number | null;
  }
}

// A busy machine is no fault of the code. What passes only the second time is shown as retried.
const EACH_TEST = {
  testTimeout: 60_000,
  hookTimeout: 60_000,
  expect: { poll: { timeout: 30_000 } },
  retry: process.env.CI ? 1 : 0,
};

export default defineConfig({
  test: {
    silent: 'passed-only',
    provide: {
      jsonSchemaSuites: {
        '2020-12': jsonSchemaSuite('2020-12'),
        '2019-09': jsonSchemaSuite('2019-09'),
        '7': jsonSchemaSuite('7'),
      },
      developmentKey: DEVELOPMENT_KEY,
      importExamples: importExamples(),
      casesSeed: process.env.CI ? 1 : null,
    },
    projects: [
      {
        test: {
          ...EACH_TEST,
          name: 'node',
          include: inNode,
          exclude: [
            '**/node_modules/**',
            'dashboard/**/*.browser.test.ts',
            'examples/vitest/**',
            'sdk/workerd.test.ts',
            'sdk/**/*.workerd.test.ts',
          ],
          environment: 'node',
          setupFiles: ['vitest.cases.ts'],
        },
      },
      {
        test: {
          ...EACH_TEST,
          testTimeout: 180_000,
          name: 'dashboard',
          include: ['dashboard/**/*.browser.test.ts'],
          environment: 'node',
          globalSetup: ['dashboard/testing/serve.ts'],
        },
      },
      {
        plugins: [
          cloudflareTest(async () => ({
            remoteBindings: false,
            main: './worker/index.ts',
            wrangler: { configPath: './wrangler.toml' },
            miniflare: {
              bindings: {
                ASSAY_ENVIRONMENT: 'development',
                MIGRATIONS: await readD1Migrations('schema/db/migrations'),
              },
            },
          })),
        ],
        test: {
          ...EACH_TEST,
          name: 'workerd',
          // Each file has a workerd and a database of its own, unlike the pages, which share one.
          maxWorkers: '100%',
          sequence: { groupOrder: 1 },
          include: [
            'worker/**/*.test.ts',
            'sdk/workerd.test.ts',
            'sdk/**/*.workerd.test.ts',
            'scorers/laws.test.ts',
            'scorers/format/json-schema-suite.test.ts',
            // Separators and digits are those of the platform's ICU.
            'scorers/text/read-number.test.ts',
          ],
          setupFiles: ['vitest.cases.ts', 'worker/testing/migrate.ts'],
          globalSetup: ['worker/testing/start-loopback-judge.ts'],
        },
      },
    ],
  },
});
