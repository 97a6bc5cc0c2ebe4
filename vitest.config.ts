import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin';
import { defineConfig } from 'vitest/config';

const inNode = ['schema/**/*.test.ts', 'scorers/**/*.test.ts', 'scripts/**/*.test.ts'];

export default defineConfig({
  test: {
    silent: 'passed-only',
    projects: [
      { test: { name: 'node', include: inNode, environment: 'node' } },
      {
        plugins: [
          cloudflareTest(async () => ({
            remoteBindings: false,
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
          name: 'workerd',
          include: ['worker/**/*.test.ts', 'scorers/laws.test.ts'],
          setupFiles: ['worker/testing/migrate.ts'],
          globalSetup: ['worker/testing/start-loopback-judge.ts'],
        },
      },
    ],
  },
});
