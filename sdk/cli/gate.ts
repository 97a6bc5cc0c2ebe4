import type { BatchGateRequest, GateOutcome } from '@assay/schema/types.ts';
import { CliError } from './cli-error.ts';
import { numberOf } from './command.ts';
import { EXIT, type ExitCode } from './exit-code.ts';

export const GATE_OPTIONS = {
  gate: {
    help: 'Fail unless every sample passes; with --base, fail if any scorer is below the base.',
  },
  'min-pass-rate': { value: 'SHARE', help: 'Minimum share of samples that must pass, 0 to 1.' },
  base: {
    value: 'BATCH',
    help: 'Batch to compare with: its id, or latest:TAG for the newest one whose gate did not fail.',
  },
  'max-regression': {
    value: 'SHARE',
    help: 'Maximum allowed drop of a scorer’s mean and pass rate from the base, 0 to 1.',
  },
  'allow-missing-base': {
    help: 'Pass if no batch matches latest:TAG, as in the first run of a branch.',
  },
  'allow-failed-base': { help: 'Allow latest:TAG to select a batch whose gate failed.' },
  'require-calibration': {
    help: 'Exit with 2 unless every judge was calibrated, in the version that judged.',
  },
} as const;

interface Given {
  gate?: boolean;
  'min-pass-rate'?: string;
  base?: string;
  'max-regression'?: string;
  'allow-missing-base'?: boolean;
  'allow-failed-base'?: boolean;
  'require-calibration'?: boolean;
}

/**
 * What the options ask of the gate.
 *
 * @returns undefined where they set no limit
 * @throws CliError for a limit out of range, or one that lacks a base
 */
export function gateRequestOf(given: Given): BatchGateRequest | undefined {
  const range = { min: 0, max: 1 };
  const minPassRate = numberOf(given['min-pass-rate'], 'min-pass-rate', range);
  const maxRegression = numberOf(given['max-regression'], 'max-regression', range);
  const { base, gate = false } = given;
  checkBase(given, maxRegression);
  const isBare = gate && minPassRate === undefined && maxRegression === undefined;
  const passes = isBare && base === undefined ? 1 : minPassRate;
  const drop = isBare && base !== undefined ? 0 : maxRegression;
  if (passes === undefined && drop === undefined) {
    if (!given['require-calibration']) return undefined;
    throw new CliError('--require-calibration needs a gate: pass --gate or --min-pass-rate too.');
  }
  return {
    ...(passes !== undefined && { minPassRate: passes }),
    ...(drop !== undefined && { maxRegression: drop }),
    ...(base !== undefined && { base }),
    ...(given['allow-missing-base'] && { allowMissingBase: true }),
    ...(given['allow-failed-base'] && { allowFailedBase: true }),
    ...(given['require-calibration'] && { requireCalibration: {} }),
  };
}

function checkBase(given: Given, maxRegression: number | undefined): void {
  const { base } = given;
  const needing = (['allow-missing-base', 'allow-failed-base'] as const).find(
    (each) => given[each],
  );
  const asked = maxRegression === undefined ? needing : 'max-regression';
  if (asked !== undefined && base === undefined) {
    throw new CliError(`--${asked} requires --base, the batch to compare with.`);
  }
  if (base === 'latest:')
    throw new CliError('--base is missing the tag after “latest:”, such as latest:main.');
}

const EXITS: Record<GateOutcome, ExitCode> = {
  passed: EXIT.passed,
  failed: EXIT.failed,
  undecided: EXIT.error,
};

export function exitOf(outcome: GateOutcome): ExitCode {
  return EXITS[outcome];
}
