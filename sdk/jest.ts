/** Matchers for Jest, run with its ES modules: name it in `setupFilesAfterEnv`, or import it in a test. */
import type {} from 'expect';
import { matchers } from './matchers/matchers.ts';
import type { AssayMatchers } from './matchers/options.ts';

export { configureAssay, matchers } from './matchers/matchers.ts';
export type { AskOptions, AssayMatchers, Received, ScoreOptions } from './matchers/options.ts';

// Without injected globals, use `expect.extend(matchers)`.
const { expect } = globalThis as { expect?: { extend(added: typeof matchers): void } };
expect?.extend(matchers);

declare module 'expect' {
  interface Matchers<R extends void | Promise<void>, T = unknown> extends AssayMatchers {}
}

declare global {
  namespace jest {
    // biome-ignore lint/complexity/noBannedTypes: as @types/jest declares it.
    interface Matchers<R, T = {}> extends AssayMatchers {}
  }
}
