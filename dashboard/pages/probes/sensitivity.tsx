import type { ProbeSensitivity } from '@assay/sdk';
import { Interval } from '../../parts/interval.tsx';
import { Table } from './table.tsx';

/** How far the scores of two wordings are apart, beside two answers to one wording. */
export function Sensitivity({ found: { wordings, repeats } }: { found: ProbeSensitivity }) {
  return (
    <Table
      title="Sensitivity"
      columns={['Mean distance of scores', 'Estimate']}
      rows={[
        ['Of two variants of a sample', <Interval key="of" of={wordings} />],
        ...(repeats === null
          ? []
          : [['Of two answers to one variant', <Interval key="of" of={repeats} />]]),
      ]}
    />
  );
}
