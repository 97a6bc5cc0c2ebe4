import type { BatchComparison, BatchReport } from '@assay/sdk';
import { change, count, decimal, percent, points } from '../../parts/numbers.ts';
import { UntrustedText } from '../../text/untrusted-text.tsx';

type Corrected = NonNullable<BatchReport['statistics'][number]['corrected']>;
export type Difference = NonNullable<BatchComparison['scorers'][number]['corrected']>['difference'];

interface CorrectedRowProps {
  corrected: Corrected;
  difference: Difference | undefined;
  isCompared: boolean;
}

/** What people would say, below what the judge says. */
export function CorrectedRow({ corrected, difference, isCompared }: CorrectedRowProps) {
  const { passRate, mean, labels } = corrected;
  const estimate = passRate ?? mean;
  const write = passRate ? percent : decimal;
  return (
    <tr class="corrected">
      <th scope="row" class="muted">
        corrected by {count(labels)} labels of people
      </th>
      <td class="end">
        {estimate === null ? (
          <span class="muted" title={corrected.reasons.join(' ')}>
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

function DifferenceCells({ difference }: { difference: Difference | undefined }) {
  const estimate = difference?.passRate ?? difference?.mean;
  if (!estimate) {
    const reasons = difference?.reasons.map(({ detail }) => detail).join(' ');
    return (
      <>
        <td class="end muted" title={reasons}>
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
    labels > 0 ? `${count(labels)} samples labelled in both` : 'the labels of its calibration';
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
