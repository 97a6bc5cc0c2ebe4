import type { Estimate } from '@assay/sdk';
import { points } from '../../parts/numbers.ts';

/** A difference in percentage points with its interval. */
export function PointsInterval({ of }: { of: Estimate }) {
  return (
    <>
      {points(of.value)}{' '}
      <span class="muted">
        ({points(of.low)} to {points(of.high)})
      </span>
    </>
  );
}
