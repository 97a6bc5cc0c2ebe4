import type { Change } from '@assay/schema/types.ts';
import { ROUNDING, type Side } from './score-tally.ts';

/**
 * How a score came out relative to the base: by whether it passes, or by its value where either has no
 * outcome.
 *
 * @param own undefined while the sample is pending
 * @param base undefined where the base has no result for the sample
 */
export function changeOf(
  own: Side | undefined,
  base: Side | undefined,
  isVerdict: boolean,
): Change | null {
  if (own === undefined) return null;
  if (base === undefined || (base.value === null && base.passed === null)) return 'unpaired';
  if (isGone(own, base, isVerdict)) return 'errored';
  if (own.passed !== null && base.passed !== null) {
    if (own.passed === base.passed) return 'unchanged';
    return own.passed ? 'fixed' : 'regressed';
  }
  if (own.value === null || base.value === null) return 'unpaired';
  if (own.value < base.value - ROUNDING) return 'regressed';
  return own.value > base.value + ROUNDING ? 'fixed' : 'unchanged';
}

/** An undecided verdict can have a value; a score without one says nothing. */
function isGone(own: Side, base: Side, isVerdict: boolean): boolean {
  if (!isVerdict) return own.value === null;
  return own.passed === null && (base.passed !== null || own.value === null);
}
