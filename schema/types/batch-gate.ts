import type { GateOutcome } from './batch.ts';
import type { BatchComparison } from './batch-comparison.ts';
import type { RequireCalibration } from './score-calibration.ts';

/** The criteria of a batch's gate: `minPassRate`, or `maxRegression` with a `base`, or both. */
export interface BatchGateRequest {
  /** Minimum share of samples that must pass, 0 to 1. */
  minPassRate?: number;
  /** The batch to compare with: its id, or `latest:TAG` for the newest one with that tag and suite whose gate did not fail. */
  base?: string;
  /** Maximum allowed drop of a scorer’s mean and pass rate from the base, 0 to 1. */
  maxRegression?: number;
  /** Restricts the comparison with the base to this scorer; `verdict` means the verdict itself. */
  scorer?: string;
  /** Allows `latest:TAG` to select a batch whose gate failed. */
  allowFailedBase?: boolean;
  /** Passes if no batch matches `latest:TAG`, as in the first run of a new branch. */
  allowMissingBase?: boolean;
  /** Leaves the gate undecided if a judge of the batch does not meet it. */
  requireCalibration?: RequireCalibration;
}

export interface BatchGateResult {
  batch: string;
  base: string | null;
  outcome: GateOutcome;
  reasons: string[];
  comparison: BatchComparison | null;
}
