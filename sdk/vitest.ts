/** Matchers for Vitest: import it in a setup file or a test. */
import { expect } from 'vitest';
import { matchers } from './matchers/matchers.ts';
import type { AssayMatchers } from './matchers/options.ts';

export { configureAssay, matchers } from './matchers/matchers.ts';
export type { AskOptions, AssayMatchers, Received, ScoreOptions } from './matchers/options.ts';

expect.extend(matchers);

declare module 'vitest' {
  interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown>
    extends AssayMatchers {}
}
