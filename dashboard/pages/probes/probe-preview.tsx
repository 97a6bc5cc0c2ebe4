import type { ProbeEstimate } from '@assay/sdk';
import { count, counted, usd } from '../../parts/numbers.ts';
import { UntrustedText } from '../../text/untrusted-text.tsx';
import { Table } from './table.tsx';

const SHOWN = 12;

/** What a probe would change and cost. */
export function ProbePreview({ estimate }: { estimate: ProbeEstimate }) {
  const { kind, samples, probed, skipped, shown, estimate: cost } = estimate;
  const changed = shown.filter(({ edits }) => edits.length > 0).slice(0, SHOWN);
  return (
    <>
      <p role="status">
        {kind} probe of {count(probed)} of {counted(samples, 'sample')}:{' '}
        {counted(cost.cells, 'answer')},{' '}
        {cost.costUsd === null ? 'cost unknown' : usd(cost.costUsd)},{' '}
        {counted(cost.judgeCalls, 'call')} of judges
      </p>
      {changed.length > 0 && (
        <Table
          title="What would be asked"
          columns={['Sample', 'Variant', 'Asked']}
          rows={changed.map(({ of, variant, asked }) => [
            <UntrustedText key="of" text={of} />,
            <UntrustedText key="variant" text={variant} />,
            <UntrustedText key="asked" text={asked ?? ''} />,
          ])}
        />
      )}
      {skipped.length > 0 && (
        <Table
          title="Skipped"
          columns={['Variant', 'Samples', 'Because']}
          rows={skipped.map((each) => [
            <UntrustedText key="variant" text={each.variant} />,
            count(each.samples),
            <UntrustedText key="reason" text={each.reason} />,
          ])}
        />
      )}
      <ul class="muted">
        {cost.notes.map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
    </>
  );
}
