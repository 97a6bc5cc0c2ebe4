/** A reporter for Vitest that creates batches from the samples of a run's matchers. */
import type { Reporter, TestSpecification, Vitest } from 'vitest/node';
import { RunReport, type RunReportOptions } from './matchers/run-report.ts';

export type { RunReportOptions };

/**
 * @example
 * reporters: ['default', new AssayReporter({ name: 'support', gate: { maxRegression: 0.02 } })]
 */
export default class AssayReporter implements Reporter {
  readonly #report: RunReport;
  #isWatching = false;
  #vitest: Vitest | undefined;

  constructor(options: RunReportOptions = {}) {
    this.#report = new RunReport(options);
  }

  async onInit(vitest: Vitest): Promise<void> {
    // In watch mode, every save would create batches.
    this.#isWatching = vitest.config.watch;
    this.#vitest = vitest;
    if (!this.#isWatching) await this.#report.begin();
  }

  async onTestRunStart(specifications: readonly TestSpecification[]): Promise<void> {
    const vitest = this.#vitest;
    if (!vitest || this.#isWatching) return;
    const all = await vitest.globTestSpecifications();
    const isPartial = specifications.length < all.length || vitest.config.testNamePattern;
    if (isPartial) this.#report.leaveAsPartial();
  }

  async onTestRunEnd(): Promise<void> {
    if (this.#isWatching) return;
    const outcome = await this.#report.end();
    // Same as in the CLI: 1 if the gate failed, 2 if it is undecided.
    if (outcome !== 'passed') process.exitCode = outcome === 'failed' ? 1 : 2;
  }
}
