/** A reporter for Jest that makes batches of what the matchers of a run asked. */
import { RunReport, type RunReportOptions } from './matchers/run-report.ts';

export type { RunReportOptions };

/** @example reporters: ['default', ['@assay/sdk/jest-reporter', { name: 'support' }]] */
export default class AssayReporter {
  readonly #report: RunReport;
  readonly #isWatching: boolean;
  #error: Error | undefined;

  constructor(config: { watch?: boolean; watchAll?: boolean }, options: RunReportOptions = {}) {
    this.#isWatching = config.watch === true || config.watchAll === true;
    this.#report = new RunReport(options);
  }

  async onRunStart(): Promise<void> {
    if (!this.#isWatching) await this.#report.begin();
  }

  async onRunComplete(): Promise<void> {
    if (!(await this.#report.end())) this.#error = new Error('The gate of Assay did not pass.');
  }

  /** What makes Jest fail although every test passed. */
  getLastError(): Error | undefined {
    return this.#error;
  }
}
