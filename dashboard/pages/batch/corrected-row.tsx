import type { BatchComparison, BatchReport } from '@assay/sdk';
import { change, counted, decimal, percent, points } from '../../parts/numbers.ts';
import { UntrustedText } from '../../text/untrusted-text.tsx';

type Corrected = NonNullable<BatchReport['statistics'][number]['corrected']>;
export type Difference = NonNullable<BatchComparison['scorers'][number]['corrected']>['difference'];

type Estimate = { value: number; low: number; high: number };

interface EstimateRowProps {
  title: string;
  estimates: { mean: Estimate | null; passRate: Estimate | null };
  /** Why there is no estimate. */
  why?: string;
  difference: { mean: Estimate | null; passRate: Estimate | null; why?: string } | undefined;
  isCompared: boolean;
}

/** Another estimate of the same, below what is plainly counted. */
export function EstimateRow({ title, estimates, why, difference, isCompared }: EstimateRowProps) {
  const { passRate, mean } = estimates;
  const estimate = passRate ?? mean;
  const write = passRate ? percent : decimal;
  return (
    <tr>
      <th scope="row" class="muted">
        {title}
      </th>
      <td class="end">
        {estimate === null ? (
          <span class="muted" title={why}>
            not known
          </span>
        ) : (
          <>
            {write(estimate.value)} <span class="muted">{passRate ? 'pass' : 'mean'}</span>
          </>
        )}
      </td>
      <td class="end muted is-wide">
        {estimate && `${write(estimate.low)} – ${write(estimate.high)}`}
      </td>
      {isCompared && <DifferenceCells difference={difference} />}
      <td class="is-wide" />
      <td />
    </tr>
  );
}

/** What people would say, by their labels. */
export function CorrectedRow({
  corrected,
  difference,
  isCompared,
}: {
  corrected: Corrected;
  difference: Difference | undefined;
  isCompared: boolean;
}) {
  const why = difference?.reasons.map(({ detail }) => detail).join(' ');
  return (
    <EstimateRow
      title={`corrected by ${counted(corrected.labels, 'label')} of people`}
      estimates={corrected}
      why={corrected.reasons.join(' ')}
      difference={difference && { ...difference, ...(why !== undefined && { why }) }}
      isCompared={isCompared}
    />
  );
}

function DifferenceCells({ difference }: Pick<EstimateRowProps, 'difference'>) {
  const estimate = difference?.passRate ?? difference?.mean;
  if (!estimate) {
    return (
      <>
        <td class="end muted" title={difference?.why}>
          not known
        </td>
        <td class="is-wide" />
      </>
    );
  }
  const write = difference?.passRate ? points : change;
  const isSure = estimate.low > 0 || estimate.high < 0;
  const direction = estimate.value > 0 ? 'better' : 'worse';
  return (
    <>
      <td class={`end ${isSure ? direction : ''}`}>
        {write(estimate.value)} {isSure ? <strong>{direction}</strong> : ''}
      </td>
      <td class="end muted is-wide">
        {write(estimate.low)} to {write(estimate.high)}
      </td>
    </>
  );
}

/** The corrected difference in words, or why there is none. */
export function CorrectedLine({ difference }: { difference: Difference }) {
  const { passRate, mean, labels, reasons } = difference;
  const parts = [
    passRate && `pass rate ${inWords(passRate, points)}`,
    mean && `mean ${inWords(mean, change)}`,
  ].filter((part) => part !== null);
  const source =
    labels > 0 ? `${counted(labels, 'sample')} labelled in both` : 'the labels of its calibration';
  return (
    <div class="corrected-line">
      {parts.length > 0 && (
        <p>
          Corrected by {source}: {parts.join('; ')}.
        </p>
      )}
      {reasons.map(({ of, code, detail }) => (
        <p key={of} class="muted">
          No corrected difference of the {of === 'mean' ? 'mean' : 'pass rate'} ({code}).{' '}
          <UntrustedText text={detail} />
        </p>
      ))}
    </div>
  );
}

function inWords(
  { value, low, high }: NonNullable<Difference['mean']>,
  write: (value: number) => string,
): string {
  return `${write(value)}, 95% interval ${write(low)} to ${write(high)}`;
}
