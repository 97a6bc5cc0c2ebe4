import type { ProbeDrift } from '@assay/sdk';
import { Interval } from '../../parts/interval.tsx';
import { count } from '../../parts/numbers.ts';
import { pathTo } from '../../router/match.ts';
import { ProbeOutcome } from './outcome-of.tsx';
import { PointsInterval } from './points-interval.tsx';
import { probabilityText } from './probability-text.ts';
import { Table } from './table.tsx';

/** What moved since an earlier run, and the tests of it. */
export function Drift({ drift }: { drift: ProbeDrift }) {
  const { since, score, changed, exchangeability } = drift;
  return (
    <Table
      title="Drift"
      columns={['What', 'Now against then', 'Test', 'Samples']}
      rows={[
        [
          'Score',
          score === null ? '–' : <PointsInterval key="of" of={score.difference} />,
          score === null ? (
            '–'
          ) : (
            <>
              paired, {probabilityText(score.probability)} <ProbeOutcome outcome={score.outcome} />
            </>
          ),
          score === null ? '–' : count(score.samples),
        ],
        ['Usual answer changed', <Interval key="of" of={changed} />, '', ''],
        [
          'Answers of both runs could be exchanged',
          '',
          exchangeability === null
            ? 'not run: needs repeats that differ'
            : `permutation test, ${probabilityText(exchangeability.probability)}`,
          exchangeability === null ? '–' : count(exchangeability.informative),
        ],
      ]}
    >
      <p>
        Compared with <a href={pathTo('probes', since)}>the earlier probe</a>.
      </p>
    </Table>
  );
}
