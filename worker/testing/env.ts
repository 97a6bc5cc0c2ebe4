import type { D1Migration } from '@cloudflare/vitest-plugin';

declare global {
  namespace Cloudflare {
    interface GlobalProps {
      mainModule: typeof import('../index.ts');
    }
    interface Env {
      /** Only in tests: the migrations to apply. */
      MIGRATIONS: D1Migration[];
    }
  }
}
