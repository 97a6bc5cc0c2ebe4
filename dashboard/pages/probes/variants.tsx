import type { ProbeReport } from '@assay/sdk';
import { Interval } from '../../parts/interval.tsx';
import { count } from '../../parts/numbers.ts';
import { UntrustedText } from '../../text/untrusted-text.tsx';
import { Table } from './table.tsx';

/** Each variant with its mean score, and its refusals where they were looked for. */
export function Variants({ report: { variants } }: { report: ProbeReport }) {
  const looksForRefusals = variants.some(({ refused }) => refused !== null);
  return (
    <Table
      title="Variants"
      columns={['Variant', 'Samples', 'Mean score', ...(looksForRefusals ? ['Refused'] : [])]}
      rows={variants.map(({ variant, samples, mean, refused }) => [
        <UntrustedText key="variant" text={variant} />,
        count(samples),
        <Interval key="mean" of={mean} />,
        ...(looksForRefusals ? [<Interval key="refused" of={refused} />] : []),
      ])}
    />
  );
}
