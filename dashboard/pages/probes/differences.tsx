import type { ProbeDifference } from '@assay/sdk';
import { count } from '../../parts/numbers.ts';
import { UntrustedText } from '../../text/untrusted-text.tsx';
import { ProbeOutcome } from './outcome-of.tsx';
import { PointsInterval } from './points-interval.tsx';
import { probabilityText } from './probability-text.ts';
import { Table } from './table.tsx';

/** Each variant against what it is compared with. */
export function Differences({ differences }: { differences: readonly ProbeDifference[] }) {
  return (
    <Table
      title="Differences"
      columns={['Variant', 'Against', 'Of', 'Difference', 'p, corrected', 'Samples', 'Outcome']}
      rows={differences.map(({ first, second, measure, difference, probability, ...rest }) => [
        <UntrustedText key="first" text={first} />,
        <UntrustedText key="second" text={second} />,
        measure === 'refused' ? 'refusals' : 'score',
        <PointsInterval key="of" of={difference} />,
        probabilityText(probability),
        count(rest.samples),
        <ProbeOutcome key="outcome" outcome={rest.outcome} />,
      ])}
    />
  );
}
