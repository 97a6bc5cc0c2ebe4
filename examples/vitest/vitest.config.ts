import AssayReporter from '@assay/sdk/vitest-reporter';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    setupFiles: ['@assay/sdk/vitest'],
    // Judges take their time.
    testTimeout: 30_000,
    reporters: [
      'default',
      new AssayReporter({
        name: 'support-vitest',
        branch: process.env.BRANCH ?? 'main',
        gate: { maxRegression: 0.02, allowMissingBase: true },
      }),
    ],
  },
});
