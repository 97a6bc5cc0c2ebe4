/** A reporter for Jest that creates batches from the samples of a run's matchers. */
import { RunReport, type RunReportOptions } from './matchers/run-report.ts';

export type { RunReportOptions };

/** The part of Jest's configuration that is used. */
interface JestConfig {
  watch?: boolean;
  watchAll?: boolean;
  testNamePattern?: string | undefined;
  onlyChanged?: boolean;
  onlyFailures?: boolean;
  shard?: object | undefined;
  testPathPatterns?: { patterns?: readonly string[] } | undefined;
  nonFlagArgs?: readonly string[];
}

/** @example reporters: ['default', ['@assay/sdk/jest-reporter', { name: 'support' }]] */
export default class AssayReporter {
  readonly #report: RunReport;
  readonly #isWatching: boolean;
  #error: Error | undefined;

  constructor(config: JestConfig, options: RunReportOptions = {}) {
    // Names, paths, and only what changed: each leaves tests out.
    const { testNamePattern, onlyChanged, onlyFailures, shard } = config;
    const paths = [...(config.nonFlagArgs ?? []), ...(config.testPathPatterns?.patterns ?? [])];
    const isPartial = testNamePattern || onlyChanged || onlyFailures || shard || paths.length > 0;
    this.#isWatching = config.watch === true || config.watchAll === true;
    this.#report = new RunReport(options);
    if (isPartial) this.#report.leaveAsPartial();
  }

  async onRunStart(): Promise<void> {
    if (!this.#isWatching) await this.#report.begin();
  }

  async onRunComplete(): Promise<void> {
    const outcome = await this.#report.end();
    if (outcome === 'failed') this.#error = new Error('The gate of Assay failed.');
    if (outcome === 'undecided') this.#error = new Error('The gate of Assay is undecided.');
  }

  /** Makes Jest fail although every test passed. */
  getLastError(): Error | undefined {
    return this.#error;
  }
}
