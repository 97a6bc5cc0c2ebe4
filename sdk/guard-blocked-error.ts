import type { GuardResult, GuardStreamReport } from '@assay/schema/types.ts';
import { AssayError } from './errors.ts';

/** The guard blocked a text, or the rest of a stream. */
export class GuardBlockedError extends AssayError {
  override name = 'GuardBlockedError';
  /** What the guard made of it. It does not quote the text. */
  readonly report: GuardResult | GuardStreamReport;

  constructor(report: GuardResult | GuardStreamReport, cause?: unknown) {
    const by = report.decidedBy === null ? '' : ` by ${report.decidedBy}`;
    super({ code: 'guard_blocked', message: `The guard blocked it${by}.`, cause });
    this.report = report;
  }
}
