import type { Estimate } from '@assay/sdk';
import { percent } from './numbers.ts';

/** A share with its 95% interval. */
export function Interval({ of }: { of: Estimate | null }) {
  if (of === null) return <>–</>;
  return (
    <>
      {percent(of.value)}{' '}
      <span class="muted">
        ({percent(of.low)} to {percent(of.high)})
      </span>
    </>
  );
}
