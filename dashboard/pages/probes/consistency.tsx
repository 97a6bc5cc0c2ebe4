import type { ProbeConsistency } from '@assay/sdk';
import { Interval } from '../../parts/interval.tsx';
import { counted } from '../../parts/numbers.ts';
import { UntrustedText } from '../../text/untrusted-text.tsx';
import { Table } from './table.tsx';

/** How much the answers to one question differ: by verdict, by text and by meaning. */
export function Consistency({ found }: { found: ProbeConsistency }) {
  const { mean, best, worst, sameVerdict, sameText, sameMeaning, sameAnswer, passHat } = found;
  const { status, how, share, samples, unknown } = sameMeaning;
  const rows = [
    ['Mean of one answer', mean],
    ['Best of the repeats', best],
    ['Worst of the repeats', worst],
    ...passHat.map(({ k, value }) => [`All of ${k} answers pass`, value] as const),
    ['Samples with one verdict on every repeat', sameVerdict],
    ['Samples with one text on every repeat', sameText],
    ['Two answers are the same text', sameAnswer],
  ] as const;
  return (
    <Table
      title={`Consistency over ${counted(found.repeats, 'answer')}`}
      columns={['What', 'Estimate']}
      rows={[
        ...rows.map(([name, estimate]) => [name, <Interval key="of" of={estimate} />]),
        [
          'Samples with one meaning on every repeat',
          status === 'not_run' ? 'not run' : <Interval key="of" of={share} />,
        ],
      ]}
    >
      <p class="muted">
        <UntrustedText text={how} /> {status === 'compared' && `${counted(samples, 'sample')}.`}{' '}
        {unknown > 0 &&
          `${counted(unknown, 'sample is', 'samples are')} left out: answers could not be compared.`}
      </p>
    </Table>
  );
}
