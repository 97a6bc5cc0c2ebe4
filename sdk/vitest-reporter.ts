/** A reporter for Vitest that makes batches of what the matchers of a run asked. */
import type { Reporter, Vitest } from 'vitest/node';
import { RunReport, type RunReportOptions } from './matchers/run-report.ts';

export type { RunReportOptions };

/**
 * @example
 * reporters: ['default', new AssayReporter({ name: 'support', gate: { maxRegression: 0.02 } })]
 */
export default class AssayReporter implements Reporter {
  readonly #report: RunReport;
  #isWatching = false;

  constructor(options: RunReportOptions = {}) {
    this.#report = new RunReport(options);
  }

  async onInit(vitest: Vitest): Promise<void> {
    // While somebody edits, every save would make batches.
    this.#isWatching = vitest.config.watch;
    if (!this.#isWatching) await this.#report.begin();
  }

  async onTestRunEnd(): Promise<void> {
    if (!this.#isWatching && !(await this.#report.end())) process.exitCode = 1;
  }
}
